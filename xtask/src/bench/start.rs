//! `cargo xtask bench start`: resident memory when idle, and the time from the start to the first answer on a database
//! that exists.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use super::median;
use crate::ci;
use crate::failure::Failure;
use crate::server::{Directory, Server};

/// How often the server is started.
const RUNS: usize = 15;
/// How long a started server is left alone before its memory counts as idle.
const REST: Duration = Duration::from_secs(1);
/// What is promised: bytes of memory, and milliseconds to the first answer.
const PROMISED: (f64, f64) = (40.0 * 1024.0 * 1024.0, 500.0);

/// One start.
struct Run {
    idle_bytes: f64,
    used_bytes: f64,
    first_answer_ms: f64,
}

/// Measures the release build, prints the table and keeps the figures.
///
/// # Errors
/// When the server is not built or cannot be started.
pub fn command(root: &Path) -> Result<(), Failure> {
    let program = ci::target(root).join("release/openhours");
    let size = std::fs::metadata(&program).map_err(|error| Failure::at(&program, &error))?.len();
    let home = Directory::fresh("bench")?;
    // The first start makes the database; it is not measured.
    let api_key = Server::start(&program, home.path())?.greeting.api_key.clone();
    let runs: Result<Vec<Run>, Failure> = (0..RUNS).map(|_| run(&program, home.path(), &api_key)).collect();
    let runs = runs?;
    let middle = |figure: fn(&Run) -> f64| median(&mut runs.iter().map(figure).collect::<Vec<_>>());
    let most = |figure: fn(&Run) -> f64| runs.iter().map(figure).fold(0.0, f64::max);
    let figures = [
        ("idle after the start", "MB", middle(|run| run.idle_bytes), most(|run| run.idle_bytes), PROMISED.0),
        (
            "idle after one request",
            "MB",
            middle(|run| run.used_bytes),
            most(|run| run.used_bytes),
            PROMISED.0,
        ),
        (
            "start to first answer",
            "ms",
            middle(|run| run.first_answer_ms),
            most(|run| run.first_answer_ms),
            PROMISED.1,
        ),
    ];
    println!("{:<24} {:>9} {:>9} {:>10}", "", "median", "most", "promised");
    for (name, unit, median, most, promised) in figures {
        let scale = if unit == "MB" { 1024.0 * 1024.0 } else { 1.0 };
        let kept = if median < promised { "kept" } else { "missed" };
        let (median, most, promised) = (median / scale, most / scale, promised / scale);
        println!("{name:<24} {median:>6.1} {unit} {most:>6.1} {unit} {promised:>7.0} {unit}  {kept}");
    }
    println!("{RUNS} starts; binary of {} MB", size / 1024 / 1024);
    keep(
        root,
        &json!({
            "runs": RUNS,
            "binaryBytes": size,
            "idleBytes": { "median": figures[0].2, "most": figures[0].3, "promised": PROMISED.0 },
            "idleAfterRequestBytes": { "median": figures[1].2, "most": figures[1].3, "promised": PROMISED.0 },
            "firstAnswerMilliseconds": { "median": figures[2].2, "most": figures[2].3, "promised": PROMISED.1 },
        }),
    )
}

fn run(program: &Path, home: &Path, api_key: &str) -> Result<Run, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::at(program, error);
    let begun = Instant::now();
    let server = Server::start(program, home)?;
    answered(&server, "/health", api_key)?;
    let first_answer_ms = begun.elapsed().as_secs_f64() * 1000.0;
    drop(server);

    // Memory is that of another start, which nobody has asked for anything yet.
    let server = Server::start(program, home)?;
    std::thread::sleep(REST);
    let idle = server.resident().map_err(|error| failed(&error))?;
    answered(&server, "/v2/me", api_key)?;
    std::thread::sleep(REST);
    let used = server.resident().map_err(|error| failed(&error))?;
    #[allow(clippy::cast_precision_loss, reason = "memory is far below 2^53 bytes")]
    Ok(Run { idle_bytes: idle as f64, used_bytes: used as f64, first_answer_ms })
}

fn answered(server: &Server, path: &str, api_key: &str) -> Result<(), Failure> {
    match server.get(path, api_key) {
        Ok((200, _)) => Ok(()),
        Ok((status, body)) => Err(Failure::new(format!("GET {path} was answered {status}: {body}"))),
        Err(error) => Err(Failure::new(format!("GET {path} was not answered: {error}"))),
    }
}

fn keep(root: &Path, figures: &serde_json::Value) -> Result<(), Failure> {
    let directory = ci::target(root).join("bench");
    std::fs::create_dir_all(&directory).map_err(|error| Failure::at(&directory, &error))?;
    let path = directory.join("start.json");
    std::fs::write(&path, format!("{figures:#}\n")).map_err(|error| Failure::at(&path, &error))?;
    println!("kept in {}", path.display());
    Ok(())
}
