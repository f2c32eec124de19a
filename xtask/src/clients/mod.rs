//! `cargo xtask clients`: the clients that follow from the description. The Rust client is committed, so it must be
//! fresh; the TypeScript and Python clients are generated into `target/clients` and must compile. Then each has a first
//! session with a running server. The sessions and the exact versions of the tools are in `xtask/clients`; what was
//! installed stays under `target/clients`, so that the next run is quick.

mod python;
mod tools;
mod typescript;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::ci::{self, step};
use crate::failure::Failure;
use crate::server::{Directory, Greeting, Server};
use crate::{generate, spec};

/// Programs that are built already.
#[derive(Clone, Debug)]
pub struct Programs {
    /// The server.
    pub server: PathBuf,
    /// The session of the Rust client.
    pub session: PathBuf,
}

impl Programs {
    /// Where cargo puts them.
    pub fn built(root: &Path) -> Self {
        let debug = ci::target(root).join("debug");
        Self { server: debug.join("openhours"), session: debug.join("examples/first_session") }
    }

    /// Builds them.
    ///
    /// # Errors
    /// When they do not compile.
    pub fn build(root: &Path) -> Result<Self, Failure> {
        let server =
            ["build", "--package", "openhours-server", "--features", ci::SWITCHES, "--bin", "openhours"];
        step("server", ci::cargo(root).args(server))?;
        let session = ["build", "--package", "openhours-client", "--example", "first_session"];
        step("Rust client", ci::cargo(root).args(session))?;
        Ok(Self::built(root))
    }
}

/// Runs the command.
///
/// # Errors
/// When a client is stale, cannot be generated, does not compile, or its session fails.
pub fn command(root: &Path, programs: &Programs) -> Result<(), Failure> {
    let bundle = spec::read(root)?;
    fresh(root, &bundle)?;
    let directory = ci::target(root).join("clients");
    std::fs::create_dir_all(&directory).map_err(|error| Failure::at(&directory, &error))?;
    let description = directory.join("openapi.json");
    std::fs::write(&description, bundle.text()).map_err(|error| Failure::at(&description, &error))?;
    let typescript = typescript::prepare(root, &directory)?;
    let python = python::prepare(root, &directory, bundle.document)?;

    let home = Directory::fresh("clients")?;
    let server = Server::start(&programs.server, home.path())?;
    let mut rust = Command::new(&programs.session);
    for (name, mut session) in
        [("Rust", &mut rust), ("TypeScript", &mut typescript.session()), ("Python", &mut python.session())]
    {
        session = with_arguments(session, &server.greeting);
        step(&format!("{name} client: a first session"), session)?;
    }
    Ok(())
}

fn with_arguments<'a>(session: &'a mut Command, greeting: &Greeting) -> &'a mut Command {
    session.args([&greeting.url, &greeting.client_id, &greeting.client_secret])
}

/// The committed Rust client is what the description says.
fn fresh(root: &Path, bundle: &spec::Bundle) -> Result<(), Failure> {
    let expected = generate::expected(root, bundle)?;
    let current = generate::current(root, &expected)?;
    let stale = generate::stale(&expected, &current).into_iter();
    let stale = stale.filter(|name| name.starts_with(generate::client::DIRECTORY));
    Failure::unless_empty(stale.map(|name| format!("{name} is stale: run `cargo xtask generate`")).collect())
}
