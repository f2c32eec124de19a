//! A PostgreSQL for the tests: the one that `TEST_POSTGRES_URL` names, or a throwaway cluster of our own.
//!
//! Lives here: finding or installing the programs, starting a cluster as a user other than root on a free
//! loopback port, and removing it afterwards. What runs against it does not belong here.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The environment variable that names a running server instead of a throwaway cluster.
pub const URL_VARIABLE: &str = "TEST_POSTGRES_URL";

/// How long a fresh cluster may take until it accepts connections.
const START_LIMIT: Duration = Duration::from_secs(60);

/// A PostgreSQL server that tests may fill with databases; a cluster of our own ends with this value.
pub struct Server {
    url: String,
    _cluster: Option<Cluster>,
}

struct Cluster {
    directory: PathBuf,
    process: Child,
}

impl Server {
    /// Takes the server that `TEST_POSTGRES_URL` names, or starts a throwaway cluster.
    ///
    /// # Errors
    /// A sentence that says which step failed: no programs, no installation, no start.
    pub fn obtain() -> Result<Self, String> {
        match std::env::var(URL_VARIABLE) {
            Ok(url) if !url.is_empty() => Ok(Self { url, _cluster: None }),
            _ => Self::start(),
        }
    }

    /// The address of its maintenance database, for a user who may create databases.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn start() -> Result<Self, String> {
        let programs = programs()?;
        let account = Account::for_server()?;
        let directory = new_directory(account.as_ref())?;
        let run = |program: &str| {
            let mut command = Command::new(programs.join(program));
            command.current_dir(&directory).stdin(Stdio::null());
            if let Some(account) = &account {
                command.uid(account.uid).gid(account.gid);
            }
            command
        };
        let made = run("initdb")
            .args([
                "--auth=trust",
                "--username=openhours",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "-D",
            ])
            .arg(directory.join("data"))
            .output()
            .map_err(|error| format!("initdb cannot be run: {error}"))?;
        if !made.status.success() {
            return Err(format!("initdb failed: {}", String::from_utf8_lossy(&made.stderr).trim()));
        }
        let port = free_port().map_err(|error| format!("no free port on the loopback interface: {error}"))?;
        // A file, not a pipe: the server would wait for ever for somebody to read what it says of refused statements.
        let said = directory.join("log");
        let log = fs::File::create(&said).map_err(|error| format!("{}: {error}", said.display()))?;
        let mut process = run("postgres")
            .arg("-D")
            .arg(directory.join("data"))
            .args(["-p", &port.to_string(), "-h", "127.0.0.1", "-k"])
            .arg(&directory)
            .args(["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300"])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("postgres cannot be run: {error}"))?;
        await_start(&mut run("pg_isready"), port, (&mut process, &said))?;
        let url = format!("postgres://openhours@127.0.0.1:{port}/postgres");
        Ok(Self { url, _cluster: Some(Cluster { directory, process }) })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // An interrupt is PostgreSQL's fast shutdown; what it leaves behind is removed in any case.
        let asked = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            drop(self.process.kill());
        }
        drop(self.process.wait());
        drop(fs::remove_dir_all(&self.directory));
    }
}

/// The directory that holds `initdb` and `postgres`, installing Debian's package where it is missing.
fn programs() -> Result<PathBuf, String> {
    if let Some(found) = find_programs() {
        return Ok(found);
    }
    if !is_root()? {
        return Err(format!(
            "PostgreSQL's programs (initdb, postgres) are not installed. Install the package `postgresql`, or set {URL_VARIABLE} to a running server."
        ));
    }
    for arguments in [&["update"][..], &["install", "--yes", "--no-install-recommends", "postgresql"][..]] {
        let status = Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .status()
            .map_err(|error| format!("apt-get cannot be run to install PostgreSQL: {error}"))?;
        if !status.success() {
            return Err(format!(
                "`apt-get {}` failed; PostgreSQL is needed for the tests",
                arguments.join(" ")
            ));
        }
    }
    find_programs().ok_or_else(|| "the package `postgresql` is installed, but initdb is not found".to_owned())
}

fn find_programs() -> Option<PathBuf> {
    let packaged = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut candidates: Vec<PathBuf> = packaged.map(|version| version.path().join("bin")).collect();
    candidates.sort();
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    candidates.splice(0..0, on_path.into_iter().flatten());
    candidates.into_iter().rev().find(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file())
}

/// The account that the server runs as when we are root, which PostgreSQL refuses to run as.
struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    fn for_server() -> Result<Option<Self>, String> {
        if !is_root()? {
            return Ok(None);
        }
        let accounts = fs::read_to_string("/etc/passwd").map_err(|error| format!("/etc/passwd: {error}"))?;
        ["postgres", "nobody"].iter().find_map(|name| Self::parse(&accounts, name)).map(Some).ok_or_else(
            || "PostgreSQL does not run as root, and there is no account `postgres` or `nobody`".to_owned(),
        )
    }

    fn parse(accounts: &str, name: &str) -> Option<Self> {
        let fields: Vec<&str> = accounts
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>())
            .find(|fields| fields[0] == name)?;
        Some(Self { uid: fields.get(2)?.parse().ok()?, gid: fields.get(3)?.parse().ok()? })
    }
}

fn is_root() -> Result<bool, String> {
    let output =
        Command::new("id").arg("-u").output().map_err(|error| format!("`id -u` cannot be run: {error}"))?;
    Ok(output.stdout.trim_ascii() == b"0")
}

fn new_directory(account: Option<&Account>) -> Result<PathBuf, String> {
    let directory = std::env::temp_dir().join(format!("openhours-postgres-{}", std::process::id()));
    let made = || -> io::Result<()> {
        fs::create_dir(&directory)?;
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o700))?;
        account.map_or(Ok(()), |account| chown(&directory, Some(account.uid), Some(account.gid)))
    };
    made().map_err(|error| format!("{}: {error}", directory.display()))?;
    Ok(directory)
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn await_start(is_ready: &mut Command, port: u16, (process, log): (&mut Child, &Path)) -> Result<(), String> {
    is_ready.args(["-q", "-h", "127.0.0.1", "-U", "openhours", "-d", "postgres", "-p", &port.to_string()]);
    let begun = Instant::now();
    while begun.elapsed() < START_LIMIT {
        if let Ok(Some(status)) = process.try_wait() {
            let said = fs::read_to_string(log).unwrap_or_default();
            return Err(format!("postgres ended at once ({status}): {}", said.trim()));
        }
        if is_ready.status().is_ok_and(|status| status.success()) {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(process.kill());
    Err(format!("postgres does not accept connections after {} s", START_LIMIT.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_from_its_line() {
        let accounts =
            "root:x:0:0:root:/root:/bin/sh\npostgres:x:105:113:,,,:/var/lib/postgresql:/bin/bash\n";
        let account = Account::parse(accounts, "postgres").unwrap();
        assert_eq!((account.uid, account.gid), (105, 113));
        assert!(Account::parse(accounts, "nobody").is_none());
    }

    #[test]
    fn a_throwaway_cluster_answers_and_leaves_nothing_behind() {
        let server = Server::start().unwrap();
        let directory = server._cluster.as_ref().unwrap().directory.clone();
        let answer = Command::new(programs().unwrap().join("psql"))
            .args([server.url(), "-Atc", "SELECT 6 * 7"])
            .output()
            .unwrap();
        assert_eq!(answer.stdout.trim_ascii(), b"42", "{}", String::from_utf8_lossy(&answer.stderr));
        drop(server);
        assert!(!directory.exists());
    }
}
