//! The tools that other languages need: whether they are there, and whether what they installed is what is asked for.

use std::path::Path;
use std::process::Command;

use crate::ci::step;
use crate::failure::Failure;

/// The version of a program, when it is there and new enough; `needed` is `(major, minor)`.
///
/// # Errors
/// With a sentence that says what is missing and what for.
pub fn demand(program: &str, needed: (u32, u32), purpose: &str) -> Result<(), Failure> {
    let wanted = format!("{purpose} needs {program} {}.{} or later", needed.0, needed.1);
    let output = Command::new(program)
        .arg("--version")
        .output()
        .map_err(|error| Failure::new(format!("{wanted}, which cannot be run: {error}")))?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    match version(&said) {
        Some(found) if found >= needed => Ok(()),
        _ => Err(Failure::new(format!("{wanted}, but `{program} --version` says `{said}`"))),
    }
}

/// The first two numbers of a version.
fn version(said: &str) -> Option<(u32, u32)> {
    let digits = said.find(|letter: char| letter.is_ascii_digit())?;
    let mut numbers = said[digits..].split(|letter: char| !letter.is_ascii_digit());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Puts the files of a directory into another.
///
/// # Errors
/// When one cannot be copied.
pub fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(to).map_err(|error| Failure::at(to, &error))?;
    let entries = std::fs::read_dir(from).map_err(|error| Failure::at(from, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| Failure::at(from, &error))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        std::fs::copy(&path, &target).map_err(|error| Failure::at(&path, &error))?;
    }
    Ok(())
}

/// Installs unless what `list` asks for is installed already, which a copy of it at `mark` tells.
///
/// # Errors
/// When a command fails.
pub fn install(name: &str, list: &Path, mark: &Path, commands: &mut [Command]) -> Result<(), Failure> {
    let wanted = std::fs::read_to_string(list).map_err(|error| Failure::at(list, &error))?;
    if std::fs::read_to_string(mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    for command in commands {
        step(name, command)?;
    }
    std::fs::write(mark, wanted).map_err(|error| Failure::at(mark, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_programs_say() {
        assert_eq!(version("v20.20.2"), Some((20, 20)));
        assert_eq!(version("Python 3.11.7"), Some((3, 11)));
        assert_eq!(version("unknown"), None);
    }

    #[test]
    fn a_missing_program_is_named_with_what_it_is_for() {
        let failure = demand("no-such-program", (1, 0), "The client").unwrap_err().to_string();
        assert!(
            failure.starts_with("The client needs no-such-program 1.0 or later, which cannot be run"),
            "{failure}"
        );
    }

    #[test]
    fn an_old_program_is_refused() {
        let failure = demand("bash", (900, 0), "The client").unwrap_err().to_string();
        assert!(
            failure.starts_with("The client needs bash 900.0 or later, but `bash --version` says"),
            "{failure}"
        );
    }

    #[test]
    fn what_is_installed_is_not_installed_again() {
        let directory = tempfile::tempdir().unwrap();
        let (list, mark) = (directory.path().join("list"), directory.path().join("mark"));
        std::fs::write(&list, "a 1").unwrap();
        install("tools", &list, &mark, &mut [Command::new("true")]).unwrap();
        install("tools", &list, &mark, &mut [Command::new("false")]).unwrap();
        std::fs::write(&list, "a 2").unwrap();
        assert!(install("tools", &list, &mark, &mut [Command::new("false")]).is_err());
    }
}
