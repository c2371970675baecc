//! Settings: built in, then `vitrina.toml`, then the environment (`VITRINA_DATA`, `VITRINA_DATABASE`, …), then the command
//! line; the later wins.

use std::fmt;
use std::net::{AddrParseError, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use app::Origin;
use app::files::{MB, Quotas};
use clap::{Args, ValueEnum};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

/// What may be said on the command line of every command. All of it may also stand in the file and in the environment.
#[derive(Clone, Default, Args, Serialize)]
pub struct Given {
    /// Directory of the database and files [default: vitrina-data]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Where the company is")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<PathBuf>,
    /// PostgreSQL instead: postgres://user@host/name?sslmode=verify-full
    #[arg(long, global = true, value_name = "URL", help_heading = "Where the company is")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<String>,
    /// File of the key that seals second factors; nodes of one company share it [default: secret.key in the directory]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Where the company is")]
    #[serde(skip_serializing_if = "Option::is_none")]
    key_file: Option<PathBuf>,
    /// File of settings [default: vitrina.toml, when it is there]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Where the company is")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// How the log is written: for people, or an object of JSON in each line [default: text]
    #[arg(long, global = true, value_name = "FORMAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log_format: Option<LogFormat>,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// A line for people.
    #[default]
    Text,
    /// An object of JSON in each line.
    Json,
}

/// Where to listen on this machine: a port of the loopback, or an address with its port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// A port that only this machine reaches.
    Port(u16),
    /// An address.
    Address(SocketAddr),
}

impl Place {
    /// The address.
    pub fn address(self) -> SocketAddr {
        match self {
            Self::Port(port) => (Ipv4Addr::LOCALHOST, port).into(),
            Self::Address(address) => address,
        }
    }
}

impl FromStr for Place {
    type Err = AddrParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::Port).or_else(|_| text.parse().map(Self::Address))
    }
}

/// How the site is served, for the commands that serve it. All of it may also stand in the file and in the environment.
#[derive(Debug, Clone, Default, Args, Serialize)]
pub struct Serving {
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<SocketAddr>,
    /// Where figures for Prometheus are given out, at /metrics: a port of this machine, or an address [default: nowhere]
    #[arg(long, value_name = "ADDR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    metrics_listen: Option<Place>,
    /// Address that people's browsers use, when it differs: https://vitrina.example.com
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    public_url: Option<String>,
    /// A proxy in front tells the clients' addresses in X-Forwarded-For
    #[arg(long)]
    #[serde(skip_serializing_if = "is_false")]
    behind_proxy: bool,
    /// Let a demonstration be reached from other machines: whoever comes may take anybody's part
    #[arg(long)]
    #[serde(skip_serializing_if = "is_false")]
    open: bool,
    /// Keep no copy of the database before an upgrade makes tables again from the history; PostgreSQL: it was copied by hand
    #[arg(long)]
    #[serde(skip_serializing_if = "is_false")]
    no_copy: bool,
    /// Forms of one person in a minute [default: 60]
    #[arg(long, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    writes_per_minute: Option<u32>,
    /// Pages that count much which one person has in work at once [default: 2]
    #[arg(long, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    heavy_pages: Option<usize>,
    /// Connections at once [default: 4096, or what the limit of open files allows]
    #[arg(long, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    connections: Option<usize>,
    /// Megabytes of one file [default: 25]
    #[arg(long, value_name = "MB", help_heading = "What people may bring as files")]
    #[serde(skip_serializing_if = "Option::is_none")]
    file_mb: Option<u32>,
    /// Megabytes of the files of one request together [default: 200]
    #[arg(long, value_name = "MB", help_heading = "What people may bring as files")]
    #[serde(skip_serializing_if = "Option::is_none")]
    request_files_mb: Option<u32>,
    /// Megabytes of the files that one person brings in thirty days [default: 2048]
    #[arg(long, value_name = "MB", help_heading = "What people may bring as files")]
    #[serde(skip_serializing_if = "Option::is_none")]
    person_files_mb: Option<u32>,
    /// Hundredths of the disk that all files may take; in PostgreSQL nobody can tell [default: 50]
    #[arg(long, value_name = "PERCENT", help_heading = "What people may bring as files")]
    #[serde(skip_serializing_if = "Option::is_none")]
    files_percent: Option<u8>,
    /// Hundredths of the disk that stay free: below no files are taken [default: 5]
    #[arg(long, value_name = "PERCENT", help_heading = "What people may bring as files")]
    #[serde(skip_serializing_if = "Option::is_none")]
    free_percent: Option<u8>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Never shows the address of the database, which may hold a password.
impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Given").field("data", &self.data).finish_non_exhaustive()
    }
}

/// Settings, all decided.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Directory of the database and files.
    pub data: PathBuf,
    /// PostgreSQL, when it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// The key that seals second factors, when it is elsewhere than beside the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
    /// How the log is written.
    pub log_format: LogFormat,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where figures are given out, if anywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics_listen: Option<Place>,
    /// What browsers use, when it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// Whether a proxy's word on addresses is taken.
    pub behind_proxy: bool,
    /// Whether cookies are only for HTTPS; decided by the addresses when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secure_cookies: Option<bool>,
    /// Whether a demonstration may be reached from other machines.
    pub open: bool,
    /// Whether no copy is kept before tables are made again from the history.
    pub no_copy: bool,
    /// Forms of one person in a minute.
    pub writes_per_minute: u32,
    /// Pages that count much which one person has in work at once.
    pub heavy_pages: usize,
    /// Connections at once.
    pub connections: usize,
    /// Megabytes of one file.
    pub file_mb: u32,
    /// Megabytes of the files of one request together.
    pub request_files_mb: u32,
    /// Megabytes of the files that one person brings in thirty days.
    pub person_files_mb: u32,
    /// Hundredths of the disk that all files may take.
    pub files_percent: u8,
    /// Hundredths of the disk that stay free.
    pub free_percent: u8,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: "vitrina-data".into(),
            database: None,
            key_file: None,
            log_format: LogFormat::Text,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            metrics_listen: None,
            public_url: None,
            behind_proxy: false,
            open: false,
            no_copy: false,
            writes_per_minute: 60,
            heavy_pages: 2,
            secure_cookies: None,
            connections: 4096,
            file_mb: 25,
            request_files_mb: 200,
            person_files_mb: 2048,
            files_percent: 50,
            free_percent: 5,
        }
    }
}

/// The file of settings that is read when none is named.
const FILE: &str = "vitrina.toml";
/// What begins the names of settings in the environment.
const PREFIX: &str = "VITRINA_";

/// Every setting.
pub const NAMES: [&str; 19] = [
    "data",
    "database",
    "key_file",
    "log_format",
    "listen",
    "metrics_listen",
    "public_url",
    "behind_proxy",
    "open",
    "no_copy",
    "writes_per_minute",
    "heavy_pages",
    "secure_cookies",
    "connections",
    "file_mb",
    "request_files_mb",
    "person_files_mb",
    "files_percent",
    "free_percent",
];

impl Given {
    /// The file of settings, whether or not it is there.
    pub fn file(&self) -> PathBuf {
        self.config.clone().unwrap_or_else(|| FILE.into())
    }

    /// What was said, each with where; `data` is the directory when none is named.
    pub fn said(&self, serving: &Serving, data: &str) -> Figment {
        let file = match &self.config {
            // A file that was named must be there.
            Some(file) => Toml::file_exact(file),
            None => Toml::file(FILE),
        };
        let built_in = Settings { data: data.into(), ..Settings::default() };
        Figment::from(Serialized::defaults(built_in))
            .merge(file)
            .merge(Env::prefixed(PREFIX).only(&NAMES))
            .merge(Serialized::defaults(self))
            .merge(Serialized::defaults(serving))
    }

    /// Everything together, decided.
    pub fn settings(&self, serving: &Serving, data: &str) -> Result<Settings, Box<figment::Error>> {
        let settings: Settings = self.said(serving, data).extract().map_err(Box::new)?;
        if let Some(url) = &settings.public_url
            && settings.origin().is_none()
        {
            let wrong =
                format!("public_url is no address of a site, such as https://vitrina.example.com: {url}");
            return Err(Box::new(wrong.into()));
        }
        Ok(settings)
    }
}

impl Settings {
    /// Whether cookies are only for HTTPS: unless browsers reach this program by plain HTTP on its own machine.
    pub fn secure(&self) -> bool {
        let by_address = match &self.public_url {
            Some(url) => url.starts_with("https://"),
            None => !self.listen.ip().is_loopback(),
        };
        self.secure_cookies.unwrap_or(by_address)
    }

    /// What browsers use, when it is said.
    pub fn origin(&self) -> Option<Origin> {
        Origin::parse(self.public_url.as_deref()?)
    }

    /// Whether other machines reach it, as far as the settings tell.
    pub fn is_open(&self) -> bool {
        let named = self.origin().is_some_and(|origin| !origin.is_loopback());
        !self.listen.ip().is_loopback() || named || self.behind_proxy
    }

    /// How many bytes people may bring as files.
    pub fn quotas(&self) -> Quotas {
        let bytes = |megabytes: u32| i64::from(megabytes) * MB;
        Quotas {
            file: bytes(self.file_mb),
            request: bytes(self.request_files_mb),
            person: bytes(self.person_files_mb),
        }
    }

    /// What to print for people: where the site is.
    pub fn address(&self, listening: SocketAddr) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{listening}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(file: &str, serving: &Serving) -> Settings {
        let directory = tempfile::tempdir().unwrap();
        let config = directory.path().join("settings.toml");
        std::fs::write(&config, file).unwrap();
        Given { config: Some(config), ..Given::default() }.settings(serving, "data").unwrap()
    }

    #[test]
    fn the_command_line_wins_over_the_file_and_the_file_over_the_built_in() {
        let settings = settings(
            "data = \"/srv/vitrina\"\nlisten = \"0.0.0.0:80\"\nbehind_proxy = true",
            &Serving { listen: Some("[::1]:9000".parse().unwrap()), ..Serving::default() },
        );
        assert_eq!(settings.data, PathBuf::from("/srv/vitrina"));
        assert_eq!(settings.listen, "[::1]:9000".parse().unwrap());
        assert!(settings.behind_proxy);
        assert_eq!(settings.database, None);
    }

    #[test]
    fn cookies_are_for_https_unless_everything_is_on_this_machine() {
        let secure = |file: &str| settings(file, &Serving::default()).secure();
        assert!(!secure(""));
        assert!(secure("listen = \"0.0.0.0:8080\""));
        assert!(secure("public_url = \"https://vitrina.example.com\""));
        assert!(!secure("public_url = \"http://vitrina.lan\"\nlisten = \"0.0.0.0:80\""));
        assert!(!secure("listen = \"0.0.0.0:8080\"\nsecure_cookies = false"));
    }

    #[test]
    fn a_site_is_open_when_other_machines_reach_it() {
        let open = |file: &str| settings(file, &Serving::default()).is_open();
        assert!(!open(""));
        assert!(!open("public_url = \"http://localhost:9000\""));
        for file in [
            "listen = \"0.0.0.0:8080\"",
            "public_url = \"https://vitrina.example.com\"",
            "behind_proxy = true",
        ] {
            assert!(open(file), "{file}");
        }
    }

    #[test]
    fn figures_are_given_to_this_machine_where_only_a_port_is_said() {
        let address = |text: &str| text.parse::<Place>().map(|place| place.address().to_string());
        assert_eq!(address("9100").unwrap(), "127.0.0.1:9100");
        assert_eq!(address("[::]:9100").unwrap(), "[::]:9100");
        assert!(address("nowhere").is_err());
        let of = |file: &str| settings(file, &Serving::default()).metrics_listen;
        assert_eq!(of(""), None);
        assert_eq!(of("metrics_listen = 9100"), Some(Place::Port(9100)));
        assert_eq!(of("metrics_listen = \"0.0.0.0:9100\""), Some("0.0.0.0:9100".parse().unwrap()));
    }

    #[test]
    fn an_address_that_is_none_is_told() {
        let named = Serving { public_url: Some("vitrina.example.com".into()), ..Serving::default() };
        let wrong = Given::default().settings(&named, "data");
        assert!(wrong.err().is_some_and(|error| error.to_string().contains("https://vitrina.example.com")));
    }

    #[test]
    fn quotas_are_megabytes() {
        let usual = settings("", &Serving::default());
        assert_eq!(usual.quotas(), Quotas::default());
        let set = settings("file_mb = 5", &Serving { person_files_mb: Some(10), ..Serving::default() });
        assert_eq!(set.quotas(), Quotas { file: 5 * MB, person: 10 * MB, ..Quotas::default() });
    }

    #[test]
    fn a_misspelt_or_missing_file_is_told() {
        let missing = Given { config: Some("/no/such/file.toml".into()), ..Given::default() };
        assert!(missing.settings(&Serving::default(), "data").is_err());
        let directory = tempfile::tempdir().unwrap();
        let config = directory.path().join("settings.toml");
        std::fs::write(&config, "lisen = \"0.0.0.0:80\"").unwrap();
        let misspelt =
            Given { config: Some(config), ..Given::default() }.settings(&Serving::default(), "data");
        assert!(misspelt.err().is_some_and(|error| error.to_string().contains("lisen")));
    }
}
