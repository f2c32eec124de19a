//! The envelope around every success answer. The error envelope belongs to the server, which knows paths and codes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::common::Pagination;

/// How an answer went; the first field of every envelope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The request was carried out.
    #[default]
    Success,
}

/// An answer with data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Success<T> {
    /// Always `success`.
    pub status: Status,
    /// What was asked for.
    pub data: T,
}

impl<T> Success<T> {
    /// Wraps `data`.
    pub const fn new(data: T) -> Self {
        Self { status: Status::Success, data }
    }
}

/// A list with its place in the whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// Always `success`.
    pub status: Status,
    /// The items of this page.
    pub data: Vec<T>,
    /// Where this page stands among the others.
    pub pagination: Pagination,
}

impl<T> Page<T> {
    /// Wraps the items of one page.
    pub const fn new(data: Vec<T>, pagination: Pagination) -> Self {
        Self { status: Status::Success, data, pagination }
    }
}

/// An answer that only says that it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Done {
    /// Always `success`.
    pub status: Status,
}
