//! Everything that can be set, once: the names of flags, environment variables and keys of the file. What a value may
//! be is checked in `config`.

use clap::Args;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What was set; what was not takes its default later.
#[derive(Debug, Clone, Default, Args, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(default)]
pub struct Options {
    /// A TOML file with any of these settings, named like the flags with `_` for `-` (port = 5555).
    #[arg(long, env = "OPENHOURS_CONFIG", value_name = "FILE", global = true, help_heading = SETTINGS)]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// The database: sqlite://FILE, a path, or postgres://… [default: sqlite://openhours.db]
    #[arg(long, env = "DATABASE_URL", value_name = "DATABASE_URL", global = true, hide_env_values = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// The same; goes before --database-url when both are set.
    #[arg(long, env = "DATABASE_WRITE_URL", value_name = "DATABASE_WRITE_URL", global = true, hide_env_values = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_write_url: Option<String>,
    /// The most connections to the database. [default: 8]
    #[arg(long, env = "DATABASE_POOL_SIZE", value_name = "DATABASE_POOL_SIZE", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_pool_size: Option<u32>,
    /// The address to listen at; 0.0.0.0 listens at every one. [default: 127.0.0.1]
    #[arg(long, env = "API_HOST", value_name = "API_HOST", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The port to listen at. [default: 5555]
    #[arg(long, env = "API_PORT", value_name = "API_PORT", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// How many threads answer requests. [default: one per processor]
    #[arg(long, env = "WORKERS", value_name = "WORKERS", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workers: Option<usize>,
    /// Where clients reach this API, without /v2. [default: http://localhost and the port]
    #[arg(long, env = "API_URL", value_name = "API_URL", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_url: Option<String>,
    /// Where the web application is; links in answers and mail start with it. [default: as --api-url]
    #[arg(long, env = "WEB_APP_URL", value_name = "WEB_APP_URL", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_app_url: Option<String>,
    /// Where /docs leads, when the documentation is not served here.
    #[arg(long, env = "DOCS_URL", value_name = "DOCS_URL", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub docs_url: Option<String>,
    /// Signs managed users' tokens. [default: made once and kept in the database]
    #[arg(long, env = "JWT_SECRET", value_name = "JWT_SECRET", global = true, hide_env_values = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwt_secret: Option<String>,
    /// Seals stored credentials and signs third-party tokens. [default: made once and kept in the database]
    #[arg(long, env = "CALENDSO_ENCRYPTION_KEY", value_name = "CALENDSO_ENCRYPTION_KEY", global = true, hide_env_values = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendso_encryption_key: Option<String>,
    /// What API keys start with. [default: cal_]
    #[arg(long, env = "API_KEY_PREFIX", value_name = "API_KEY_PREFIX", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_key_prefix: Option<String>,
    /// The window in which requests are counted, in milliseconds. [default: 60000]
    #[arg(long, env = "RATE_LIMIT_DEFAULT_TTL_MS", value_name = "RATE_LIMIT_DEFAULT_TTL_MS", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit_default_ttl_ms: Option<i64>,
    /// How long too many requests block the next ones, in milliseconds. [default: 60000]
    #[arg(long, env = "RATE_LIMIT_DEFAULT_BLOCK_DURATION_MS", value_name = "RATE_LIMIT_DEFAULT_BLOCK_DURATION_MS", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit_default_block_duration_ms: Option<i64>,
    /// Requests in a window for each API key. [default: 120]
    #[arg(long, env = "RATE_LIMIT_DEFAULT_LIMIT_API_KEY", value_name = "RATE_LIMIT_DEFAULT_LIMIT_API_KEY", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit_default_limit_api_key: Option<u32>,
    /// Requests in a window for each OAuth client. [default: 500]
    #[arg(long, env = "RATE_LIMIT_DEFAULT_LIMIT_OAUTH_CLIENT", value_name = "RATE_LIMIT_DEFAULT_LIMIT_OAUTH_CLIENT", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit_default_limit_oauth_client: Option<u32>,
    /// Requests in a window for each access token. [default: 500]
    #[arg(long, env = "RATE_LIMIT_DEFAULT_LIMIT_ACCESS_TOKEN", value_name = "RATE_LIMIT_DEFAULT_LIMIT_ACCESS_TOKEN", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit_default_limit_access_token: Option<u32>,
    /// Requests in a window for each address. [default: 120]
    #[arg(long, env = "RATE_LIMIT_DEFAULT_LIMIT", value_name = "RATE_LIMIT_DEFAULT_LIMIT", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit_default_limit: Option<u32>,
    /// What is logged: error, warn, info, debug, trace, or a filter such as info,openhours_server=debug. [default: info,actix_server=warn]
    #[arg(long, env = "LOG_LEVEL", value_name = "LOG_LEVEL", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_level: Option<String>,
    /// How it is logged: text or json. [default: text]
    #[arg(long, env = "LOG_FORMAT", value_name = "LOG_FORMAT", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_format: Option<String>,
    /// Whether organizations may use their admin API. [default: true]
    #[arg(long, env = "ADMIN_API", value_name = "ADMIN_API", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_api: Option<bool>,
    /// Whether the address of a client is read from X-Forwarded-For; only behind a proxy that sets it. [default: false]
    #[arg(long, env = "TRUST_PROXY", value_name = "TRUST_PROXY", global = true, help_heading = SETTINGS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust_proxy: Option<bool>,
    /// A file whose instant (RFC 3339) the clock shows; only in builds with the feature `test-switches`.
    #[cfg_attr(feature = "test-switches", arg(long, env = "OPENHOURS_CLOCK_FILE", value_name = "FILE", global = true, help_heading = SETTINGS))]
    #[cfg_attr(not(feature = "test-switches"), arg(skip))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_file: Option<PathBuf>,
}

const SETTINGS: &str = "Settings";
