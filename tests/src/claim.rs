//! The frame around a test: a claim is written once and runs on SQLite and on PostgreSQL.

use std::future::Future;

use crate::{Engine, World};

/// What a claim may ask for as its argument.
pub trait Given: Sized {
    /// Makes it on an engine.
    fn on(engine: Engine) -> impl Future<Output = Self>;
}

impl Given for Engine {
    async fn on(engine: Engine) -> Self {
        engine
    }
}

impl Given for World {
    async fn on(engine: Engine) -> Self {
        World::on(engine).await
    }
}

/// Declares a claim: two tests, `<claim>::sqlite` and `<claim>::postgres`.
///
/// The argument is a `World` (a tenancy of its own on the shared server) or an `Engine` (to start a server).
#[macro_export]
macro_rules! claim {
    ($(#[$meta:meta])* async fn $name:ident($given:ident : $kind:ty) $body:block) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn claim($given: $kind) $body

            #[tokio::test]
            async fn sqlite() {
                claim(<$kind as $crate::Given>::on($crate::Engine::Sqlite).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                claim(<$kind as $crate::Given>::on($crate::Engine::Postgres).await).await;
            }
        }
    };
}
