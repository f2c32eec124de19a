//! The application: what every room is given.

use crate::{Clock, Settings};
use openhours_storage::Database;

/// The database, the clock and the settings.
#[derive(Clone)]
pub struct App {
    /// Where everything is kept.
    pub db: Database,
    /// What time it is.
    pub clock: Clock,
    /// What the operator has decided.
    pub settings: Settings,
}
