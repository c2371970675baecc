//! The files that put the program into service: systemd's and the container's.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::running::Running;

const PROGRAM: &str = env!("CARGO_BIN_EXE_vitrina");
/// Where the files say that the program is.
const INSTALLED: &str = "/usr/local/bin/vitrina";

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What follows each line of the key, as in `Environment=…`.
fn said<'a>(text: &'a str, key: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines().filter_map(move |line| line.strip_prefix(key))
}

/// `NAME=value`, several of them.
fn environment<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, &'a str> {
    words.flat_map(str::split_whitespace).map(|pair| pair.split_once('=').unwrap()).collect()
}

/// Serves with the words of a command as a file has them, and its settings but for places, which are the test's.
fn serves(command: &str, environment: BTreeMap<&str, &str>) {
    let there = tempfile::tempdir().unwrap();
    let settings = there.path().join("settings.toml");
    fs::write(&settings, "").unwrap();
    let words: Vec<String> = command
        .split_whitespace()
        .map(|word| if word.ends_with(".toml") { settings.display().to_string() } else { word.to_owned() })
        .collect();
    let (program, words) = words.split_first().unwrap();
    assert_eq!(program, INSTALLED);
    let mut running = Command::new(PROGRAM);
    running.args(words).envs(environment);
    running.env("VITRINA_DATA", there.path().join("data")).env("VITRINA_LISTEN", "127.0.0.1:0");
    let running = Running::begin(running.current_dir(there.path())).unwrap();
    assert!(running.get("/health").starts_with("HTTP/1.1 200"));
}

#[test]
fn systemd_takes_the_units_and_their_commands_serve() {
    let service = file("vitrina.service");
    serves(said(&service, "ExecStart=").next().unwrap(), environment(said(&service, "Environment=")));
    let there = tempfile::tempdir().unwrap();
    let units = ["vitrina.service", "vitrina-backup.service", "vitrina-backup.timer"].map(|name| {
        let unit = there.path().join(name);
        fs::write(&unit, file(name).replace(INSTALLED, PROGRAM)).unwrap();
        unit
    });
    let Ok(verified) = Command::new("systemd-analyze").arg("verify").args(&units).output() else {
        println!("skipped: systemd-analyze is not installed, nobody looked whether systemd takes the units");
        return;
    };
    let words = String::from_utf8_lossy(&verified.stderr);
    // What other packages of this machine have there is no concern of ours.
    let ours: Vec<_> = words.lines().filter(|line| line.contains("vitrina")).collect();
    assert_eq!(ours, Vec::<&str>::new());
}

#[test]
fn the_command_of_the_container_serves() {
    let text = file("Containerfile");
    let list = |key| -> Vec<String> { serde_json::from_str(said(&text, key).next().unwrap()).unwrap() };
    let command = [list("ENTRYPOINT "), list("CMD ")].concat().join(" ");
    serves(&command, environment(said(&text, "ENV ")));
}

/// Libraries that a program is started with.
fn libraries(program: &str) -> Vec<PathBuf> {
    let listed = Command::new("ldd").arg(program).output().unwrap();
    let text = String::from_utf8(listed.stdout).unwrap();
    text.split_whitespace().filter(|word| word.starts_with('/')).map(PathBuf::from).collect()
}

#[test]
fn the_program_needs_nothing_of_a_system_but_its_c_library() {
    let root = tempfile::tempdir().unwrap();
    let libraries = libraries(PROGRAM);
    for library in &libraries {
        let copy = root.path().join(library.strip_prefix("/").unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(library, &copy).unwrap();
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
    }
    assert!(libraries.len() <= 6, "{libraries:?}");
    fs::create_dir(root.path().join("data")).unwrap();
    fs::copy(PROGRAM, root.path().join("vitrina")).unwrap();
    let mut begun = Command::new("chroot");
    begun.arg(root.path()).arg("/vitrina").args([
        "init",
        "--name",
        "Ветер",
        "--admin-name",
        "Ольга",
        "--admin-email",
        "olga@example.com",
    ]);
    let begun = begun.args(["--data", "/data/company"]).env_remove("VITRINA_DATABASE").output().unwrap();
    let (told, said) = (String::from_utf8_lossy(&begun.stdout), String::from_utf8_lossy(&begun.stderr));
    if said.contains("cannot change root directory") {
        println!("skipped: only root may try the program in a root of its own");
        return;
    }
    assert!(begun.status.success(), "{said}");
    assert!(told.contains("/set-password/"), "{told}");
}
