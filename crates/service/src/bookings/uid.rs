//! Names of bookings that nobody can guess: whoever holds one may read, move and cancel the booking.

use uuid::Uuid;

/// 58 letters and digits that are not taken for one another.
const LETTERS: &[u8; 58] = b"123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
/// How many of them hold 128 bits.
const LENGTH: usize = 22;

/// A new uid: a random UUID in 22 letters and digits.
pub(crate) fn new() -> String {
    short(Uuid::new_v4().as_u128())
}

/// The id of a booking's event in calendar files; it outlives a move to another time.
pub(crate) fn ics(uid: &str) -> String {
    format!("{uid}@Cal.com")
}

fn short(mut number: u128) -> String {
    let mut letters = [LETTERS[0]; LENGTH];
    for place in letters.iter_mut().rev() {
        let digit = usize::try_from(number % 58).expect("a remainder below 58 fits");
        *place = LETTERS[digit];
        number /= 58;
    }
    letters.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_22_letters_of_its_own() {
        assert_eq!(short(0), "1".repeat(22));
        assert_eq!(short(59), format!("{}22", "1".repeat(20)));
        assert_eq!(short(u128::MAX).len(), 22);
        assert_ne!(short(u128::MAX), short(u128::MAX - 1));
        assert_ne!(new(), new());
    }
}
