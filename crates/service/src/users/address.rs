//! What counts as a user's address.

use crate::bookings::text::is_email;
use crate::{Error, Voice};

/// Refuses what is no address.
///
/// # Errors
/// Invalid, in the words and the voice that clients know.
pub(crate) fn check(email: &str) -> Result<(), Error> {
    if is_email(email) {
        return Ok(());
    }
    Err(Error::invalid(format!("{email} is not a valid email address.")).voiced(Voice::Product))
}
