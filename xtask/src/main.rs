//! `cargo xtask …`: the tools of this workspace. Only the command line lives here; each command is a module.

mod failure;
mod generate;
mod spec;

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
    }
}

/// The workspace's directory.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
