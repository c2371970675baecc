//! A SQLite file copied while others write to it.

use store::blobs::{Blobs as _, DatabaseBlobs};
use store::{Db, StoreError, copy, params, sql};
use testkit::{Fixture, options};

/// Forty megabytes in pieces.
fn filled() -> Fixture {
    let f = Fixture::sqlite();
    let blobs = DatabaseBlobs::new(f.db.clone());
    for part in 0..10_u8 {
        blobs.put(&vec![part; 4 << 20], f.now()).unwrap();
    }
    f
}

fn pieces(db: &Db) -> i64 {
    db.read_blocking(|tx| tx.one(sql!("SELECT count(*) FROM blob_chunk"), &[])).unwrap()
}

#[test]
fn a_copy_is_of_one_moment_and_nobody_waits_for_it() {
    let f = filled();
    let before = pieces(&f.db);
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join(Db::FILE);
    let mut looks = 0_u64;
    copy::copy(&f.directory().unwrap().join(Db::FILE), &target, &mut |done, all| {
        looks += 1;
        assert!(done <= all && all > 4_000, "{done} of {all}");
        // Another connection writes between two steps, as a program that serves does.
        let (piece, at) = (vec![7_u8; 1 << 20], i64::try_from(looks).unwrap());
        f.db.write_blocking(move |tx| -> Result<(), StoreError> {
            let name = vec![u8::try_from(at).unwrap(); 32];
            let file = sql!("INSERT INTO blob_file (sha256, size, stored_at) VALUES ($1, 1, 1)");
            tx.execute_one(file, params![name.clone()])?;
            let chunk = sql!("INSERT INTO blob_chunk (sha256, seq, bytes) VALUES ($1, $2, $3)");
            tx.execute_one(chunk, params![name, at, piece.clone()])
        })
        .unwrap();
    })
    .unwrap();
    assert!(looks >= 2, "{looks}");
    assert_eq!(copy::damage(&target), Ok(None));
    assert_eq!(pieces(&f.db), before + i64::try_from(looks).unwrap());
    let held = copy::held(&target).unwrap();
    assert_eq!(held.schema, store::migrate::own_version());
    let count = |name: &str| held.counts.iter().find(|(table, _)| table == name).unwrap().1;
    assert_eq!((count("blob_chunk"), count("blob_file")), (before, 10));
    // One plain file, which is served like any other.
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
    let served = Db::open_sqlite(place.path(), &options()).unwrap();
    assert_eq!(pieces(&served), before);
}

#[test]
fn a_copy_takes_nobodys_place_and_damage_is_found_in_it() {
    let f = filled();
    let place = tempfile::tempdir().unwrap();
    let (source, target) = (f.directory().unwrap().join(Db::FILE), place.path().join(Db::FILE));
    copy::copy(&source, &target, &mut |_, _| {}).unwrap();
    let again = copy::copy(&source, &target, &mut |_, _| {}).unwrap_err();
    assert!(again.to_string().contains("exists"), "{again}");
    let mut bytes = std::fs::read(&target).unwrap();
    for page in [40, 41, 42, 43, 44, 45] {
        bytes[page * 8_192..][..2_000].fill(0xff);
    }
    std::fs::write(&target, bytes).unwrap();
    assert!(copy::damage(&target).unwrap().is_some());
    assert!(copy::held(place.path()).is_err());
}
