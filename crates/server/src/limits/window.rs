//! Counting requests in windows, with a block after too many. Memory is bounded; nothing secret is kept.

use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How many counts are kept at most. A count needs about 50 bytes.
const CAPACITY: usize = 100_000;
const SHARDS: usize = 16;

/// How many requests a window allows, and how long one who exceeds it is blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The name, `default` for the general one.
    pub name: String,
    /// Requests in a window.
    pub requests: u32,
    /// The window's length in milliseconds.
    pub window_ms: i64,
    /// The block's length in milliseconds.
    pub block_ms: i64,
}

/// Where a tracker stands after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Requests in a window.
    pub requests: u32,
    /// Requests that are left in this window.
    pub remaining: u32,
    /// Seconds until the window or the block ends, rounded up.
    pub reset_seconds: i64,
    /// Whether the request is refused.
    pub is_blocked: bool,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    ends_at: i64,
    hits: u32,
    is_blocked: bool,
}

type Key = [u8; 16];

/// All counts of this process.
pub struct Limiter {
    shards: Vec<Mutex<HashMap<Key, Window>>>,
    capacity: usize,
}

impl Default for Limiter {
    fn default() -> Self {
        Self::with_capacity(CAPACITY)
    }
}

impl Limiter {
    /// A limiter that keeps at most about this many counts.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { shards: (0..SHARDS).map(|_| Mutex::default()).collect(), capacity: capacity.div_ceil(SHARDS) }
    }

    /// Counts a request of `(kind, value)` at `now_ms`.
    pub fn hit(&self, tracker: (&str, &str), limit: &Limit, now_ms: i64) -> Count {
        let key = key(tracker, &limit.name);
        let shard = &self.shards[usize::from(key[0]) % SHARDS];
        let mut windows = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= self.capacity && !windows.contains_key(&key) {
            make_room(&mut windows, now_ms);
        }
        let window = windows.entry(key).or_insert(Window { ends_at: i64::MIN, hits: 0, is_blocked: false });
        advance(window, limit, now_ms)
    }
}

/// One more request in the window, or in the next one when it is over.
fn advance(window: &mut Window, limit: &Limit, now_ms: i64) -> Count {
    if now_ms >= window.ends_at {
        *window = Window { ends_at: now_ms + limit.window_ms, hits: 0, is_blocked: false };
    }
    if !window.is_blocked {
        window.hits += 1;
        if window.hits > limit.requests {
            window.is_blocked = true;
            window.ends_at = now_ms + limit.block_ms;
        }
    }
    Count {
        requests: limit.requests,
        remaining: limit.requests.saturating_sub(window.hits),
        reset_seconds: (window.ends_at - now_ms + 999) / 1000,
        is_blocked: window.is_blocked,
    }
}

/// Forgets what is over; when nothing is, the window that ends first.
fn make_room(windows: &mut HashMap<Key, Window>, now_ms: i64) {
    windows.retain(|_, window| window.ends_at > now_ms);
    let first =
        windows.iter().min_by_key(|(_, window)| (window.is_blocked, window.ends_at)).map(|(key, _)| *key);
    if let Some(key) = first {
        windows.remove(&key);
    }
}

fn key((kind, value): (&str, &str), name: &str) -> Key {
    let mut hasher = Sha256::new();
    for part in [kind, name, value] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    let digest = hasher.finalize();
    let mut key = Key::default();
    key.copy_from_slice(&digest[..16]);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(requests: u32) -> Limit {
        Limit { name: "default".to_owned(), requests, window_ms: 60_000, block_ms: 30_000 }
    }

    #[test]
    fn the_last_allowed_request_passes_and_the_next_is_blocked_until_the_block_ends() {
        let limiter = Limiter::default();
        let hit = |now| limiter.hit(("address", "a"), &limit(2), now);
        assert_eq!(hit(0).remaining, 1);
        let last = hit(10);
        assert!(!last.is_blocked);
        assert_eq!((last.remaining, last.reset_seconds), (0, 60));
        let refused = hit(1_000);
        assert!(refused.is_blocked);
        assert_eq!((refused.remaining, refused.reset_seconds), (0, 30));
        assert!(hit(30_999).is_blocked);
        let after = hit(31_000);
        assert!(!after.is_blocked);
        assert_eq!(after.remaining, 1);
    }

    #[test]
    fn a_new_window_starts_when_the_old_one_is_over() {
        let limiter = Limiter::default();
        let hit = |now| limiter.hit(("address", "a"), &limit(2), now);
        assert_eq!(hit(0).remaining, 1);
        assert_eq!(hit(59_999).remaining, 0);
        assert_eq!(hit(60_000).remaining, 1);
    }

    #[test]
    fn trackers_and_names_are_counted_apart() {
        let limiter = Limiter::default();
        let other_name = Limit { name: "short".to_owned(), ..limit(2) };
        assert_eq!(limiter.hit(("address", "a"), &limit(2), 0).remaining, 1);
        assert_eq!(limiter.hit(("address", "b"), &limit(2), 0).remaining, 1);
        assert_eq!(limiter.hit(("client", "a"), &limit(2), 0).remaining, 1);
        assert_eq!(limiter.hit(("address", "a"), &other_name, 0).remaining, 1);
        assert_eq!(limiter.hit(("address", "a"), &limit(2), 0).remaining, 0);
    }

    #[test]
    fn memory_stays_bounded_and_blocked_trackers_stay_blocked() {
        let limiter = Limiter::with_capacity(160);
        for _ in 0..2 {
            limiter.hit(("address", "bad"), &limit(1), 0);
        }
        for number in 0..10_000 {
            limiter.hit(("address", &number.to_string()), &limit(1), 0);
        }
        let kept: usize = limiter.shards.iter().map(|shard| shard.lock().unwrap().len()).sum();
        assert!(kept <= 160);
        assert!(limiter.hit(("address", "bad"), &limit(1), 1).is_blocked);
    }
}
