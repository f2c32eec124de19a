//! The one source of "now". Rooms ask the application's clock; nothing else in the house reads the time.

use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Tells the time: the system's, or one that a test has set.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    source: Source,
}

#[derive(Debug, Clone, Default)]
enum Source {
    #[default]
    System,
    Set(Arc<Mutex<Timestamp>>),
    File(PathBuf),
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at `instant` until it is set again; its clones stand with it.
    pub fn standing_at(instant: Timestamp) -> Self {
        Self { source: Source::Set(Arc::new(Mutex::new(instant))) }
    }

    /// A clock that reads its instant (RFC 3339) from a file at every call, and is the system's clock while the file
    /// cannot be read. For black-box tests; the binary offers it only with the feature `test-switches`.
    pub fn from_file(path: PathBuf) -> Self {
        Self { source: Source::File(path) }
    }

    /// Moves a standing clock to `instant`. Other clocks stay as they are.
    pub fn set(&self, instant: Timestamp) {
        if let Source::Set(standing) = &self.source {
            *standing.lock().unwrap_or_else(PoisonError::into_inner) = instant;
        }
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match &self.source {
            Source::System => system_now(),
            Source::Set(standing) => *standing.lock().unwrap_or_else(PoisonError::into_inner),
            Source::File(path) => std::fs::read_to_string(path)
                .ok()
                .and_then(|text| text.trim().parse().ok())
                .unwrap_or_else(system_now),
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the place that all others are sent to")]
fn system_now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_moves_only_when_it_is_set() {
        let first: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let second: Timestamp = "2026-01-02T00:00:00Z".parse().unwrap();
        let clock = Clock::standing_at(first);
        let clone = clock.clone();
        assert_eq!(clone.now(), first);
        clock.set(second);
        assert_eq!(clone.now(), second);
    }
}
