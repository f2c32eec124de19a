//! One call of an operation: the request, what is left of its body, and which parts of the path are still unread.

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use openhours_service::App;
use percent_encoding::percent_decode_str;
use std::sync::Arc;

/// Where the values of a path's parameters stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The path as the contract writes it.
    pub path: String,
    /// The parameters and the numbers of their segments.
    parameters: Vec<(String, usize)>,
}

impl Template {
    /// Reads a path with parameters in braces.
    pub fn new(path: &str) -> Self {
        let parameters = path
            .split('/')
            .enumerate()
            .filter_map(|(index, segment)| {
                let name = segment.strip_prefix('{')?.strip_suffix('}')?;
                Some((name.to_owned(), index))
            })
            .collect();
        Self { path: path.to_owned(), parameters }
    }

    /// The names of the parameters that are not among `taken`, in their order.
    pub fn names_without<'a>(&'a self, taken: &'a [&str]) -> impl Iterator<Item = &'a str> {
        self.parameters.iter().map(|(name, _)| name.as_str()).filter(move |name| !taken.contains(name))
    }

    fn segment(&self, name: &str) -> Option<usize> {
        self.parameters.iter().find_map(|(parameter, index)| (parameter == name).then_some(*index))
    }
}

/// One call of an operation.
pub struct Call {
    /// The request.
    pub request: HttpRequest,
    /// The unread body.
    pub payload: Payload,
    /// The operation's path.
    pub template: Arc<Template>,
    /// The parameters that the door reads.
    pub taken: &'static [&'static str],
}

impl Call {
    /// The value of a parameter of the path, percent-decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let segment = self.request.path().split('/').nth(self.template.segment(name)?)?;
        Some(percent_decode_str(segment).decode_utf8_lossy().into_owned())
    }

    /// The values that the door leaves to the handler, in the path's order.
    pub fn left_parameters(&self) -> Vec<String> {
        self.template.names_without(self.taken).filter_map(|name| self.parameter(name)).collect()
    }

    /// A header's value, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// The application.
    pub fn app(&self) -> Arc<App> {
        self.request
            .app_data::<actix_web::web::Data<App>>()
            .expect("the server is always built with its application")
            .clone()
            .into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_knows_its_parameters_and_which_are_left() {
        let template = Template::new("/v2/organizations/{orgId}/teams/{teamId}/event-types/{eventTypeId}");
        let left: Vec<_> = template.names_without(&["orgId", "teamId"]).collect();
        assert_eq!(left, ["eventTypeId"]);
        assert_eq!(template.segment("teamId"), Some(5));
    }
}
