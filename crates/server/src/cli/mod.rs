//! The command line: what can be typed, and what each command says when it is done. The commands call the same rooms
//! as the API.

mod commands;
mod report;
mod serve;

use crate::config::{Configuration, Options};
use crate::logs;
use clap::{Args, Parser, Subcommand};
use openhours_service::access::Role;
use openhours_service::bootstrap::{self, Secrets};
use openhours_service::storage::{self, Database};
use openhours_service::{App, Clock, Settings};
use report::Report;
use std::process::ExitCode;

/// A scheduling platform API in one binary.
#[derive(Debug, Parser)]
#[command(name = "openhours", version, about)]
struct CommandLine {
    #[command(flatten)]
    options: Options,
    /// Answers as one JSON object on standard output.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the API (the default).
    Serve,
    /// Brings the database's schema up to date.
    Migrate,
    /// Users.
    #[command(subcommand)]
    User(UserCommand),
    /// API keys.
    #[command(subcommand)]
    ApiKey(ApiKeyCommand),
    /// Organizations.
    #[command(subcommand)]
    Org(OrganizationCommand),
    /// Teams.
    #[command(subcommand)]
    Team(TeamCommand),
    /// Members of teams and organizations.
    #[command(subcommand)]
    Member(MemberCommand),
    /// OAuth clients of platform organizations.
    #[command(subcommand)]
    OauthClient(ClientCommand),
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Creates a user.
    Create(UserToCreate),
}

#[derive(Debug, Args)]
struct UserToCreate {
    /// The address.
    #[arg(long)]
    email: String,
    /// The name that others see.
    #[arg(long)]
    name: String,
    /// The name in links; made from the address when it is left out.
    #[arg(long)]
    username: Option<String>,
    /// The time zone, such as Europe/Rome.
    #[arg(long)]
    time_zone: Option<String>,
}

#[derive(Debug, Subcommand)]
enum ApiKeyCommand {
    /// Creates an API key and shows it once.
    Create(KeyToCreate),
}

#[derive(Debug, Args)]
struct KeyToCreate {
    /// The user whom the key acts as.
    #[arg(long, value_name = "ID")]
    user: i64,
    /// For how many days it works; for ever when it is left out.
    #[arg(long, value_parser = clap::value_parser!(i64).range(1..))]
    days: Option<i64>,
}

#[derive(Debug, Subcommand)]
enum OrganizationCommand {
    /// Creates an organization.
    Create(OrganizationToCreate),
}

#[derive(Debug, Args)]
struct OrganizationToCreate {
    /// The name that others see.
    #[arg(long)]
    name: String,
    /// The name in links.
    #[arg(long)]
    slug: String,
    /// The user who owns it.
    #[arg(long, value_name = "USER_ID")]
    owner: i64,
    /// It is a platform's: it has OAuth clients and managed users.
    #[arg(long)]
    platform: bool,
}

#[derive(Debug, Subcommand)]
enum TeamCommand {
    /// Creates a team.
    Create(TeamToCreate),
}

#[derive(Debug, Args)]
struct TeamToCreate {
    /// The name that others see.
    #[arg(long)]
    name: String,
    /// The name in links.
    #[arg(long)]
    slug: String,
    /// The organization that it belongs to; it stands alone when this is left out.
    #[arg(long, value_name = "ID")]
    org: Option<i64>,
    /// The user who owns it.
    #[arg(long, value_name = "USER_ID")]
    owner: i64,
}

#[derive(Debug, Subcommand)]
enum MemberCommand {
    /// Makes a user a member of a team or an organization.
    Add(MemberToAdd),
}

#[derive(Debug, Args)]
struct MemberToAdd {
    /// The team or organization.
    #[arg(long, value_name = "ID")]
    team: i64,
    /// The user.
    #[arg(long, value_name = "ID")]
    user: i64,
    /// OWNER, ADMIN or MEMBER.
    #[arg(long, value_parser = role)]
    role: Role,
}

#[derive(Debug, Subcommand)]
enum ClientCommand {
    /// Creates an OAuth client and shows its secret once.
    Create(ClientToCreate),
}

#[derive(Debug, Args)]
struct ClientToCreate {
    /// The platform organization.
    #[arg(long, value_name = "ID")]
    org: i64,
    /// The name that others see.
    #[arg(long)]
    name: String,
    /// Where an authorization may return to; may be given several times.
    #[arg(long, required = true)]
    redirect_uri: Vec<String>,
}

fn role(text: &str) -> Result<Role, String> {
    text.to_lowercase()
        .parse()
        .map_err(|_unknown: String| format!("{text} is not a role; use OWNER, ADMIN or MEMBER"))
}

/// Why a command failed, as one sentence.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command that was typed.
pub fn main() -> ExitCode {
    let line = CommandLine::parse();
    match run(&line) {
        Ok(report) => {
            report.print(line.json);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            Report::failure(failure.as_ref()).print_error(line.json);
            ExitCode::FAILURE
        }
    }
}

fn run(line: &CommandLine) -> Result<Report, Failure> {
    let configuration = Configuration::of(&line.options)?;
    logs::start(&configuration);
    let database = Database::open(&storage_settings(&configuration))?;
    let migrations = database.migrate()?;
    match line.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Migrate => Ok(commands::migrated(&migrations)),
        Command::Serve => serve::serve(&configuration, database, line.json),
        command => {
            let app = application(&configuration, database, None)?;
            commands::create(&app, command)
        }
    }
}

fn storage_settings(configuration: &Configuration) -> storage::Settings {
    storage::Settings {
        pool_size: configuration.database_pool_size,
        ..storage::Settings::new(configuration.database_url.clone())
    }
}

/// The application; `local_url` is where it is reached unless the configuration knows better.
fn application(
    configuration: &Configuration,
    database: Database,
    local_url: Option<String>,
) -> Result<App, Failure> {
    let Secrets { jwt_secret, encryption_key } = bootstrap::secrets(
        &database,
        configuration.jwt_secret.as_deref(),
        configuration.encryption_key.as_deref(),
    )?;
    let mut settings = Settings::with_secrets(jwt_secret, encryption_key);
    settings.api_key_prefix.clone_from(&configuration.api_key_prefix);
    settings.admin_api = configuration.admin_api;
    settings.api_url = configuration
        .api_url
        .clone()
        .or(local_url)
        .unwrap_or_else(|| format!("http://localhost:{}", configuration.port));
    settings.web_app_url = configuration.web_app_url.clone().unwrap_or_else(|| settings.api_url.clone());
    let clock = match &configuration.clock_file {
        Some(path) => Clock::from_file(path.clone()),
        None => Clock::system(),
    };
    Ok(App { db: database, clock, settings })
}
