//! `cargo xtask …`: the tools of this workspace. Only the command line lives here; each command is a module.

mod bench;
mod ci;
mod clients;
mod coverage;
mod failure;
mod generate;
mod layout;
mod postgres;
mod server;
mod spec;
mod spec_check;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The tools of this workspace")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Work on the API's description.
    #[command(subcommand)]
    Spec(SpecCommand),
    /// Write the code that follows from the description into crates/contract.
    Generate {
        /// Change nothing; fail when a file is not what would be written.
        #[arg(long)]
        check: bool,
    },
    /// Fail when the mounted operations, the types, their bounds or the permissions differ from the description.
    SpecCheck {
        /// The built example `mounted` of the server; it is built when absent.
        #[arg(long)]
        program: Option<PathBuf>,
    },
    /// Hold the tree against the house plan: edges, areas, heads of files, names.
    LayoutCheck,
    /// Generate the clients, compile them, and let each have a first session with a running server.
    Clients {
        /// Take the server and the Rust client's session as they were built last.
        #[arg(long)]
        built: bool,
    },
    /// Measure the release build.
    #[command(subcommand)]
    Bench(BenchCommand),
    /// Count the operations that are built and planned, by tag.
    Coverage,
    /// Run the tests on both engines, with a throwaway PostgreSQL unless TEST_POSTGRES_URL names one.
    Test {
        /// What the names of the tests to run contain, and what else the test binaries take.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        filter: Vec<String>,
    },
    /// Run everything that continuous integration runs.
    Ci,
}

#[derive(Subcommand)]
enum BenchCommand {
    /// Memory when idle, and the time from the start to the first answer.
    Start {
        /// Take the server as it was built last.
        #[arg(long)]
        built: bool,
    },
}

#[derive(Subcommand)]
enum SpecCommand {
    /// Merge openapi/*.yaml into one JSON document.
    Bundle {
        /// Where to write it; the standard output when absent.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Spec(SpecCommand::Bundle { out }) => spec::command(&root(), out.as_deref()),
        Command::Generate { check } => generate::command(&root(), check),
        Command::SpecCheck { program } => spec_check::command(&root(), program.as_deref()),
        Command::LayoutCheck => layout::command(&root()),
        Command::Clients { built: true } => clients::command(&root(), &clients::Programs::built(&root())),
        Command::Clients { built: false } => clients::command(&root(), &clients::Programs::build(&root())?),
        Command::Bench(BenchCommand::Start { built }) => {
            if !built {
                bench::build(&root())?;
            }
            bench::start::command(&root())
        }
        Command::Coverage => coverage::command(&root()),
        Command::Test { filter } => ci::test(&root(), &filter),
        Command::Ci => ci::ci(&root()),
    }
}

/// The workspace's directory.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
