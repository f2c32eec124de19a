//! A server: the real binary as a child process with a database of its own, and the commands of that binary against
//! the same database. What is asked of it through HTTP does not belong here.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::Engine;
use crate::output::Output;

/// How long a server may take to print its address or to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// What every test server is told, unless a test says otherwise.
const USUAL: [(&str, &str); 10] = [
    ("NO_COLOR", "1"),
    ("API_PORT", "0"),
    ("JWT_SECRET", "a-secret-that-only-tests-know"),
    ("CALENDSO_ENCRYPTION_KEY", "another-secret-for-tests-0123456"),
    ("LOG_LEVEL", "info"),
    ("RATE_LIMIT_DEFAULT_LIMIT", "1000000"),
    ("RATE_LIMIT_DEFAULT_LIMIT_API_KEY", "1000000"),
    ("RATE_LIMIT_DEFAULT_LIMIT_ACCESS_TOKEN", "1000000"),
    ("RATE_LIMIT_DEFAULT_LIMIT_OAUTH_CLIENT", "1000000"),
    ("WORKERS", "2"),
];

/// How a server of a test's own is started.
pub struct Start {
    engine: Engine,
    settings: Vec<(String, String)>,
    clock: Option<String>,
    program: Option<PathBuf>,
}

/// A running server; it ends with this value.
pub struct Server {
    engine: Engine,
    address: Mutex<String>,
    settings: Vec<(String, String)>,
    clock_file: PathBuf,
    output: Output,
    program: PathBuf,
    guard: Mutex<Child>,
    orders: Mutex<Option<ChildStdin>>,
}

/// How a server ended.
#[derive(Debug)]
pub struct Stopped {
    /// The exit code; -1 when a signal ended it.
    pub code: i32,
    /// What it printed since its start.
    pub output: String,
}

impl Start {
    /// With the usual settings.
    pub fn on(engine: Engine) -> Self {
        let settings = USUAL.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { engine, settings, clock: None, program: None }
    }

    /// Sets an environment variable of the server.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_string()));
        self
    }

    /// Sets the clock to an instant; [`Server::set_clock`] moves it.
    pub fn at(mut self, instant: &str) -> Self {
        self.clock = Some(instant.to_owned());
        self
    }

    /// Runs another build of the server.
    pub fn program(mut self, program: PathBuf) -> Self {
        self.program = Some(program);
        self
    }

    /// Starts it, and waits until it has printed its address.
    pub fn start(self) -> Arc<Server> {
        let server = Arc::new(self.guarded());
        server.start();
        server
    }

    /// A server with database and guard that does not run yet; for tests of the start itself.
    pub fn guarded(self) -> Server {
        let directory = tempfile::tempdir().expect("the system's temporary directory takes one more").keep();
        let place = self.engine.new_place(&directory);
        let clock_file = directory.join("clock");
        let mut settings = self.settings;
        settings.push(("DATABASE_URL".to_owned(), place.url));
        if let Some(instant) = &self.clock {
            write_clock(&clock_file, instant);
            settings.push(("OPENHOURS_CLOCK_FILE".to_owned(), clock_file.display().to_string()));
        }
        let program = self.program.unwrap_or_else(program);
        if self.clock.is_some() {
            assert_clock_can_be_set(&program);
        }
        let (maintenance, database) = place.created.unwrap_or_default();
        // One pipe for all that is said, so that it keeps its order.
        let (reader, writer) = std::io::pipe().expect("the system has pipes");
        let mut guard = Command::new(beside_tests("openhours-guard"))
            .arg(&directory)
            .args([maintenance, database])
            .arg(&program)
            .env_clear()
            .envs(inherited())
            .envs(settings.iter().cloned())
            .current_dir(&directory)
            .stdin(Stdio::piped())
            .stdout(writer.try_clone().expect("a pipe's end can be shared"))
            .stderr(writer)
            .process_group(0)
            .spawn()
            .expect("the guard is built beside the tests");
        let output = Output::default();
        output.follow(reader);
        let orders = Mutex::new(guard.stdin.take());
        let address = Mutex::new(String::new());
        Server {
            engine: self.engine,
            address,
            settings,
            clock_file,
            output,
            program,
            guard: Mutex::new(guard),
            orders,
        }
    }
}

impl Server {
    /// The server that all tests on an engine share. It ends with the test binary.
    pub fn shared(engine: Engine) -> Arc<Self> {
        static SHARED: [OnceLock<Arc<Server>>; 2] = [OnceLock::new(), OnceLock::new()];
        let slot = match engine {
            Engine::Sqlite => &SHARED[0],
            Engine::Postgres => &SHARED[1],
        };
        Arc::clone(slot.get_or_init(|| Start::on(engine).start()))
    }

    /// Which database it stands on.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Where it is reached: `http://127.0.0.1:PORT`.
    pub fn address(&self) -> String {
        self.address.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Starts it (again, after [`Server::stop`]) and gives back what it printed until it was ready.
    pub fn start(&self) -> String {
        let place = self.output.length();
        self.order("start");
        let Some(port) = self.output.wait_for(place, PATIENCE, port_or_end).flatten() else {
            panic!("The server did not start. It said:\n{}", self.output.since(place).join("\n"));
        };
        *self.address.lock().unwrap_or_else(PoisonError::into_inner) = format!("http://127.0.0.1:{port}");
        self.said_since(place)
    }

    /// Waits until it has printed a line that contains `part`, and gives back everything it has printed.
    pub fn said_after(&self, part: &str) -> String {
        let found = self.output.wait_for(0, PATIENCE, |line| line.contains(part).then_some(()));
        assert!(found.is_some(), "The server did not say {part:?}. It said:\n{}", self.said_since(0));
        self.said_since(0)
    }

    /// Starts it, expecting that it refuses to.
    pub fn start_in_vain(&self) -> Stopped {
        let place = self.output.length();
        self.order("start");
        self.await_end(place)
    }

    /// Asks it to stop and waits for its end.
    pub fn stop(&self) -> Stopped {
        let place = self.output.length();
        self.order("stop");
        self.await_end(place)
    }

    /// Moves the clock of a server that was started with one.
    pub fn set_clock(&self, instant: &str) {
        write_clock(&self.clock_file, instant);
    }

    /// Runs one of the binary's commands with `--json` against the same database: `command(&["user", "create", …])`.
    pub fn command(&self, arguments: &[&str]) -> Value {
        let (code, output) = self.try_command(&[arguments, &["--json"]].concat());
        assert_eq!(code, 0, "`openhours {}` failed: {output}", arguments.join(" "));
        serde_json::from_str(&output).unwrap_or_else(|error| {
            panic!("`openhours {}` printed no JSON ({error}): {output}", arguments.join(" "))
        })
    }

    /// Runs a command and gives back its exit code and standard output, or standard error when it failed.
    pub fn try_command(&self, arguments: &[&str]) -> (i32, String) {
        let ended = Command::new(&self.program)
            .args(arguments)
            .env_clear()
            .envs(inherited())
            .envs(self.settings.iter().cloned())
            .output()
            .expect("the server's binary can be run");
        let said = if ended.status.success() { &ended.stdout } else { &ended.stderr };
        (ended.status.code().unwrap_or(-1), String::from_utf8_lossy(said).into_owned())
    }

    /// How much it has printed; a place for [`Server::said_since`].
    pub fn said(&self) -> usize {
        self.output.length()
    }

    /// What it printed from a place on.
    pub fn said_since(&self, place: usize) -> String {
        self.output.since(place).join("\n")
    }

    fn await_end(&self, place: usize) -> Stopped {
        let Some(code) = self.output.wait_for(place, PATIENCE, end) else {
            panic!("The server did not end. It said:\n{}", self.said_since(place));
        };
        Stopped { code, output: self.said_since(place) }
    }

    fn order(&self, order: &str) {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = orders.as_mut().map(|pipe| writeln!(pipe, "{order}"));
        assert!(matches!(sent, Some(Ok(()))), "The guard is gone. It said:\n{}", self.said_since(0));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.orders.get_mut().unwrap_or_else(PoisonError::into_inner).take());
        drop(self.guard.get_mut().unwrap_or_else(PoisonError::into_inner).wait());
    }
}

/// The port in the line that names the address; an inner None when the process ended before.
fn port_or_end(line: &str) -> Option<Option<u16>> {
    if end(line).is_some() {
        return Some(None);
    }
    let (_, rest) = line.split_once("http://")?;
    let (_, rest) = rest.split_once(':')?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().map(Some)
}

fn end(line: &str) -> Option<i32> {
    line.strip_prefix("guard: ended ")?.parse().ok()
}

/// A server without the switches for tests would run on in real time, and tests would fail far from the cause.
fn assert_clock_can_be_set(program: &Path) {
    let help = Command::new(program).arg("--help").output().expect("the server's binary can be run");
    assert!(
        String::from_utf8_lossy(&help.stdout).contains("--clock-file"),
        "{} was built without the feature `test-switches`, so its clock cannot be set. Run `cargo xtask test`, or \
         `cargo build -p openhours-server --features test-switches` first.",
        program.display()
    );
}

/// Replaces the file in one step, so that nobody reads half an instant.
fn write_clock(file: &Path, instant: &str) {
    let fresh = file.with_extension("fresh");
    std::fs::write(&fresh, instant).expect("the server's directory takes a file");
    std::fs::rename(&fresh, file).expect("a file can be renamed in its directory");
}

/// What a child may know of our own environment: nothing that configures a server.
fn inherited() -> impl Iterator<Item = (String, String)> {
    ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok().map(|value| (name.to_owned(), value)))
}

/// The server's binary: `OPENHOURS_BIN`, or built once by cargo.
fn program() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM
        .get_or_init(|| match std::env::var_os("OPENHOURS_BIN") {
            Some(path) if !path.is_empty() => PathBuf::from(path),
            _ => build(),
        })
        .clone()
}

fn build() -> PathBuf {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--package", "openhours-server", "--features", "test-switches"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo can be run");
    assert!(status.success(), "the server does not build");
    beside_tests("openhours")
}

/// A binary in the directory that this test binary was built into (it runs in `deps` there).
fn beside_tests(name: &str) -> PathBuf {
    let tests = std::env::current_exe().expect("the system knows this program's path");
    tests.ancestors().nth(2).expect("tests run two levels below the target directory").join(name)
}
