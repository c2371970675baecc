//! The chain of hashes in which every event holds the one before it.
//!
//! What is written here is for ever: the hashes of all events follow from it.
//!
//! | what | how it is written |
//! |---|---|
//! | a number | eight bytes, the highest first (a negative one as its two's complement) |
//! | a text | its length in bytes as a number, then its bytes in UTF-8 |
//! | a value | one byte that says what it is, then the value: 1 a number, 2 the bits of a real number (IEEE 754) as a number, 3 a text, 4 bytes, as a text |
//! | a row | the name of its table as a text, how many of its values are not null as a number, then of each of those, in the order of `table!`, the name of its column as a text and the value |
//! | a transfer | its row, how many postings it has as a number, their rows in the order of `line` |
//! | what an event says | the text `vitrina event 1`, the hash of the event before it, its row without the column `hash`, how many transfers it caused as a number, the transfers in the order of their ids |
//!
//! The hash of an event is the SHA-256 (FIPS 180-4) of what it says. Before the first event of a stream stand 32 bytes of zeros.
//!
//! A null is told by its absence: a column that is added to `event`, `transfer` or `posting` later must be null in all rows that are there,
//! and their hashes stay what they are. A column that is renamed, moved or taken away would change them.
//!
//! A root is the SHA-256 of the text `vitrina root 1` and of the row, as that of `stream`, of each stream in the order of ids.

use domain::ids::{StreamId, TransferId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::{FromRow, Reader};
use crate::repo::event::EVENT;
use crate::repo::ledger::{POSTING, TRANSFER};
use crate::repo::stream::{self, STREAM};
use crate::table::Table;
use crate::value::{Value, named};

/// A SHA-256.
pub type Hash = [u8; 32];

/// What stands before the first event of a stream.
const NOTHING: Hash = [0; 32];
/// The column that holds the hash.
const HASH: &str = "hash";

/// The end of a stream: the place of its last event, and its hash. It comes from the rows of the stream, or from [`Tip::BEGIN`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    seq: i64,
    hash: Option<Hash>,
}

impl Tip {
    /// That of a stream which has not begun.
    pub const BEGIN: Self = Self { seq: 0, hash: Some(NOTHING) };

    /// The place of the last event; 0 when there is none.
    pub const fn seq(self) -> i64 {
        self.seq
    }

    /// The hash of the last event; none when the stream is from before and was not chained yet.
    pub const fn hash(self) -> Option<Hash> {
        self.hash
    }

    pub(crate) const fn new(seq: i64, hash: Option<Hash>) -> Self {
        Self { seq, hash }
    }

    /// The stream's end after one more event, whose row this is, with or without its own hash; `moved` is what it moved, in the order of
    /// ids. A stream that is not chained stays so: it is chained whole, or not at all.
    pub fn after(self, event: &[Value], moved: &[Moved]) -> Self {
        let hash = self.hash.map(|before| hash(&before, event, moved));
        Self { seq: self.seq + 1, hash }
    }
}

impl FromRow for Tip {
    const WIDTH: usize = 2;

    fn from_row(reader: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self { seq: reader.take()?, hash: reader.take()? })
    }
}

/// What an event moved in the ledger: a transfer with its postings, as the event's hash covers them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the hash of the event that caused it covers it"]
pub struct Moved {
    /// The stream of the event that caused it.
    pub(crate) stream: StreamId,
    /// Its place there.
    pub(crate) seq: i64,
    id: TransferId,
    written: Vec<u8>,
}

impl Moved {
    /// A transfer with its postings in the order of `line`, all of them as rows.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when the row does not say which event caused it.
    pub(crate) fn new(transfer: &[Value], postings: &[Vec<Value>]) -> Result<Self, StoreError> {
        let value = |column: &str| {
            let place = TRANSFER.columns.iter().position(|name| *name == column);
            place.and_then(|place| transfer.get(place))
        };
        let wrong = |column: &str| {
            StoreError::inconsistent("transfer", column, named(transfer.first()), "not what it should be")
        };
        let id = |column: &str| match value(column) {
            Some(Value::Bytes(bytes)) => Uuid::from_slice(bytes).map_err(|_| wrong(column)),
            _ => Err(wrong(column)),
        };
        let Some(Value::Int(seq)) = value("seq") else { return Err(wrong("seq")) };
        let mut written = Vec::with_capacity(256 + 512 * postings.len());
        put_row(&mut written, &TRANSFER, transfer);
        put_number(&mut written, postings.len() as i64);
        for posting in postings {
            put_row(&mut written, &POSTING, posting);
        }
        Ok(Self { stream: StreamId(id("stream")?), seq: *seq, id: TransferId(id("id")?), written })
    }

    /// Which event caused it: the stream, and the place there.
    pub const fn cause(&self) -> (StreamId, i64) {
        (self.stream, self.seq)
    }

    /// The transfer.
    pub const fn transfer(&self) -> TransferId {
        self.id
    }
}

/// The hash of an event after the one of hash `before`. `event` is its row, with or without its own hash; `moved` is in the order of ids.
fn hash(before: &Hash, event: &[Value], moved: &[Moved]) -> Hash {
    let mut written = Vec::with_capacity(1024);
    put_text(&mut written, "vitrina event 1");
    written.extend(before);
    put_row(&mut written, &EVENT, event);
    put_number(&mut written, moved.len() as i64);
    for transfer in moved {
        written.extend(&transfer.written);
    }
    Sha256::digest(&written).into()
}

/// Puts the ends of all streams under one hash.
#[derive(Debug, Clone)]
pub struct Root {
    hash: Sha256,
    streams: i64,
    events: i64,
}

impl Default for Root {
    fn default() -> Self {
        let mut begun = Vec::new();
        put_text(&mut begun, "vitrina root 1");
        Self { hash: Sha256::new_with_prefix(begun), streams: 0, events: 0 }
    }
}

impl Root {
    /// Adds a stream; they come in the order of their ids. One that is not chained is left out.
    pub fn add(&mut self, stream: StreamId, tip: Tip) {
        if let Some(hash) = tip.hash {
            let mut row = Vec::with_capacity(160);
            put_row(&mut row, &STREAM, &stream::values(stream, tip.seq, hash));
            self.hash.update(row);
            self.streams += 1;
            self.events += tip.seq;
        }
    }

    /// The hash over all of them.
    pub fn hash(&self) -> Hash {
        self.hash.clone().finalize().into()
    }

    /// How many streams there were.
    pub const fn streams(&self) -> i64 {
        self.streams
    }

    /// How many events they had.
    pub const fn events(&self) -> i64 {
        self.events
    }
}

fn put_number(out: &mut Vec<u8>, number: i64) {
    out.extend(number.to_be_bytes());
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_bytes(out, text.as_bytes());
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend((bytes.len() as u64).to_be_bytes());
    out.extend(bytes);
}

/// A row, but for the hash in a row of the history: it would have to cover itself.
fn put_row(out: &mut Vec<u8>, table: &Table, row: &[Value]) {
    put_text(out, table.name);
    let covered = |column: &str| column != HASH || table.name != EVENT.name;
    let values = || {
        let columns = table.columns.iter().zip(row);
        columns.filter(|(column, value)| covered(column) && **value != Value::Null)
    };
    put_number(out, values().count() as i64);
    for (column, value) in values() {
        put_text(out, column);
        match value {
            Value::Null => {}
            Value::Int(int) => {
                out.push(1);
                put_number(out, *int);
            }
            Value::Real(real) => {
                out.push(2);
                out.extend(real.to_bits().to_be_bytes());
            }
            Value::Text(text) => {
                out.push(3);
                put_text(out, text);
            }
            Value::Bytes(bytes) => {
                out.push(4);
                put_bytes(out, bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use base16ct::lower::encode_string as hex;
    use proptest::prelude::*;

    use super::*;
    use crate::table::Mark;
    use crate::tables::TableClass;

    fn event(seq: i64) -> Vec<Value> {
        let id = |byte: u8| Value::from([byte; 16]);
        vec![
            id(1),
            seq.into(),
            "request.claimed".into(),
            1.into(),
            1_794_812_400_000_i64.into(),
            1_794_812_400_001_i64.into(),
            "person".into(),
            id(2),
            Value::Null,
            "web".into(),
            id(3),
            id(1),
            "{\"by\":\"я\"}".into(),
            Value::Null,
        ]
    }

    fn moved(seq: i64, amount: i64) -> Moved {
        let (id, stream) = (TransferId(Uuid::from_bytes([4; 16])), StreamId(Uuid::from_bytes([1; 16])));
        let transfer = vec![
            id.into(),
            "post".into(),
            Value::Null,
            "2026-11-16".into(),
            7.into(),
            stream.into(),
            seq.into(),
        ];
        let posting = |line: i64, amount: i64| {
            let mut row = vec![Value::from(id), line.into(), [5; 16].into(), "cost".into(), "RUB".into()];
            row.extend([Value::from(""), amount.into(), Value::Null, Value::Null, Value::Null]);
            row.extend([Value::Null, Value::Null, "2026-11-16".into(), 7.into(), 0.into()]);
            row
        };
        let postings = [posting(1, amount), posting(2, -amount)];
        Moved::new(&transfer, &postings).unwrap()
    }

    #[test]
    fn the_hashes_of_this_history_are_for_ever() {
        assert_eq!(event(1).len(), EVENT.columns.len());
        let first = Tip::BEGIN.after(&event(1), &[]);
        let second = first.after(&event(2), &[moved(2, 100)]);
        let mut root = Root::default();
        root.add(StreamId(Uuid::from_bytes([1; 16])), second);
        let told = [first.hash, second.hash, Some(root.hash())].map(|hash| hex(&hash.unwrap()));
        assert_eq!(
            told,
            [
                "749337a166601cca33d480003785045cfdbb9ed0b840e6f117ea6f2ea2a0670e",
                "fd0282bd5bb7d2de446f65faa84b94002e710395626c276eb16f0a0eb254a276",
                "960f96f0c8958dc363ee856ba304140062f51b94695356bb290ccc2fa8c6bdae",
            ]
        );
        assert_eq!((root.streams(), root.events()), (1, 2));
    }

    #[test]
    fn a_hash_covers_everything_but_itself() {
        let mut seen = BTreeMap::new();
        let mut note = |what: String, tip: Tip| {
            assert_eq!(seen.insert(tip.hash.unwrap(), what.clone()), None, "{what}");
        };
        let whole = [moved(1, 100)];
        note("as it is".into(), Tip::BEGIN.after(&event(1), &whole));
        note("after another".into(), Tip::new(0, Some([1; 32])).after(&event(1), &whole));
        note("without its transfer".into(), Tip::BEGIN.after(&event(1), &[]));
        note("with another amount".into(), Tip::BEGIN.after(&event(1), &[moved(1, 101)]));
        note("with its transfer twice".into(), Tip::BEGIN.after(&event(1), &[moved(1, 100), moved(1, 100)]));
        for (place, column) in EVENT.columns.iter().enumerate().filter(|(_, column)| **column != HASH) {
            let mut row = event(1);
            row[place] = match &row[place] {
                Value::Int(int) => Value::Int(int + 1),
                Value::Text(text) => format!("{text}.").into(),
                Value::Bytes(bytes) => bytes.iter().map(|byte| byte ^ 1).collect::<Vec<u8>>().into(),
                _ => Value::from(0),
            };
            note((*column).to_owned(), Tip::BEGIN.after(&row, &whole));
        }
        let mut own = event(1);
        *own.last_mut().unwrap() = Value::from([9; 32]);
        assert_eq!(Tip::BEGIN.after(&own, &whole), Tip::BEGIN.after(&event(1), &whole));
    }

    #[test]
    fn a_column_that_comes_later_leaves_old_hashes_as_they_are() {
        const BEFORE: Table = Table {
            columns: &["id", "note"],
            marks: &[Mark::Key, Mark::Once],
            ..Table::named("t", TableClass::History)
        };
        const AFTER: Table = Table {
            columns: &["id", "note", "more"],
            marks: &[Mark::Key, Mark::Once, Mark::Once],
            ..Table::named("t", TableClass::History)
        };
        let written = |table: &Table, row: &[Value]| {
            let mut out = Vec::new();
            put_row(&mut out, table, row);
            out
        };
        let old = written(&BEFORE, &[1.into(), "a".into()]);
        assert_eq!(written(&AFTER, &[1.into(), "a".into(), Value::Null]), old);
        assert_ne!(written(&AFTER, &[1.into(), "a".into(), 0.into()]), old);
    }

    #[test]
    fn an_unchained_stream_stays_unchained() {
        let tip = Tip::new(4, None).after(&event(5), &[]);
        assert_eq!((tip.seq(), tip.hash()), (5, None));
        let mut root = Root::default();
        root.add(StreamId(Uuid::from_bytes([1; 16])), tip);
        assert_eq!(root.hash(), Root::default().hash());
    }

    const WIDE: Table = Table {
        columns: &["a", "b", "ab", "c"],
        marks: &[Mark::Key, Mark::Once, Mark::Once, Mark::Once],
        ..Table::named("wide", TableClass::History)
    };

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            prop_oneof![any::<i64>(), 0..3_i64].prop_map(Value::Int),
            prop_oneof![any::<f64>(), Just(0.0)].prop_map(Value::Real),
            "[a-c\u{1}]{0,9}".prop_map(Value::from),
            proptest::collection::vec(0..4_u8, 0..20).prop_map(Value::from),
        ]
    }

    fn same(a: &[Value], b: &[Value]) -> bool {
        let one = |(a, b): (&Value, &Value)| match (a, b) {
            (Value::Real(a), Value::Real(b)) => a.to_bits() == b.to_bits(),
            _ => a == b,
        };
        a.iter().zip(b).all(one)
    }

    /// Reads back what was written: that there is such a reader says that no two rows are written alike.
    fn read_back(mut written: &[u8]) -> Vec<Value> {
        fn number(from: &mut &[u8]) -> i64 {
            let (number, rest) = from.split_first_chunk::<8>().unwrap();
            *from = rest;
            i64::from_be_bytes(*number)
        }
        fn bytes<'a>(from: &mut &'a [u8]) -> &'a [u8] {
            let length = usize::try_from(number(from)).unwrap();
            let (bytes, rest) = from.split_at(length);
            *from = rest;
            bytes
        }
        let from = &mut written;
        assert_eq!(bytes(from), b"wide");
        let mut row = vec![Value::Null; 4];
        for _ in 0..number(from) {
            let column = bytes(from);
            let at = WIDE.columns.iter().position(|name| name.as_bytes() == column).unwrap();
            let (tag, rest) = from.split_first().unwrap();
            *from = rest;
            row[at] = match tag {
                1 => Value::Int(number(from)),
                2 => Value::Real(f64::from_bits(number(from).cast_unsigned())),
                3 => Value::from(std::str::from_utf8(bytes(from)).unwrap()),
                _ => Value::from(bytes(from)),
            };
        }
        assert!(from.is_empty());
        row
    }

    proptest! {
        #[test]
        fn a_row_can_be_read_back(row in proptest::collection::vec(value(), 4)) {
            let mut written = Vec::new();
            put_row(&mut written, &WIDE, &row);
            let back = read_back(&written);
            prop_assert!(same(&row, &back), "{row:?} {back:?}");
        }
    }
}
