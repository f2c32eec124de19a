//! The title of a booking, rendered from the event type's template. Pure: no storage, no rules about who may book.

use openhours_storage::types::Object;
use serde_json::Value;

/// What a title is made of.
pub(crate) struct Parts<'a> {
    /// The event type's template, if it has one.
    pub(crate) template: Option<&'a str>,
    /// The event type's title.
    pub(crate) event_type: &'a str,
    /// The organizer's name, or the team's where several hosts take part.
    pub(crate) host: &'a str,
    /// The booker's name.
    pub(crate) booker: &'a str,
    /// Where it takes place, for people.
    pub(crate) location: &'a str,
    /// The length in minutes.
    pub(crate) minutes: i64,
    /// The booker's answers by booking field.
    pub(crate) responses: &'a Object,
}

/// The title. A token that nothing is known about becomes empty.
pub(crate) fn render(parts: &Parts<'_>) -> String {
    let Some(template) = parts.template.filter(|template| !template.trim().is_empty()) else {
        return format!("{} between {} and {}", parts.event_type, parts.host, parts.booker);
    };
    let mut title = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, token, after)) = next_token(rest) {
        title.push_str(before);
        title.push_str(&value_of(token, parts));
        rest = after;
    }
    title.push_str(rest);
    title
}

fn next_token(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (token, after) = rest.split_once('}')?;
    Some((before, token, after))
}

fn value_of(token: &str, parts: &Parts<'_>) -> String {
    let text = match token {
        "Event type title" => parts.event_type,
        "Organiser" | "HOST" => parts.host,
        "Organiser first name" => first_word(parts.host),
        "Scheduler" | "ATTENDEE" | "USER" | "HOST/ATTENDEE" => parts.booker,
        "Scheduler first name" => first_word(parts.booker),
        "Scheduler last name" => after_first_word(parts.booker),
        "Location" | "LOCATION" => parts.location,
        "Event duration" => return format!("{} mins", parts.minutes),
        field => return answer(parts.responses.get(field)),
    };
    text.to_owned()
}

fn first_word(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}

fn after_first_word(name: &str) -> &str {
    name.trim().split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim())
}

fn answer(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => {
            items.iter().map(|item| answer(Some(item))).collect::<Vec<_>>().join(", ")
        }
        Some(number @ (Value::Number(_) | Value::Bool(_))) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn title(template: Option<&str>) -> String {
        let responses = json!({ "topic": "roses", "days": ["Mon", "Tue"] });
        render(&Parts {
            template,
            event_type: "Consultation",
            host: "Ben Baker",
            booker: "Ana Maria Silva",
            location: "Cal Video",
            minutes: 30,
            responses: responses.as_object().unwrap(),
        })
    }

    #[test]
    fn without_a_template_it_names_event_type_host_and_booker() {
        assert_eq!(title(None), "Consultation between Ben Baker and Ana Maria Silva");
        assert_eq!(title(Some(" ")), "Consultation between Ben Baker and Ana Maria Silva");
    }

    #[test]
    fn every_token_of_a_template_is_replaced() {
        let cases = [
            ("{Event type title} ({Event duration})", "Consultation (30 mins)"),
            ("{Organiser} & {Scheduler}", "Ben Baker & Ana Maria Silva"),
            ("{Organiser first name}/{Scheduler first name}/{Scheduler last name}", "Ben/Ana/Maria Silva"),
            ("{HOST} {ATTENDEE} {USER}", "Ben Baker Ana Maria Silva Ana Maria Silva"),
            ("{HOST/ATTENDEE} at {Location}, {LOCATION}", "Ana Maria Silva at Cal Video, Cal Video"),
            ("about {topic} on {days}{nothing}", "about roses on Mon, Tue"),
            ("open { brace", "open { brace"),
        ];
        for (template, expected) in cases {
            assert_eq!(title(Some(template)), expected, "{template}");
        }
    }
}
