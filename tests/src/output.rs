//! What a server and its guard print: collected line by line, waited for, and shown when a test fails.

use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// The lines so far. Clones share them.
#[derive(Clone, Default)]
pub struct Output {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    lines: Vec<String>,
    open_pipes: usize,
}

impl Output {
    /// Collects a pipe's lines until it ends.
    pub fn follow(&self, pipe: impl Read + Send + 'static) {
        self.state().open_pipes += 1;
        let output = self.clone();
        thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                output.state().lines.push(line);
                output.shared.changed.notify_all();
            }
            output.state().open_pipes -= 1;
            output.shared.changed.notify_all();
        });
    }

    /// How many lines there are; a place to look on from.
    pub fn length(&self) -> usize {
        self.state().lines.len()
    }

    /// The lines from a place on.
    pub fn since(&self, place: usize) -> Vec<String> {
        self.state().lines[place..].to_vec()
    }

    /// Waits for something to be said after `place`. None when nothing more can come, or after `limit`.
    pub fn wait_for<T>(&self, place: usize, limit: Duration, look: impl Fn(&str) -> Option<T>) -> Option<T> {
        let find = |state: &State| state.lines[place..].iter().find_map(|line| look(line));
        let (state, _) = self
            .shared
            .changed
            .wait_timeout_while(self.state(), limit, |state| find(state).is_none() && state.open_pipes > 0)
            .unwrap_or_else(PoisonError::into_inner);
        find(&state)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
