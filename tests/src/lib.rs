//! The harness of the black-box tests: real servers on both engines, people who call them, and words to judge answers.
//!
//! The claims themselves stand in `it/`, one module per area. Nothing here knows how the server works inside: it
//! starts the binary, runs its commands and speaks HTTP.

mod answer;
mod caller;
mod claim;
mod conversation;
mod engine;
mod output;
mod server;
mod shape;
mod wire;
mod world;

pub use answer::Answer;
pub use caller::{Caller, Request};
pub use claim::Given;
pub use conversation::Conversation;
pub use engine::Engine;
pub use openhours_client::Credentials;
pub use reqwest::Method;
pub use serde_json::{Value, json};
pub use server::{Server, Start, Stopped};
pub use shape::{Comparison, shape_equal};
pub use wire::Wire;
pub use world::{Booking, EventType, OAuthClient, Person, Slots, World, merged, without};
