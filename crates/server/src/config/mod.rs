//! The configuration: flags, environment and a TOML file, brought together and checked. What rooms need of it becomes
//! the service's settings.

mod options;

pub use options::Options;

use crate::limits::{Limit, Limits};
use config::{Config, File, FileFormat};
use std::path::PathBuf;

/// A checked configuration.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// Where the database is.
    pub database_url: String,
    /// How many connections it may hold.
    pub database_pool_size: u32,
    /// The address to listen at.
    pub host: String,
    /// The port to listen at; 0 takes a free one.
    pub port: u16,
    /// How many threads answer requests.
    pub workers: usize,
    /// Where this API is reached; derived from the port when it is not set.
    pub api_url: Option<String>,
    /// Where the web application is reached; the API's own address when it is not set.
    pub web_app_url: Option<String>,
    /// Where the documentation is, when it is elsewhere.
    pub docs_url: Option<String>,
    /// Signs managed users' tokens; kept in the database when it is not set.
    pub jwt_secret: Option<String>,
    /// Seals stored credentials; kept in the database when it is not set.
    pub encryption_key: Option<String>,
    /// What API keys start with.
    pub api_key_prefix: String,
    /// The request limits.
    pub limits: Limits,
    /// What is logged.
    pub log_level: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// Whether organizations may use their admin API.
    pub admin_api: bool,
    /// Whether `X-Forwarded-For` is believed.
    pub trust_proxy: bool,
    /// A file that sets the clock, in test builds.
    pub clock_file: Option<PathBuf>,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Why a configuration cannot be used: one sentence that names the value.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct ConfigurationError(String);

impl Configuration {
    /// Brings flags, environment and file together; flags and environment go before the file.
    pub fn of(options: &Options) -> Result<Self, ConfigurationError> {
        let mut sources = Config::builder();
        if let Some(path) = &options.config {
            sources = sources.add_source(File::new(&path.to_string_lossy(), FileFormat::Toml));
        }
        let given = Config::try_from(options).map_err(refused)?;
        let merged: Options =
            sources.add_source(given).build().and_then(Config::try_deserialize).map_err(refused)?;
        merged.checked()
    }
}

fn refused(error: config::ConfigError) -> ConfigurationError {
    ConfigurationError(format!("The configuration cannot be used: {error}."))
}

impl Options {
    fn checked(self) -> Result<Configuration, ConfigurationError> {
        let limits = self.limits()?;
        Ok(Configuration {
            database_url: self
                .database_write_url
                .or(self.database_url)
                .unwrap_or_else(|| "sqlite://openhours.db".to_owned()),
            database_pool_size: positive("DATABASE_POOL_SIZE", self.database_pool_size.unwrap_or(8))?,
            host: self.host.unwrap_or_else(|| "127.0.0.1".to_owned()),
            port: self.port.unwrap_or(5555),
            workers: positive("WORKERS", self.workers.unwrap_or_else(processors))?,
            api_url: self.api_url.map(|text| url("API_URL", &text)).transpose()?,
            web_app_url: self.web_app_url.map(|text| url("WEB_APP_URL", &text)).transpose()?,
            docs_url: self.docs_url.map(|text| url("DOCS_URL", &text)).transpose()?,
            jwt_secret: secret("JWT_SECRET", self.jwt_secret)?,
            encryption_key: secret("CALENDSO_ENCRYPTION_KEY", self.calendso_encryption_key)?,
            api_key_prefix: prefix(self.api_key_prefix.unwrap_or_else(|| "cal_".to_owned()))?,
            limits,
            log_level: log_level(self.log_level.unwrap_or_else(|| "info,actix_server=warn".to_owned()))?,
            log_format: log_format(&self.log_format.unwrap_or_else(|| "text".to_owned()))?,
            admin_api: self.admin_api.unwrap_or(true),
            trust_proxy: self.trust_proxy.unwrap_or(false),
            clock_file: self.clock_file.filter(|_| cfg!(feature = "test-switches")),
        })
    }

    fn limits(&self) -> Result<Limits, ConfigurationError> {
        let window_ms =
            positive("RATE_LIMIT_DEFAULT_TTL_MS", self.rate_limit_default_ttl_ms.unwrap_or(60_000))?;
        let block_ms = positive(
            "RATE_LIMIT_DEFAULT_BLOCK_DURATION_MS",
            self.rate_limit_default_block_duration_ms.unwrap_or(60_000),
        )?;
        let limit = |name, requests: Option<u32>, usual| {
            Ok(Limit {
                name: "default".to_owned(),
                requests: positive(name, requests.unwrap_or(usual))?,
                window_ms,
                block_ms,
            })
        };
        Ok(Limits {
            api_key: limit("RATE_LIMIT_DEFAULT_LIMIT_API_KEY", self.rate_limit_default_limit_api_key, 120)?,
            client: limit(
                "RATE_LIMIT_DEFAULT_LIMIT_OAUTH_CLIENT",
                self.rate_limit_default_limit_oauth_client,
                500,
            )?,
            access_token: limit(
                "RATE_LIMIT_DEFAULT_LIMIT_ACCESS_TOKEN",
                self.rate_limit_default_limit_access_token,
                500,
            )?,
            address: limit("RATE_LIMIT_DEFAULT_LIMIT", self.rate_limit_default_limit, 120)?,
        })
    }
}

fn positive<N: Default + PartialOrd>(name: &str, number: N) -> Result<N, ConfigurationError> {
    if number > N::default() {
        Ok(number)
    } else {
        Err(ConfigurationError(format!("{name} must be at least 1.")))
    }
}

fn url(name: &str, text: &str) -> Result<String, ConfigurationError> {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    match rest {
        Some(rest) if !rest.trim_matches('/').is_empty() => Ok(text.trim_end_matches('/').to_owned()),
        _ => Err(ConfigurationError(format!(
            "{name} must be an address that starts with http:// or https://, and `{text}` is not."
        ))),
    }
}

fn secret(name: &str, text: Option<String>) -> Result<Option<String>, ConfigurationError> {
    match text {
        Some(text) if text.trim().is_empty() => Err(ConfigurationError(format!(
            "{name} is set but empty; set a secret, or leave it out and one is made."
        ))),
        other => Ok(other),
    }
}

fn prefix(text: String) -> Result<String, ConfigurationError> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if is_plain && !text.is_empty() {
        Ok(text)
    } else {
        Err(ConfigurationError(format!(
            "API_KEY_PREFIX must consist of letters, digits, `_` and `-`, and `{text}` does not."
        )))
    }
}

fn log_level(text: String) -> Result<String, ConfigurationError> {
    match tracing_subscriber::EnvFilter::try_new(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(ConfigurationError(format!("LOG_LEVEL cannot be `{text}`: {error}."))),
    }
}

fn log_format(text: &str) -> Result<LogFormat, ConfigurationError> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => {
            Err(ConfigurationError(format!("LOG_FORMAT must be `text` or `json`, and `{text}` is neither.")))
        }
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn refusal(options: &Options) -> String {
        Configuration::of(options).unwrap_err().to_string()
    }

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn nothing_needs_to_be_set() {
        let configuration = Configuration::of(&Options::default()).unwrap();
        assert_eq!(configuration.port, 5555);
        assert_eq!(configuration.database_url, "sqlite://openhours.db");
        assert_eq!(configuration.limits.api_key.requests, 120);
        assert_eq!(configuration.limits.client.requests, 500);
        assert!(configuration.admin_api);
    }

    #[test]
    fn flags_and_environment_go_before_the_file() {
        let file = file("port = 6000\napi_key_prefix = \"cal_live_\"\n");
        let options =
            Options { config: Some(file.path().to_owned()), port: Some(7000), ..Options::default() };
        let configuration = Configuration::of(&options).unwrap();
        assert_eq!(configuration.port, 7000);
        assert_eq!(configuration.api_key_prefix, "cal_live_");
    }

    #[test]
    fn a_bad_value_is_refused_with_a_sentence_that_names_it() {
        let web_app = Options { web_app_url: Some("example.com".to_owned()), ..Options::default() };
        assert!(refusal(&web_app).starts_with("WEB_APP_URL must be an address"));
        let window = Options { rate_limit_default_ttl_ms: Some(0), ..Options::default() };
        assert_eq!(refusal(&window), "RATE_LIMIT_DEFAULT_TTL_MS must be at least 1.");
        let secret = Options { jwt_secret: Some(" ".to_owned()), ..Options::default() };
        assert!(refusal(&secret).starts_with("JWT_SECRET is set but empty"));
        let level = Options { log_level: Some("a=b=c".to_owned()), ..Options::default() };
        assert!(refusal(&level).starts_with("LOG_LEVEL cannot be `a=b=c`"));
    }

    #[test]
    fn a_bad_value_or_an_unknown_name_in_the_file_is_named() {
        for (text, name) in [("port = \"many\"\n", "port"), ("prot = 1\n", "prot")] {
            let file = file(text);
            let options = Options { config: Some(file.path().to_owned()), ..Options::default() };
            assert!(refusal(&options).contains(name), "{}", refusal(&options));
        }
    }
}
