//! The one error type of the rooms: a kind, a public sentence and a private cause.
//!
//! No HTTP lives here: the server decides what a kind looks like on the wire.

use std::borrow::Cow;
use std::fmt;

/// What went wrong, in about eight kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request cannot be carried out as it stands.
    Invalid,
    /// We do not know who is asking.
    Unauthorized,
    /// We know who is asking, and they may not.
    Forbidden,
    /// The thing does not exist, or not for this caller.
    NotFound,
    /// It contradicts what is stored.
    Conflict,
    /// Understood and well formed, but it cannot be processed.
    Unprocessable,
    /// A managed user's access token has run out.
    TokenExpired,
    /// Too often in too short a time.
    TooMany,
    /// Our fault: the sentence stays general, the cause goes to the log.
    Internal,
}

/// Which part of the product speaks; clients see it as the error's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Voice {
    /// The operation itself (the default).
    #[default]
    Operation,
    /// Rules shared by all surfaces of the product (booking rules, event type rules).
    Product,
    /// The store: a duplicate, a dangling reference, a missing record.
    Record,
    /// The booking engine, whose refusals clients know without the envelope.
    Engine,
}

/// An error of a room.
pub struct Error {
    kind: Kind,
    voice: Voice,
    sentence: Cow<'static, str>,
    choices: Option<String>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of `kind` that tells its reader `sentence`.
    pub fn new(kind: Kind, sentence: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, voice: Voice::Operation, sentence: sentence.into(), choices: None, cause: None }
    }

    /// The request cannot be carried out as it stands.
    pub fn invalid(sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Invalid, sentence)
    }

    /// We do not know who is asking.
    pub fn unauthorized(sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Unauthorized, sentence)
    }

    /// The caller may not do this.
    pub fn forbidden(sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Forbidden, sentence)
    }

    /// The thing does not exist, or not for this caller.
    pub fn not_found(sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::NotFound, sentence)
    }

    /// It contradicts what is stored.
    pub fn conflict(sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Conflict, sentence)
    }

    /// Well formed, but it cannot be processed.
    pub fn unprocessable(sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Unprocessable, sentence)
    }

    /// Too often in too short a time.
    pub fn too_many(sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::TooMany, sentence)
    }

    /// A managed user's access token has run out; clients refresh on this and only this.
    pub fn token_expired() -> Self {
        Self::new(Kind::TokenExpired, "ACCESS_TOKEN_IS_EXPIRED")
    }

    /// Our fault. The cause is logged, never sent.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let error = Self::new(Kind::Internal, "There was an error, please try again later.");
        error.because(cause)
    }

    /// Keeps the cause for the log.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Says which part of the product speaks.
    #[must_use]
    pub fn voiced(mut self, voice: Voice) -> Self {
        self.voice = voice;
        self
    }

    /// Names what would have been accepted, for sentences that end with a colon and no list.
    #[must_use]
    pub fn with_choices(mut self, choices: impl Into<String>) -> Self {
        self.choices = Some(choices.into());
        self
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Who speaks.
    pub fn voice(&self) -> Voice {
        self.voice
    }

    /// The public sentence.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// What would have been accepted, when the sentence leaves it out.
    pub fn choices(&self) -> Option<&str> {
        self.choices.as_deref()
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("kind", &self.kind)
            .field("sentence", &self.sentence)
            .field("cause", &self.cause)
            .finish()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.sentence)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Some(cause) => Some(cause.as_ref()),
            None => None,
        }
    }
}

impl From<openhours_storage::Error> for Error {
    /// What the store refuses, in the words that clients know. Rooms that can say more match the error first.
    fn from(error: openhours_storage::Error) -> Self {
        use openhours_storage::Error as Storage;
        let refusal = match &error {
            Storage::NotFound => Self::not_found("Invalid Query: The requested record was not found."),
            Storage::Unique { .. } => {
                Self::conflict("Invalid Input: Trying to create a record that already exists.")
            }
            Storage::ForeignKey => Self::invalid("Invalid input: The referenced data does not exist."),
            Storage::UnstorableText => Self::invalid("A text holds a character that cannot be stored."),
            _ => return Self::internal(error),
        };
        refusal.voiced(Voice::Record).because(error)
    }
}
