//! Why a call did not give what was asked for.

use serde::Deserialize;
use serde_json::Value;

/// A call's failure.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server refused, and said why.
    #[error("refused with status {}: {}", .0.status, .0.error.message)]
    Refused(Box<Refusal>),
    /// No answer came, or it broke off.
    #[error("the server cannot be reached: {0}")]
    Transport(#[from] reqwest::Error),
    /// The input cannot be written as JSON or as a query.
    #[error("the input cannot be written: {0}")]
    Input(#[source] serde_json::Error),
    /// An answer that the contract does not know.
    #[error("an answer with status {status} that cannot be read: {source}")]
    Unreadable {
        /// The HTTP status.
        status: u16,
        /// The body as it came.
        body: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

impl Error {
    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.status),
            Self::Unreadable { status, .. } => Some(*status),
            Self::Transport(error) => error.status().map(|status| status.as_u16()),
            Self::Input(_) => None,
        }
    }

    /// The refusal, if it was one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

/// The error envelope and the status that it came with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Refusal {
    /// The HTTP status.
    #[serde(skip)]
    pub status: u16,
    /// When it was refused, as the server wrote it.
    pub timestamp: String,
    /// The path and query that were asked for.
    pub path: String,
    /// What was wrong.
    pub error: Fault,
}

/// What was wrong with a request.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Fault {
    /// The kind, such as `BadRequestException`.
    pub code: String,
    /// The sentence.
    pub message: String,
    /// More: the broken rules of a body, or the sentence again.
    #[serde(default)]
    pub details: Option<Value>,
}
