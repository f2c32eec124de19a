//! The query of the slot list as an argument of its handler: read by the contract's own reader, described like every
//! other query.

use crate::arguments::{Argument, Query};
use crate::call::Call;
use crate::describe::Description;
use crate::error::ApiError;
use openhours_contract::slot_query::SlotQuery;
use openhours_contract::slots::ListSlotsQuery;

/// A slot query that keeps all rules.
pub struct SlotsQuery(pub SlotQuery);

impl Argument for SlotsQuery {
    async fn take(call: &mut Call) -> Result<Self, ApiError> {
        Ok(Self(SlotQuery::read(call.request.query_string())?))
    }

    fn describe(description: &mut Description) {
        Query::<ListSlotsQuery>::describe(description);
    }
}
