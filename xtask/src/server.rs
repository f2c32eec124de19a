//! The built server as a child process on a database of its own, for the commands that need one that runs. The
//! black-box tests have a harness of their own; nothing here judges answers.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde::Deserialize;

use crate::failure::Failure;

/// How long the server may take for anything.
const PATIENCE: Duration = Duration::from_secs(30);

/// A directory that goes with this value.
pub struct Directory(PathBuf);

impl Directory {
    /// A fresh one among the system's temporary files.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn fresh(purpose: &str) -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("openhours-{purpose}-{}", std::process::id()));
        std::fs::create_dir(&path).map_err(|error| Failure::at(&path, &error))?;
        Ok(Self(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// What the first start on an empty database says; later starts say the address alone.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Greeting {
    /// The server's address.
    pub url: String,
    /// The owner's API key.
    #[serde(default)]
    pub api_key: String,
    /// The platform's OAuth client.
    #[serde(default)]
    pub client_id: String,
    /// Its secret.
    #[serde(default)]
    pub client_secret: String,
}

/// A running server; it ends with this value.
pub struct Server {
    process: Child,
    /// Open as long as it runs: it may have more to say.
    output: BufReader<ChildStdout>,
    /// What it said.
    pub greeting: Greeting,
}

impl Server {
    /// Starts the program on a database in the directory and a free port, and waits for its first words.
    ///
    /// # Errors
    /// When it cannot be run, or ends without a word.
    pub fn start(program: &Path, directory: &Path) -> Result<Self, Failure> {
        let failed = |error: &dyn std::fmt::Display| Failure::at(program, error);
        let mut command = Command::new(program);
        // Nothing of the caller's settings counts here.
        command.env_clear().current_dir(directory).args(["--json", "serve", "--port", "0"]);
        command.arg("--database-url").arg(format!("sqlite://{}", directory.join("openhours.db").display()));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().map_err(|error| failed(&error))?;
        let stdout = process.stdout.take().ok_or_else(|| failed(&"no standard output"))?;
        let mut server = Self { process, output: BufReader::new(stdout), greeting: Greeting::default() };
        let mut line = String::new();
        server.output.read_line(&mut line).map_err(|error| failed(&error))?;
        server.greeting = serde_json::from_str(&line)
            .map_err(|error| failed(&format!("its first line is not what was expected: {error}: {line}")))?;
        Ok(server)
    }

    /// Asks for a path with the API key, and gives the status and the body.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn get(&self, path: &str, api_key: &str) -> io::Result<(u16, String)> {
        let address = self.greeting.url.trim_start_matches("http://").replace("localhost", "127.0.0.1");
        let mut stream = TcpStream::connect(&address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {api_key}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        Ok((status, body.to_owned()))
    }

    /// Its resident memory in bytes.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn resident(&self) -> io::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.map(|kilobytes| kilobytes * 1024).ok_or_else(|| io::Error::other("no VmRSS in /proc"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is asked to stop as an operator would; whatever does not listen is ended.
        let asked = Command::new("kill").arg(self.process.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            drop(self.process.kill());
        }
        drop(self.process.wait());
    }
}
