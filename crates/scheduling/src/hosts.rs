//! Hosts: what one is free for, and how several combine. The rules themselves live in the modules named here.

use crate::away::away_ranges;
use crate::busy::{Margin, busy_ranges, on_whole_minutes};
use crate::hours::{is_overridden, working_ranges};
use crate::limits::Ledger;
use crate::query::{CalendarBusy, Host, Participation, Query, SchedulingType};
use crate::range::{SECOND, TimeRange, any_contains, any_overlaps, drop_contained, intersect, subtract};
use crate::reason::Reason;

/// One host's rules, each as the time that it gives or takes. Lists and judgements are both made from this.
pub(crate) struct Layers<'query> {
    query: &'query Query,
    host: &'query Host,
    ledger: &'query Ledger<'query>,
    hours: Vec<TimeRange>,
    away: Vec<TimeRange>,
    busy: Vec<TimeRange>,
    window: TimeRange,
}

impl<'query> Layers<'query> {
    pub(crate) fn new(ledger: &'query Ledger<'query>, host: &'query Host, window: TimeRange) -> Self {
        let query = ledger.query();
        Self {
            query,
            host,
            ledger,
            hours: working_ranges(&host.schedule, &host.travel, window),
            away: if closes_days_first(query) { away_ranges(host, window) } else { Vec::new() },
            busy: busy_ranges(query, host, window, Margin::WithBuffers),
            window,
        }
    }

    /// What is left of the hours, sorted and disjoint.
    pub(crate) fn free(&self) -> Vec<TimeRange> {
        if matches!(self.host.calendar_busy, CalendarBusy::Unknown) {
            return Vec::new();
        }
        let present = subtract(&self.hours, self.away.iter().copied());
        let allowed = subtract(&present, self.ledger.full_by_count().iter().copied());
        let affordable = subtract(&allowed, self.ledger.full_by_minutes(self.host.id));
        subtract(&affordable, on_whole_minutes(&self.busy))
    }

    /// Every rule that refuses `moment`, in order of precedence. Empty exactly when `free` has room for it.
    pub(crate) fn refusals(&self, moment: TimeRange) -> impl Iterator<Item = Reason> + '_ {
        let rules: [fn(&Self, TimeRange) -> Option<Reason>; 5] =
            [Self::limit, Self::outside_hours, Self::out_of_office, Self::calendar_unknown, Self::taken];
        rules.into_iter().filter_map(move |rule| rule(self, moment))
    }

    fn limit(&self, moment: TimeRange) -> Option<Reason> {
        self.ledger.refusal(self.host.id, moment)
    }

    fn outside_hours(&self, moment: TimeRange) -> Option<Reason> {
        // The same second of tolerance as the grid's.
        let fitting = TimeRange::of(moment.start, moment.end.min(moment.start.max(moment.end - SECOND)));
        if any_contains(&self.hours, fitting) {
            return None;
        }
        let overridden = is_overridden(&self.host.schedule, moment.start);
        Some(if overridden { Reason::Override } else { Reason::OutsideHours })
    }

    fn out_of_office(&self, moment: TimeRange) -> Option<Reason> {
        any_overlaps(&self.away, moment).then_some(Reason::OutOfOffice)
    }

    fn calendar_unknown(&self, _: TimeRange) -> Option<Reason> {
        matches!(self.host.calendar_busy, CalendarBusy::Unknown).then_some(Reason::CalendarUnknown)
    }

    fn taken(&self, moment: TimeRange) -> Option<Reason> {
        if !any_overlaps(&self.busy, moment) {
            return None;
        }
        let meetings = busy_ranges(self.query, self.host, self.window, Margin::MeetingsOnly);
        Some(if any_overlaps(&meetings, moment) { Reason::Busy } else { Reason::Buffer })
    }
}

/// Whether absences are taken out of each host's time before hosts combine. With one personal host they close the
/// slots that start on their dates instead, so that the grid of the neighbouring dates stays as it is.
pub(crate) fn closes_days_first(query: &Query) -> bool {
    query.event_type.scheduling_type != SchedulingType::Personal || query.hosts.len() > 1
}

/// Which hosts must be free, by their places in the list: all of `required` and one of each group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composition {
    required: Vec<usize>,
    groups: Vec<Vec<usize>>,
}

impl Composition {
    /// The composition of an event type's hosts.
    pub fn new<'host>(
        scheduling_type: SchedulingType,
        participations: impl IntoIterator<Item = &'host Participation>,
    ) -> Self {
        let mut composition = Self::default();
        let mut names: Vec<&Option<String>> = Vec::new();
        for (index, participation) in participations.into_iter().enumerate() {
            match participation {
                Participation::Pool { group } if scheduling_type == SchedulingType::RoundRobin => {
                    let place = names.iter().position(|name| *name == group).unwrap_or_else(|| {
                        names.push(group);
                        composition.groups.push(Vec::new());
                        names.len() - 1
                    });
                    composition.groups[place].push(index);
                }
                Participation::Fixed | Participation::Pool { .. } => composition.required.push(index),
            }
        }
        composition
    }

    pub(crate) fn of(query: &Query) -> Self {
        Self::new(query.event_type.scheduling_type, query.hosts.iter().map(|host| &host.participation))
    }

    /// The time for which enough hosts are free, given each host's free ranges (sorted and disjoint) by place.
    /// Ranges of different hosts are never united: a slot must fit into one host's own.
    pub fn combine(&self, free: &[Vec<TimeRange>]) -> Vec<TimeRange> {
        let lists =
            self.required.iter().map(|index| free[*index].clone()).chain(self.groups.iter().map(|group| {
                let mut pool: Vec<TimeRange> =
                    group.iter().flat_map(|index| &free[*index]).copied().collect();
                drop_contained(&mut pool);
                pool
            }));
        lists.reduce(|left, right| intersect(&left, &right)).unwrap_or_default()
    }

    /// Whether enough hosts are free, given what refuses each host by place. The refusal of the first host who is
    /// missing otherwise.
    pub(crate) fn judge(&self, refusals: &[Option<Reason>]) -> Result<(), Reason> {
        if self.required.is_empty() && self.groups.is_empty() {
            return Err(Reason::NoHost);
        }
        let refuses = |index: &usize| refusals[*index];
        if let Some(reason) = self.required.iter().find_map(refuses) {
            return Err(reason);
        }
        let missing = self.groups.iter().find(|group| group.iter().all(|index| refusals[*index].is_some()));
        match missing.and_then(|group| group.iter().find_map(refuses)) {
            Some(reason) => Err(reason),
            None => Ok(()),
        }
    }
}

/// The time for which the query's hosts are free together.
pub(crate) fn combined_ranges(query: &Query, window: TimeRange) -> Vec<TimeRange> {
    let ledger = Ledger::new(query, window);
    let free: Vec<_> = query.hosts.iter().map(|host| Layers::new(&ledger, host, window).free()).collect();
    Composition::of(query).combine(&free)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(group: &str) -> Participation {
        Participation::Pool { group: Some(group).filter(|name| !name.is_empty()).map(str::to_owned) }
    }

    fn ranges(pairs: &[(i64, i64)]) -> Vec<TimeRange> {
        pairs.iter().map(|&(start, end)| TimeRange::of(start, end)).collect()
    }

    #[test]
    fn the_judgement_and_the_combined_time_agree() {
        use Participation::Fixed;
        let busy = Some(Reason::Busy);
        let cases = [
            (SchedulingType::Personal, vec![Fixed], vec![None], true),
            (SchedulingType::Personal, vec![], vec![], false),
            (SchedulingType::Collective, vec![pool(""), pool("")], vec![None, busy], false),
            (SchedulingType::RoundRobin, vec![pool(""), pool("")], vec![None, busy], true),
            (SchedulingType::RoundRobin, vec![pool(""), pool("")], vec![busy, busy], false),
            (SchedulingType::RoundRobin, vec![Fixed, pool("")], vec![busy, None], false),
            (SchedulingType::RoundRobin, vec![Fixed, pool("")], vec![None, busy], false),
            (SchedulingType::RoundRobin, vec![Fixed, Fixed], vec![None, None], true),
            (SchedulingType::RoundRobin, vec![pool("a"), pool("b"), pool("")], vec![None, None, busy], false),
            (SchedulingType::RoundRobin, vec![pool("a"), pool("b"), pool("a")], vec![busy, None, None], true),
        ];
        for (scheduling_type, participations, refusals, expected) in cases {
            let composition = Composition::new(scheduling_type, &participations);
            let free: Vec<_> = refusals
                .iter()
                .map(
                    |refusal: &Option<Reason>| {
                        if refusal.is_none() { ranges(&[(0, 10)]) } else { Vec::new() }
                    },
                )
                .collect();
            let label = format!("{scheduling_type:?} {participations:?} {refusals:?}");
            assert_eq!(composition.judge(&refusals).is_ok(), expected, "{label}");
            assert_eq!(composition.combine(&free) == ranges(&[(0, 10)]), expected, "{label}");
        }
    }

    #[test]
    fn ranges_of_two_groups_meet_pair_by_pair() {
        let composition = Composition::new(SchedulingType::RoundRobin, &[pool("a"), pool("a"), pool("b")]);
        let free = [ranges(&[(0, 20)]), ranges(&[(10, 30)]), ranges(&[(5, 25)])];
        assert_eq!(composition.combine(&free), ranges(&[(5, 20), (10, 25)]));
    }
}
