//! The rooms of slots. Reservations will stand beside the list.

mod find;
mod list;

pub use find::EventTypeName;
pub use list::{SlotList, SlotRequest, list};
pub use openhours_scheduling::{Seats, Slot, Slots};
