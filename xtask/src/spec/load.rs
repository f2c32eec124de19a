//! Reads the YAML files of a directory. What they mean is not looked at here.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;

/// The files of the description by file name, as they stand.
pub type Files = BTreeMap<String, Value>;

/// Reads every `.yaml` file of the directory.
///
/// # Errors
/// When the directory or a file cannot be read, or a file is not YAML.
pub fn load(directory: &Path) -> Result<Files, Failure> {
    let entries = std::fs::read_dir(directory).map_err(|error| Failure::at(directory, &error))?;
    let mut files = Files::new();
    for entry in entries {
        let path = entry.map_err(|error| Failure::at(directory, &error))?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = std::fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))?;
            let value = serde_saphyr::from_str(&text).map_err(|error| Failure::at(&path, &error))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.insert(name, value);
        }
    }
    Ok(files)
}
