//! A disk that is full, that cannot be written, a file that is torn: what people are told, and that everything goes on afterwards.

use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::running::{Ended, Running, run};

/// A small disk of its own, taken away with the test.
struct Disk(tempfile::TempDir);

impl Disk {
    /// Nothing where only root may mount.
    fn mount(megabytes: u32) -> Option<Self> {
        let place = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place.path()).output();
        if !mounted.is_ok_and(|mounted| mounted.status.success()) {
            println!("skipped: nothing can be mounted here");
            return None;
        }
        Some(Self(place))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn remount(&self, how: &str) {
        let done = Command::new("mount").args(["-o", how]).arg(self.0.path()).status().unwrap();
        assert!(done.success(), "{how}");
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        let mut filler = File::create(self.path("filler")).unwrap();
        for size in [1 << 20, 4096, 1] {
            while filler.write_all(&vec![7; size]).is_ok() {}
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

fn command(words: &[&str], data: &Path) -> Ended {
    run(&[words, &["--data", data.to_str().unwrap()]].concat())
}

fn begun(data: &Path) {
    let begun = ["init", "--name", "Wind", "--admin-name", "Olga", "--admin-email", "olga@example.com"];
    let begun = command(&begun, data);
    assert!(begun.well, "{}", begun.said);
}

/// Somebody tries to sign in with a wrong password, which is counted.
fn tried(running: &Running) -> String {
    let page = running.get("/sign-in");
    let token = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let cookies: Vec<_> = page
        .lines()
        .filter_map(|line| line.strip_prefix("set-cookie: "))
        .filter_map(|cookie| cookie.split(';').next())
        .collect();
    let body = format!("csrf={}&login=olga%40example.com&password=wrong", token.expect("a token"));
    running.send(&format!(
        "POST /sign-in HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept-Language: en\r\nCookie: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        running.address(),
        cookies.join("; "),
        body.len()
    ))
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[test]
fn on_a_full_disk_everything_can_be_read_and_writing_goes_on_when_there_is_room() {
    let Some(disk) = Disk::mount(24) else { return };
    let data = disk.path("company");
    begun(&data);
    let running = Running::start("serve", &data).unwrap();
    assert_eq!(status(&tried(&running)), "422", "{}", tried(&running));
    disk.fill();
    let refused = tried(&running);
    assert!(status(&refused) == "503" && refused.contains("Nothing can be written now"), "{refused}");
    assert_eq!(status(&running.get("/health")), "200");
    assert_eq!(status(&running.get("/sign-in")), "200");
    let link = command(&["link", "olga@example.com"], &data);
    assert!(
        !link.well && link.told.is_empty() && link.said.contains("nothing can be written"),
        "{}",
        link.said
    );
    let copy = disk.path("copy");
    let copied = command(&["backup", copy.to_str().unwrap()], &data);
    assert!(!copied.well, "{}", copied.told);
    let restored = tempfile::tempdir().unwrap();
    let back = command(&["restore", copy.to_str().unwrap()], &restored.path().join("company"));
    assert!(!back.well, "half a copy is none: {}", back.told);
    let new = disk.path("another");
    let another =
        command(&["init", "--name", "W", "--admin-name", "O", "--admin-email", "o@example.com"], &new);
    assert!(!another.well && another.told.is_empty(), "{}", another.told);

    fs::remove_file(disk.path("filler")).unwrap();
    assert_eq!(status(&tried(&running)), "422");
    let end = Instant::now() + Duration::from_secs(60);
    while status(&running.get("/ready")) != "200" {
        assert!(Instant::now() < end, "the background does not go on");
        sleep(Duration::from_millis(200));
    }
    drop(running);
    assert!(command(&["check"], &data).well);
}

#[test]
fn where_nothing_can_be_written_it_says_so_and_starts_when_it_can() {
    let Some(disk) = Disk::mount(24) else { return };
    let data = disk.path("company");
    begun(&data);
    disk.remount("remount,ro");
    for words in [&["serve"][..], &["link", "olga@example.com"]] {
        let refused = command(words, &data);
        assert!(!refused.well && refused.told.is_empty(), "{}", refused.told);
        assert!(
            refused.said.contains("cannot be written") || refused.said.contains("nothing can be written"),
            "{}",
            refused.said
        );
    }
    disk.remount("remount,rw");
    let running = Running::start("serve", &data).unwrap();
    assert_eq!(status(&tried(&running)), "422");
    drop(running);
    assert!(command(&["check"], &data).well);
}

#[test]
fn a_torn_file_is_told_and_a_copy_stands_in_for_it() {
    let there = tempfile::tempdir().unwrap();
    let (data, copy) = (there.path().join("company"), there.path().join("copy"));
    begun(&data);
    let copied = command(&["backup", copy.to_str().unwrap()], &data);
    assert!(copied.well, "{}", copied.said);
    let file = data.join("vitrina.sqlite3");
    let whole = fs::read(&file).unwrap();
    type Tear = fn(&Path, u64);
    let tears: [Tear; 2] = [
        |file, length| {
            let mut file = File::options().write(true).open(file).unwrap();
            file.seek(SeekFrom::Start(length / 3)).unwrap();
            file.write_all(&[0xa5].repeat(usize::try_from(length / 3).unwrap())).unwrap();
        },
        |file, length| File::options().write(true).open(file).unwrap().set_len(length / 2 + 1000).unwrap(),
    ];
    for tear in tears {
        fs::write(&file, &whole).unwrap();
        tear(&file, whole.len() as u64);
        let checked = command(&["check"], &data);
        assert!(!checked.well && !checked.said.contains("panicked"), "{}", checked.said);
        let again = there.path().join("again");
        let copied = command(&["backup", again.to_str().unwrap()], &data);
        assert!(!copied.well && copied.said.contains("damaged"), "{}{}", copied.told, copied.said);
        fs::remove_dir_all(&again).unwrap_or_default();
    }
    let back = there.path().join("back");
    let restored = command(&["restore", copy.to_str().unwrap()], &back);
    assert!(restored.well, "{}", restored.said);
    assert!(command(&["check"], &back).well);
}
