//! Files are kept, verified and swept alike in a directory and in a database.

use std::collections::HashSet;
use std::io::Read as _;

use store::blobs::{BlobName, Blobs, DatabaseBlobs, DirectoryBlobs};
use store::{StoreError, params, sql};
use testkit::{Fixture, TestClock};

/// Every kind of place for files.
fn places() -> Vec<(Box<dyn Blobs>, Box<dyn std::any::Any>)> {
    let directory = tempfile::tempdir().unwrap();
    let mut places: Vec<(Box<dyn Blobs>, Box<dyn std::any::Any>)> =
        vec![(Box::new(DirectoryBlobs::open(directory.path()).unwrap()), Box::new(directory))];
    for f in Fixture::both() {
        places.push((Box::new(DatabaseBlobs::new(f.db.clone())), Box::new(f)));
    }
    places
}

#[test]
fn files_come_back() {
    let clock = TestClock::START;
    for (blobs, _place) in places() {
        let many: Vec<u8> = (0..=255).cycle().take(1024 * 1024 + 17).collect();
        let mut names = HashSet::new();
        for bytes in [&b""[..], b"\0", b"abc", &many[..256 * 1024], &many[..256 * 1024 + 1], &many] {
            let name = blobs.put(bytes, clock).unwrap();
            assert_eq!(name, BlobName::of(bytes));
            assert_eq!(blobs.put(bytes, clock).unwrap(), name);
            assert!(blobs.exists(name).unwrap());
            assert_eq!(blobs.get(name).unwrap().as_deref(), Some(bytes));
            let mut source = bytes;
            assert_eq!(blobs.put_from(&mut source, clock).unwrap(), (name, bytes.len() as u64));
            let (mut reader, size) = blobs.open(name).unwrap().unwrap();
            let mut read = Vec::new();
            reader.read_to_end(&mut read).unwrap();
            assert_eq!((read.as_slice(), size), (bytes, bytes.len() as u64));
            names.insert(name);
        }
        assert_eq!(blobs.names().unwrap().into_iter().collect::<HashSet<_>>(), names);
        let absent = BlobName::of(b"absent");
        assert!(!blobs.exists(absent).unwrap());
        assert_eq!(blobs.get(absent).unwrap(), None);
        assert!(blobs.open(absent).unwrap().is_none());
    }
}

#[test]
fn orphans_go_after_a_day() {
    let start = TestClock::START;
    let day = |hours: i64| start.plus_seconds(hours * 3600);
    for (blobs, _place) in places() {
        let used = blobs.put(b"used", start).unwrap();
        let orphan = blobs.put(b"orphan", start).unwrap();
        let again = blobs.put(b"put again", start).unwrap();
        let late = blobs.put(b"late", day(23)).unwrap();
        blobs.put(b"put again", day(20)).unwrap();
        let references = HashSet::from([used]);
        assert_eq!(blobs.sweep(&references, day(24)).unwrap(), 0);
        assert_eq!(blobs.sweep(&references, day(25)).unwrap(), 1);
        assert!(!blobs.exists(orphan).unwrap());
        for name in [used, again, late] {
            assert!(blobs.exists(name).unwrap());
        }
        assert_eq!(blobs.sweep(&references, day(100)).unwrap(), 2);
        assert_eq!(blobs.names().unwrap(), [used]);
        assert_eq!(blobs.put(b"orphan", day(100)).unwrap(), orphan);
        assert!(blobs.get(orphan).unwrap().is_some());
    }
}

#[test]
fn changed_bytes_are_noticed() {
    let directory = tempfile::tempdir().unwrap();
    let blobs = DirectoryBlobs::open(directory.path()).unwrap();
    let name = blobs.put(b"whole", TestClock::START).unwrap();
    let hex = name.to_string();
    std::fs::write(directory.path().join(&hex[..2]).join(&hex[2..]), b"broken").unwrap();
    assert!(matches!(blobs.get(name), Err(StoreError::Inconsistent { id, .. }) if id == hex));
    for f in Fixture::both() {
        let blobs = DatabaseBlobs::new(f.db.clone());
        let name = blobs.put(b"whole", TestClock::START).unwrap();
        f.db.write_blocking(move |tx| {
            tx.execute_one(
                sql!("UPDATE blob_chunk SET bytes = $2 WHERE sha256 = $1"),
                params![name, &b"broken"[..]],
            )
        })
        .unwrap();
        assert!(matches!(blobs.get(name), Err(StoreError::Inconsistent { .. })));
    }
}

#[test]
fn what_a_crash_left_aside_is_swept() {
    let directory = tempfile::tempdir().unwrap();
    let blobs = DirectoryBlobs::open(directory.path()).unwrap();
    let name = blobs.put(b"whole", TestClock::START).unwrap();
    let aside = directory.path().join(&name.to_string()[..2]).join("new-1-1");
    std::fs::write(&aside, b"hal").unwrap();
    assert_eq!(blobs.names().unwrap(), [name]);
    // Its time is that of the machine; long after both.
    let later = TestClock::START.plus_seconds(100 * 366 * 24 * 3600);
    assert_eq!(blobs.sweep(&HashSet::from([name]), later).unwrap(), 1);
    assert!(!aside.exists());
}

#[test]
fn the_same_file_may_be_put_by_many_at_once() {
    for (blobs, _place) in places() {
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| blobs.put(&[7; 600_000], TestClock::START).unwrap());
            }
        });
        assert_eq!(blobs.get(BlobName::of(&[7; 600_000])).unwrap().map(|bytes| bytes.len()), Some(600_000));
    }
}

#[test]
fn the_room_of_a_directory_is_known_and_counts_its_files_once() {
    let directory = tempfile::tempdir().unwrap();
    let blobs = DirectoryBlobs::open(directory.path()).unwrap();
    let start = TestClock::START;
    let files = || blobs.space().unwrap().unwrap().files;
    assert_eq!(files(), 0);
    blobs.put(b"four", start).unwrap();
    blobs.put(b"four", start).unwrap();
    let (_, size) = blobs.put_from(&mut &b"five!"[..], start.plus_seconds(3600)).unwrap();
    assert_eq!((files(), size), (9, 5));
    assert_eq!(DirectoryBlobs::open(directory.path()).unwrap().space().unwrap().unwrap().files, 9);
    assert_eq!(blobs.sweep(&HashSet::new(), start.plus_seconds(24 * 3600 + 1)).unwrap(), 1);
    assert_eq!(files(), 5);
    let space = blobs.space().unwrap().unwrap();
    assert!(space.free <= space.total && space.total > 0 && space.free_percent() <= 100, "{space:?}");
    for f in Fixture::both() {
        let unknown = DatabaseBlobs::new(f.db.clone()).space().unwrap();
        assert_eq!(unknown, None, "a database may be anywhere");
    }
}
