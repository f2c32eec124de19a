//! What the request limiter knows of API keys: whether one exists and which limits it has of its own, remembered for a
//! while so that not every request asks the database.

use crate::error::ApiError;
use crate::limits::Limit;
use actix_web::web;
use openhours_service::{App, Error, secrets};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How long an answer is remembered, in milliseconds.
const REMEMBERED_MS: i64 = 60_000;
/// How many keys are remembered at most.
const CAPACITY: usize = 10_000;

/// The remembered keys, by the hash that is stored for them.
#[derive(Default)]
pub struct Keys {
    known: Mutex<HashMap<String, (i64, Vec<Limit>)>>,
}

impl Keys {
    /// The key's own limits, none for most. An unknown key is refused.
    pub async fn limits(&self, app: &Arc<App>, key: &str) -> Result<Vec<Limit>, ApiError> {
        let now = app.clock.now().as_millisecond();
        let hash = secrets::api_key_hash(&app.settings.api_key_prefix, key);
        if let Some(limits) = self.remembered(&hash, now) {
            return Ok(limits);
        }
        let inside = Arc::clone(app);
        let asked = hash.clone();
        let found = web::block(move || openhours_service::access::key_limits(&inside, &asked)).await??;
        let found = found.ok_or_else(|| Error::unauthorized("CustomThrottlerGuard - Invalid API Key"))?;
        let limits: Vec<Limit> = found
            .into_iter()
            .map(|own| Limit {
                name: own.name,
                requests: u32::try_from(own.request_limit).unwrap_or(0),
                window_ms: own.window_ms,
                block_ms: own.block_ms,
            })
            .collect();
        self.remember(hash, now, limits.clone());
        Ok(limits)
    }

    fn remembered(&self, hash: &str, now: i64) -> Option<Vec<Limit>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, limits) = known.get(hash)?;
        (now - since < REMEMBERED_MS).then(|| limits.clone())
    }

    fn remember(&self, hash: String, now: i64, limits: Vec<Limit>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= CAPACITY {
            known.retain(|_, (since, _)| now - *since < REMEMBERED_MS);
            if known.len() >= CAPACITY {
                known.clear();
            }
        }
        known.insert(hash, (now, limits));
    }
}
