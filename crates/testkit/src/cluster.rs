//! A private PostgreSQL cluster, shared by the test programs of one user and stopped when none is left.
//!
//! `initdb` refuses root, so as root everything runs as `postgres` or `nobody`. A small watchdog outlives the test programs: each
//! leaves a file named by its process; when no such process lives for some seconds, the watchdog stops the server and
//! removes its files.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use postgres::{Client, NoTls};

use crate::server;

const WATCHDOG: &str = r#"
cd "$1" || exit 0
idle=0
while [ -d data ]; do
  sleep 1
  live=0
  for user in users/*; do
    [ -e "$user" ] || continue
    if kill -0 "${user#users/}" 2>/dev/null; then live=1; else rm -f "$user"; fi
  done
  if [ $live = 1 ]; then idle=0; continue; fi
  idle=$((idle + 1))
  [ $idle -ge 15 ] || continue
  mkdir lock 2>/dev/null || continue
  if [ -z "$(ls users)" ]; then
    kill -QUIT "$(head -n 1 data/postmaster.pid)" 2>/dev/null
    sleep 1
    rm -rf data watchdog
    rmdir lock
    exit 0
  fi
  rmdir lock
done
"#;

/// Starts the cluster or joins a running one; its address, or why there is none.
pub(crate) fn start() -> Result<String, String> {
    let bin = find()
        .ok_or("no initdb found in PATH or /usr/lib/postgresql/*/bin; VITRINA_TEST_PG_URL is not set")?;
    let home = server::home().join("pg");
    let user = Account::choose(&home)?;
    user.own(&home)?;
    let lock = Lock::take(&home)?;
    let url = format!("postgresql:///postgres?host={}&user=postgres", home.display());
    fs::create_dir_all(home.join("users")).map_err(|error| error.to_string())?;
    fs::write(home.join("users").join(std::process::id().to_string()), "")
        .map_err(|error| error.to_string())?;
    if Client::connect(&url, NoTls).is_err() {
        let data = home.join("data");
        if data.exists() {
            fs::remove_dir_all(&data).map_err(|error| format!("{}: {error}", data.display()))?;
        }
        user.run(
            Command::new(bin.join("initdb"))
                .args(["--no-sync", "--no-instructions", "-A", "trust", "-U", "postgres", "-E", "UTF8"])
                .args(["--locale=C", "-D"])
                .arg(&data),
        )?;
        let settings = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off \
                        -c max_connections=300 -c shared_buffers=64MB -c max_wal_size=2GB -c autovacuum=off \
                        -c max_pred_locks_per_transaction=256";
        user.run(
            Command::new(bin.join("pg_ctl"))
                .args(["-w", "-s", "-t", "60", "-o", &format!("{settings} -k {}", home.display()), "-D"])
                .arg(&data)
                .arg("-l")
                .arg(home.join("log"))
                .arg("start"),
        )?;
    }
    watch(&home)?;
    drop(lock);
    Ok(url)
}

/// The directory of the server's programs; the newest version wins.
pub(crate) fn find() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::env::var_os("PATH")
        .iter()
        .flat_map(std::env::split_paths)
        .filter(|directory| directory.join("initdb").exists() && directory.join("pg_ctl").exists())
        .collect();
    if found.is_empty() {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        found = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect();
        found.retain(|directory| directory.join("initdb").exists());
        let number = |directory: &PathBuf| {
            directory.parent()?.file_name()?.to_str()?.split('.').next()?.parse::<u32>().ok()
        };
        found.sort_by_key(|directory| std::cmp::Reverse(number(directory)));
    }
    found.into_iter().next()
}

/// As whom the server runs.
pub(crate) enum Account {
    Own,
    Other(String),
}

impl Account {
    pub(crate) fn choose(home: &Path) -> Result<Self, String> {
        fs::create_dir_all(home).map_err(|error| format!("{}: {error}", home.display()))?;
        let own = fs::metadata("/proc/self").map(|about| about.uid());
        if !own.is_ok_and(|uid| uid == 0) {
            return Ok(Self::Own);
        }
        let users = fs::read_to_string("/etc/passwd").map_err(|error| error.to_string())?;
        ["postgres", "nobody"]
            .into_iter()
            .find(|name| users.lines().any(|line| line.split(':').next() == Some(name)))
            .map(|name| Self::Other(name.to_owned()))
            .ok_or_else(|| "initdb refuses root and there is no user postgres or nobody".to_owned())
    }

    /// Gives the directory to the account.
    pub(crate) fn own(&self, home: &Path) -> Result<(), String> {
        match self {
            Self::Own => Ok(()),
            Self::Other(name) => run(Command::new("chown").arg(name).arg(home)),
        }
    }

    /// Runs a command as the account.
    pub(crate) fn run(&self, command: &Command) -> Result<(), String> {
        let Self::Other(name) = self else {
            let mut own = Command::new(command.get_program());
            return run(own.args(command.get_args()));
        };
        let mut last = "no setpriv, runuser or su found".to_owned();
        for (drop, before) in [
            ("setpriv", vec![format!("--reuid={name}"), "--regid=".to_owned(), "--clear-groups".to_owned()]),
            ("runuser", vec!["-u".to_owned(), name.clone(), "--".to_owned()]),
        ] {
            let mut dropped = Command::new(drop);
            for argument in before {
                if argument == "--regid=" {
                    dropped.arg(format!("--regid={}", group_of(name)));
                } else {
                    dropped.arg(argument);
                }
            }
            dropped.arg(command.get_program()).args(command.get_args());
            match run(&mut dropped) {
                Ok(()) => return Ok(()),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// The number of the user's own group.
fn group_of(user: &str) -> String {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let group = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next() == Some(user)).then(|| fields.nth(2).unwrap_or_default().to_owned())
    });
    group.unwrap_or_else(|| user.to_owned())
}

/// Runs to the end with nothing inherited: a server must not keep the test runner's pipes open.
fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let errors = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    let written = errors.reopen().map_err(|error| error.to_string())?;
    let status = command
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(written)
        .status()
        .map_err(|error| format!("{name}: {error}"))?;
    if status.success() {
        return Ok(());
    }
    let words = fs::read_to_string(errors.path()).unwrap_or_default();
    Err(format!("{name}: {status}: {}", words.trim()))
}

/// Starts the watchdog unless one lives.
fn watch(home: &Path) -> Result<(), String> {
    let file = home.join("watchdog");
    let alive =
        fs::read_to_string(&file).is_ok_and(|pid| run(Command::new("kill").args(["-0", pid.trim()])).is_ok());
    if alive {
        return Ok(());
    }
    let child = Command::new("sh")
        .args(["-c", WATCHDOG, "vitrina-test-watchdog"])
        .arg(home)
        .process_group(0)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("the watchdog: {error}"))?;
    fs::write(&file, child.id().to_string()).map_err(|error| error.to_string())
}

/// A directory that exists while somebody starts or stops the cluster.
struct Lock(PathBuf);

impl Lock {
    fn take(home: &Path) -> Result<Self, String> {
        let path = home.join("lock");
        for _ in 0..900 {
            if fs::create_dir(&path).is_ok() {
                return Ok(Self(path));
            }
            let old = fs::metadata(&path).and_then(|about| about.modified()).is_ok_and(|made| age(made) > 60);
            if old {
                // Whoever took it was killed.
                let _ = fs::remove_dir(&path);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err(format!("{} stays locked", path.display()))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_dir(&self.0);
    }
}

#[expect(clippy::disallowed_methods, reason = "the age of a file, no part of the product")]
fn age(made: SystemTime) -> u64 {
    SystemTime::now().duration_since(made).map_or(0, |age| age.as_secs())
}
