//! The query of the slot list, read by hand: which keys are present decides how the event type is named and which
//! keys may stand beside it, every other key is refused, and all that is wrong is told in one sentence. The look-up
//! of what is named is not done here.

use crate::{Instant, Refusal, query, rules};

/// Keys that may stand beside every way to name the event type.
const COMMON: [&str; 7] =
    ["start", "end", "timeZone", "duration", "format", "bookingUidToReschedule", "rrHostSubsetIds"];

/// A slot query that keeps all rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotQuery {
    /// The event type.
    pub event_type: EventTypeName,
    /// First instant asked for.
    pub start: Instant,
    /// Last instant asked for; at midnight UTC the end of that day is meant.
    pub end: Instant,
    /// The reader's zone, in regular spelling.
    pub time_zone: Option<String>,
    /// Length in minutes instead of the event type's own; always positive.
    pub duration: Option<i64>,
    /// What a slot tells.
    pub format: SlotFormat,
    /// The booking that is to be moved.
    pub booking_uid_to_reschedule: Option<String>,
    /// The only hosts to consider.
    pub host_subset: Option<Vec<i64>>,
}

/// How the event type is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventTypeName {
    /// By its id.
    Id(i64),
    /// By its owner and its slug.
    OfUser {
        /// The owner's username.
        username: String,
        /// The event type's slug.
        slug: String,
        /// The slug of the organization in which the username counts.
        organization: Option<String>,
    },
    /// By its team and its slug.
    OfTeam {
        /// The team's slug.
        team: String,
        /// The event type's slug.
        slug: String,
        /// The slug of the team's organization.
        organization: Option<String>,
    },
    /// A meeting of all these people.
    Group {
        /// Their usernames; at least two.
        usernames: Vec<String>,
        /// The slug of their organization.
        organization: String,
    },
}

/// What a slot tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SlotFormat {
    /// Its start.
    #[default]
    Time,
    /// Its start and its end.
    Range,
}

impl SlotQuery {
    /// Reads a query string, without its question mark.
    ///
    /// # Errors
    /// One sentence about every key that is not allowed and every value that breaks a rule.
    pub fn read(raw: &str) -> Result<Self, Refusal> {
        let sent = Sent::of(raw);
        if sent.holds_nul() {
            return Err(Refusal::Sentence("A text must not contain the character U+0000.".to_owned()));
        }
        let mut reader = Reader { sent: &sent, wrong: Vec::new() };
        let way = Way::of(&sent);
        reader.refuse_others(way);
        let event_type = reader.event_type(way);
        let start = reader.instant("start");
        let end = reader.instant("end");
        let time_zone = reader.time_zone();
        let duration = reader.duration();
        let format = reader.format();
        let booking_uid_to_reschedule = reader.optional_text("bookingUidToReschedule");
        let host_subset = reader.host_subset();
        match (event_type, start, end) {
            (Some(event_type), Some(start), Some(end)) if reader.wrong.is_empty() => Ok(Self {
                event_type,
                start,
                end,
                time_zone,
                duration,
                format,
                booking_uid_to_reschedule: booking_uid_to_reschedule.filter(|uid| !uid.is_empty()),
                host_subset,
            }),
            _ => Err(Refusal::Sentence(reader.wrong.join(", "))),
        }
    }
}

/// The four ways to name the event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Id,
    User,
    Team,
    Group,
}

impl Way {
    /// The first that the present keys allow, whatever their values.
    fn of(sent: &Sent) -> Self {
        let has = |key: &str| sent.texts(key).is_some();
        if has("eventTypeId") {
            Self::Id
        } else if has("username") && has("eventTypeSlug") {
            Self::User
        } else if has("teamSlug") && has("eventTypeSlug") {
            Self::Team
        } else {
            Self::Group
        }
    }

    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Id => &["eventTypeId"],
            Self::User => &["username", "eventTypeSlug", "organizationSlug"],
            Self::Team => &["teamSlug", "eventTypeSlug", "organizationSlug"],
            Self::Group => &["usernames", "organizationSlug"],
        }
    }
}

/// The keys in the order in which they first came, each with its values.
struct Sent(Vec<(String, Vec<String>)>);

impl Sent {
    /// `key[]` and `key[0]` count as `key`.
    fn of(raw: &str) -> Self {
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for (mut key, text) in query::pairs(raw) {
            if let Some(bracket) = key.find('[').filter(|at| *at > 0) {
                key.truncate(bracket);
            }
            match found.iter_mut().find(|(name, _)| *name == key) {
                Some((_, texts)) => texts.push(text),
                None => found.push((key, vec![text])),
            }
        }
        Self(found)
    }

    fn texts(&self, key: &str) -> Option<&[String]> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, texts)| texts.as_slice())
    }

    /// The value of a key that came once.
    fn text(&self, key: &str) -> Option<&str> {
        match self.texts(key) {
            Some([text]) => Some(text),
            _ => None,
        }
    }

    fn holds_nul(&self) -> bool {
        self.0.iter().any(|(key, texts)| key.contains('\0') || texts.iter().any(|text| text.contains('\0')))
    }
}

/// Reads values and gathers what is wrong with them.
struct Reader<'a> {
    sent: &'a Sent,
    wrong: Vec<String>,
}

impl Reader<'_> {
    fn complain(&mut self, property: &str, texts: &str) {
        self.wrong.push(format!("{property} property is wrong,{texts} "));
    }

    fn refuse_others(&mut self, way: Way) {
        for (key, _) in &self.sent.0 {
            let name = key.as_str();
            if !COMMON.contains(&name) && !way.keys().contains(&name) {
                self.complain(name, &format!("property {name} should not exist"));
            }
        }
    }

    fn event_type(&mut self, way: Way) -> Option<EventTypeName> {
        match way {
            Way::Id => self.number("eventTypeId").map(EventTypeName::Id),
            Way::User => {
                let (username, slug) = (self.text("username"), self.text("eventTypeSlug"));
                let organization = self.optional_text("organizationSlug");
                Some(EventTypeName::OfUser { username: username?, slug: slug?, organization })
            }
            Way::Team => {
                let (team, slug) = (self.text("teamSlug"), self.text("eventTypeSlug"));
                let organization = self.optional_text("organizationSlug");
                Some(EventTypeName::OfTeam { team: team?, slug: slug?, organization })
            }
            Way::Group => {
                let (usernames, organization) = (self.usernames(), self.text("organizationSlug"));
                Some(EventTypeName::Group { usernames: usernames?, organization: organization? })
            }
        }
    }

    fn usernames(&mut self) -> Option<Vec<String>> {
        let Some(texts) = self.sent.texts("usernames") else {
            self.complain(
                "usernames",
                "The array must contain at least 2 elements., each value in usernames must be a string, usernames must be an array",
            );
            return None;
        };
        let names: Vec<String> = items(texts).map(ToOwned::to_owned).collect();
        if names.len() < 2 {
            self.complain("usernames", "The array must contain at least 2 elements.");
            return None;
        }
        Some(names)
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let text = self.sent.text(key).map(ToOwned::to_owned);
        if text.is_none() {
            self.complain(key, &format!("{key} must be a string"));
        }
        text
    }

    fn optional_text(&mut self, key: &str) -> Option<String> {
        self.sent.texts(key)?;
        self.text(key)
    }

    fn number(&mut self, key: &str) -> Option<i64> {
        let number = self.sent.text(key).and_then(leading_integer);
        if number.is_none() {
            self.complain(key, &format!("{key} must be a number conforming to the specified constraints"));
        }
        number
    }

    fn instant(&mut self, key: &str) -> Option<Instant> {
        let text = self.sent.text(key).filter(|text| is_iso_8601(text));
        let instant = text.and_then(|text| Instant::parse(text).ok());
        if instant.is_none() {
            self.complain(key, &format!("{key} must be a valid ISO 8601 date string"));
        }
        instant
    }

    fn time_zone(&mut self) -> Option<String> {
        self.sent.texts("timeZone")?;
        let zone = self.sent.text("timeZone").map(rules::regular_time_zone);
        let known = zone.filter(|zone| rules::is_time_zone(zone));
        if known.is_none() {
            self.complain("timeZone", "timeZone must be a valid IANA time-zone");
        }
        known
    }

    /// Absent, empty, zero and negative lengths all mean the event type's own.
    fn duration(&mut self) -> Option<i64> {
        if self.sent.text("duration").is_none_or(str::is_empty) && self.sent.texts("duration")?.len() == 1 {
            return None;
        }
        self.number("duration").filter(|minutes| *minutes > 0)
    }

    fn format(&mut self) -> SlotFormat {
        let Some(texts) = self.sent.texts("format") else { return SlotFormat::Time };
        let text = if let [text] = texts { text.to_lowercase() } else { "several".to_owned() };
        match text.as_str() {
            "" | "time" => SlotFormat::Time,
            "range" => SlotFormat::Range,
            _ => {
                self.complain("format", "slotFormat must be either 'range' or 'time'");
                SlotFormat::Time
            }
        }
    }

    fn host_subset(&mut self) -> Option<Vec<i64>> {
        let texts = self.sent.texts("rrHostSubsetIds")?;
        let ids: Option<Vec<i64>> = items(texts).map(|text| text.parse().ok()).collect();
        if ids.is_none() {
            self.complain("rrHostSubsetIds", "each value in rrHostSubsetIds must be an integer number");
        }
        ids.filter(|ids| !ids.is_empty())
    }
}

/// The items of comma lists, without the blanks around them and without empty ones.
fn items(texts: &[String]) -> impl Iterator<Item = &str> {
    texts.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|item| !item.is_empty())
}

/// The integer that a text starts with; one that is too large for an id or a length becomes the largest.
fn leading_integer(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    let number = unsigned[..digits].parse().unwrap_or(i64::MAX);
    Some(if text.starts_with('-') { -number } else { number })
}

/// Whether a text is written as a calendar date, alone or with a time, that with or without an offset.
fn is_iso_8601(text: &str) -> bool {
    let shape = |expected: &str, part: &str| {
        part.len() == expected.len()
            && expected.bytes().zip(part.bytes()).all(|(form, byte)| match form {
                b'0' => byte.is_ascii_digit(),
                other => byte == other,
            })
    };
    let Some((date, time)) = text.split_once('T') else { return shape("0000-00-00", text) };
    let (clock, offset) = time.find(['Z', '+', '-']).map_or((time, "Z"), |at| time.split_at(at));
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let is_clock = shape("00:00:00", whole) || (shape("00:00", whole) && whole == clock);
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let offsets = ["Z", "+00:00", "-00:00", "+0000", "-0000", "+00", "-00"];
    shape("0000-00-00", date) && is_clock && is_fraction && offsets.iter().any(|form| shape(form, offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(raw: &str) -> String {
        match SlotQuery::read(raw) {
            Err(Refusal::Sentence(text)) => text,
            other => panic!("{raw}: {other:?}"),
        }
    }

    fn read(raw: &str) -> SlotQuery {
        SlotQuery::read(raw).unwrap_or_else(|refusal| panic!("{raw}: {refusal:?}"))
    }

    const DAYS: &str = "start=2050-09-05&end=2050-09-09";

    #[test]
    fn the_present_keys_decide_how_the_event_type_is_named() {
        let named = |keys: &str| read(&format!("{DAYS}&{keys}")).event_type;
        assert_eq!(named("eventTypeId=7"), EventTypeName::Id(7));
        let user = |organization: Option<&str>| EventTypeName::OfUser {
            username: "bob".into(),
            slug: "intro".into(),
            organization: organization.map(Into::into),
        };
        assert_eq!(named("username=bob&eventTypeSlug=intro"), user(None));
        assert_eq!(named("eventTypeSlug=intro&organizationSlug=acme&username=bob"), user(Some("acme")));
        let team = EventTypeName::OfTeam { team: "design".into(), slug: "intro".into(), organization: None };
        assert_eq!(named("teamSlug=design&eventTypeSlug=intro"), team);
        let group =
            EventTypeName::Group { usernames: vec!["ana".into(), "bob".into()], organization: "acme".into() };
        for list in
            ["usernames=ana, bob", "usernames=ana&usernames=bob", "usernames[]=ana&usernames%5B%5D=bob"]
        {
            assert_eq!(named(&format!("{list}&organizationSlug=acme")), group, "{list}");
        }
    }

    #[test]
    fn keys_of_another_way_and_unknown_keys_are_refused() {
        assert_eq!(
            sentence(&format!("{DAYS}&eventTypeId=1&username=bob&foo=1")),
            "username property is wrong,property username should not exist , \
             foo property is wrong,property foo should not exist "
        );
        let missing = "usernames property is wrong,The array must contain at least 2 elements., each value in \
                       usernames must be a string, usernames must be an array , \
                       organizationSlug property is wrong,organizationSlug must be a string ";
        assert_eq!(
            sentence(&format!("{DAYS}&eventTypeSlug=intro")),
            format!("eventTypeSlug property is wrong,property eventTypeSlug should not exist , {missing}")
        );
        assert_eq!(sentence(DAYS), missing);
        assert_eq!(
            sentence(&format!("{DAYS}&usernames=alice&organizationSlug=o")),
            "usernames property is wrong,The array must contain at least 2 elements. "
        );
        assert_eq!(
            sentence(&format!("{DAYS}&usernames=alice,bob")),
            "organizationSlug property is wrong,organizationSlug must be a string "
        );
    }

    #[test]
    fn presence_counts_even_without_a_value() {
        assert_eq!(
            sentence(&format!("{DAYS}&eventTypeId=")),
            "eventTypeId property is wrong,eventTypeId must be a number conforming to the specified constraints "
        );
        let named = read(&format!("{DAYS}&username=&eventTypeSlug=intro")).event_type;
        assert!(matches!(named, EventTypeName::OfUser { username, .. } if username.is_empty()));
    }

    #[test]
    fn every_bad_value_has_its_text() {
        let with = |keys: &str| sentence(&format!("{DAYS}&eventTypeId=1&{keys}"));
        assert_eq!(
            with("timeZone=Mars/Base"),
            "timeZone property is wrong,timeZone must be a valid IANA time-zone "
        );
        assert_eq!(with("timeZone="), "timeZone property is wrong,timeZone must be a valid IANA time-zone ");
        assert_eq!(
            with("format=list"),
            "format property is wrong,slotFormat must be either 'range' or 'time' "
        );
        assert_eq!(
            with("duration=abc"),
            "duration property is wrong,duration must be a number conforming to the specified constraints "
        );
        assert_eq!(
            sentence("eventTypeId=1&end=soon"),
            "start property is wrong,start must be a valid ISO 8601 date string , \
             end property is wrong,end must be a valid ISO 8601 date string "
        );
    }

    #[test]
    fn lengths_formats_and_uids_are_read_leniently() {
        let with = |keys: &str| read(&format!("{DAYS}&eventTypeId=1&{keys}"));
        for (text, minutes) in [("60", Some(60)), ("45min", Some(45)), ("0", None), ("-15", None), ("", None)]
        {
            assert_eq!(with(&format!("duration={text}")).duration, minutes, "{text}");
        }
        assert_eq!(with("duration=99999999999999999999").duration, Some(i64::MAX));
        assert_eq!(with("format=RANGE").format, SlotFormat::Range);
        assert_eq!(with("format=").format, SlotFormat::Time);
        assert_eq!(with("bookingUidToReschedule=").booking_uid_to_reschedule, None);
        assert_eq!(with("bookingUidToReschedule=12345").booking_uid_to_reschedule.as_deref(), Some("12345"));
        assert_eq!(with("timeZone=america/new_york").time_zone.as_deref(), Some("America/New_York"));
        assert_eq!(with("rrHostSubsetIds=3,5").host_subset, Some(vec![3, 5]));
        assert_eq!(with("rrHostSubsetIds[]=3&rrHostSubsetIds[]=5").host_subset, Some(vec![3, 5]));
        assert_eq!(with("rrHostSubsetIds=").host_subset, None);
    }

    #[test]
    fn dates_and_times_are_strict_iso_8601() {
        let starts = |text: &str| SlotQuery::read(&format!("eventTypeId=1&end=2050-09-09&start={text}"));
        for good in [
            "2050-09-05",
            "2050-09-05T10:00",
            "2050-09-05T10:00:00",
            "2050-09-05T10:00:00.000Z",
            "2050-09-05T10:00Z",
            "2050-09-05T12:00:00%2B02:00",
            "2050-09-05T12:00:00-0230",
        ] {
            assert!(starts(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "2050-9-5",
            "2050-13-01",
            "2050-02-30",
            "2050-09-05 10:00",
            "2050-09-05T12:00:00+02:00",
            "2050-09-05T25:00:00Z",
            "2050-09-05T10:00:00Z[UTC]",
            "2050-09-05T",
            "2050-09-05T10:00.5Z",
            "1757030400",
        ] {
            assert!(starts(bad).is_err(), "{bad}");
        }
        let moved = starts("2050-09-05T12:00:00%2B02:00").map(|query| query.start.to_string());
        assert_eq!(moved.as_deref(), Ok("2050-09-05T10:00:00.000Z"));
    }

    #[test]
    fn a_nul_is_refused_wherever_it_stands() {
        assert!(sentence(&format!("{DAYS}&eventTypeId=1&bookingUidToReschedule=%00")).contains("U+0000"));
    }
}
