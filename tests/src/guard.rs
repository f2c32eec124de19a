//! The guard between a test binary and one server: `openhours-guard DIRECTORY MAINTENANCE_URL DATABASE PROGRAM`
//! (the two in the middle are empty on SQLite).
//!
//! It creates the server's database, starts the server at each line `start`, asks it to stop at each line `stop`, and
//! when its standard input ends, in whatever way the test binary ends, it kills the server and removes database and
//! directory. It must stay free of anything that tests decide.

use std::env;
use std::io::{BufRead, Write};
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread;

use diesel::{Connection, PgConnection, RunQueryDsl};

enum Event {
    Line(String),
    Closed,
    Ended(ExitStatus),
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [directory, maintenance, database, program] = arguments.as_slice() else {
        eprintln!("openhours-guard needs: DIRECTORY MAINTENANCE_URL DATABASE PROGRAM");
        return ExitCode::FAILURE;
    };
    if !database.is_empty()
        && let Err(error) = administer(maintenance, &format!("CREATE DATABASE {database}"))
    {
        eprintln!("guard: the database {database} cannot be created: {error}");
        return ExitCode::FAILURE;
    }
    watch(program);
    if !database.is_empty()
        && let Err(error) = administer(maintenance, &format!("DROP DATABASE {database} WITH (FORCE)"))
    {
        drop(writeln!(std::io::stderr(), "guard: the database {database} cannot be removed: {error}"));
    }
    drop(std::fs::remove_dir_all(directory));
    ExitCode::SUCCESS
}

/// Starts and stops the program as the lines on standard input say, until they end.
fn watch(program: &str) {
    let (events, happened) = mpsc::channel();
    let lines = events.clone();
    thread::spawn(move || read_lines(&lines));
    let mut running: Option<u32> = None;
    let mut is_closing = false;
    while !(is_closing && running.is_none()) {
        match happened.recv() {
            Ok(Event::Line(line)) if line == "start" => running = start(program, &events),
            Ok(Event::Line(_)) => signal(running, "-TERM"),
            Ok(Event::Ended(status)) => {
                running = None;
                tell_end(status.code().unwrap_or(-1));
            }
            Ok(Event::Closed) | Err(_) => {
                is_closing = true;
                signal(running, "-KILL");
            }
        }
    }
}

fn read_lines(events: &Sender<Event>) {
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        if events.send(Event::Line(line)).is_err() {
            return;
        }
    }
    drop(events.send(Event::Closed));
}

fn start(program: &str, events: &Sender<Event>) -> Option<u32> {
    let mut server = match Command::new(program).stdin(Stdio::null()).spawn() {
        Ok(server) => server,
        Err(error) => {
            eprintln!("guard: {program} cannot be started: {error}");
            tell_end(-1);
            return None;
        }
    };
    let id = server.id();
    let events = events.clone();
    thread::spawn(move || {
        if let Ok(status) = server.wait() {
            drop(events.send(Event::Ended(status)));
        }
    });
    Some(id)
}

/// Says that the server has ended. When the tests have ended before it, nobody listens, and that is no failure.
fn tell_end(code: i32) {
    drop(writeln!(std::io::stdout(), "guard: ended {code}"));
}

fn signal(process: Option<u32>, signal: &str) {
    if let Some(id) = process {
        drop(Command::new("kill").args([signal, &id.to_string()]).status());
    }
}

fn administer(url: &str, statement: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut connection = PgConnection::establish(url)?;
    diesel::sql_query(statement).execute(&mut connection)?;
    Ok(())
}
