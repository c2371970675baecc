//! The rows of a table as lines of JSON: first its name and columns, then a line for each row; after every hundred and after the last a line
//! that proves them.
//!
//! ```text
//! {"table":"attention","schema":20,"columns":[{"name":"person","type":"bytes"},{"name":"from_at","type":"integer"},…]}
//! ["0190a1b200007000800000000000ff01",1764572716000,…]
//! {"rows":1,"sha256":"…","last":true}
//! ```
//!
//! Integers are numbers, bytes are hexadecimal digits, real numbers are texts in digits that give the same number again. Each hash covers
//! every line before it, so the first that does not hold says between which lines something is other than it was written.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use base16ct::lower::{decode_vec, encode_string as hex};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use store::dump::Kind;
use store::tables::Table;
use store::{StoreError, Value};

use super::manifest::Part;
use super::{BackupError, at};

/// The longest line that is read: no row is near it.
const LONGEST: u64 = 256 << 20;
/// Rows between two proofs.
const PROVED: u64 = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Type {
    Integer,
    Real,
    Text,
    Bytes,
}

impl From<Type> for Kind {
    fn from(kind: Type) -> Self {
        match kind {
            Type::Integer => Self::Int,
            Type::Real => Self::Real,
            Type::Text => Self::Text,
            Type::Bytes => Self::Bytes,
        }
    }
}

impl From<Kind> for Type {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Int => Self::Integer,
            Kind::Real => Self::Real,
            Kind::Text => Self::Text,
            Kind::Bytes => Self::Bytes,
        }
    }
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    name: String,
    #[serde(rename = "type")]
    kind: Type,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    table: String,
    schema: i64,
    columns: Vec<Column>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proof {
    /// How many rows come before it.
    rows: u64,
    /// The hash of every line before it.
    sha256: String,
    /// Whether nothing comes after it.
    last: bool,
}

impl Header {
    fn of(table: &Table, kinds: &[Kind], schema: i64) -> Self {
        let columns = table.columns.iter().zip(kinds);
        Self {
            table: table.name.to_owned(),
            schema,
            columns: columns
                .map(|(name, kind)| Column { name: (*name).to_owned(), kind: (*kind).into() })
                .collect(),
        }
    }
}

/// The name of the file of a table's rows.
pub(super) fn file_of(table: &Table) -> String {
    format!("{}.jsonl", table.name)
}

/// A file of rows that is being written.
pub(super) struct Writing {
    out: BufWriter<File>,
    hash: Sha256,
    line: Vec<u8>,
    bytes: u64,
    /// How many rows it has so far.
    pub(super) rows: u64,
}

impl Writing {
    /// Begins the file of a table, over what an attempt before may have left.
    pub(super) fn begin(
        directory: &Path,
        table: &Table,
        kinds: &[Kind],
        schema: i64,
    ) -> Result<Self, StoreError> {
        let out = BufWriter::new(File::create(directory.join(file_of(table)))?);
        let mut writing = Self { out, hash: Sha256::new(), line: Vec::new(), bytes: 0, rows: 0 };
        json(&mut writing.line, &Header::of(table, kinds, schema))?;
        writing.flush_line()?;
        Ok(writing)
    }

    /// Writes a row.
    pub(super) fn row(&mut self, values: &[Value]) -> Result<(), StoreError> {
        if self.rows > 0 && self.rows.is_multiple_of(PROVED) {
            self.prove(false)?;
        }
        write_row(&mut self.line, values)?;
        self.rows += 1;
        self.flush_line()
    }

    fn prove(&mut self, last: bool) -> Result<(), StoreError> {
        let proof = Proof { rows: self.rows, sha256: hex(&self.hash.clone().finalize()), last };
        json(&mut self.line, &proof)?;
        self.flush_line()
    }

    fn flush_line(&mut self) -> Result<(), StoreError> {
        self.line.push(b'\n');
        self.hash.update(&self.line);
        self.out.write_all(&self.line)?;
        self.bytes += self.line.len() as u64;
        self.line.clear();
        Ok(())
    }

    /// Writes what proves the rows, and brings all onto the disk.
    pub(super) fn end(mut self, table: &Table) -> Result<Part, StoreError> {
        self.prove(true)?;
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        Ok(Part { name: file_of(table), bytes: self.bytes, sha256: hex(&self.hash.finalize()) })
    }
}

fn json(into: &mut Vec<u8>, value: &impl Serialize) -> Result<(), StoreError> {
    serde_json::to_writer(into, value).map_err(|error| StoreError::Io(error.to_string()))
}

fn write_row(into: &mut Vec<u8>, values: &[Value]) -> Result<(), StoreError> {
    for (value, place) in values.iter().zip(0..) {
        into.push(if place == 0 { b'[' } else { b',' });
        match value {
            Value::Null => into.extend_from_slice(b"null"),
            Value::Int(int) => json(into, int)?,
            Value::Real(real) => json(into, &format!("{real:?}"))?,
            Value::Text(text) => json(into, &text.as_str())?,
            Value::Bytes(bytes) => json(into, &hex(bytes))?,
        }
    }
    into.push(b']');
    Ok(())
}

fn read_row(line: &str, kinds: &[Kind]) -> Option<Vec<Value>> {
    let read: Vec<Json> = serde_json::from_str(line).ok()?;
    if read.len() != kinds.len() {
        return None;
    }
    let value = |(json, kind): (Json, &Kind)| {
        Some(match (json, kind) {
            (Json::Null, _) => Value::Null,
            (Json::Number(number), Kind::Int) => Value::Int(number.as_i64()?),
            (Json::String(text), Kind::Real) => Value::Real(text.parse().ok()?),
            (Json::String(text), Kind::Text) => Value::from(text.as_str()),
            (Json::String(text), Kind::Bytes) => Value::from(decode_vec(&text).ok()?),
            _ => return None,
        })
    };
    read.into_iter().zip(kinds).map(value).collect()
}

/// A file of rows that is being read.
pub(super) struct Reading {
    from: BufReader<File>,
    place: PathBuf,
    kinds: Vec<Kind>,
    hash: Sha256,
    line: String,
    /// The number of the line.
    number: u64,
    rows: u64,
    /// How many lines were proved.
    proved: u64,
    ended: bool,
}

impl Reading {
    /// Opens the file of a table; it must have the columns that the table has here.
    pub(super) fn open(
        directory: &Path,
        table: &Table,
        kinds: &[Kind],
        schema: i64,
    ) -> Result<Self, BackupError> {
        let (reading, header) = Self::begin(&directory.join(file_of(table)))?;
        if header == Header::of(table, kinds, schema) {
            return Ok(reading);
        }
        Err(reading.wrong("its columns are others than those of the table"))
    }

    fn begin(place: &Path) -> Result<(Self, Header), BackupError> {
        let mut reading = Self {
            from: BufReader::new(File::open(place).map_err(at(place))?),
            place: place.to_owned(),
            kinds: Vec::new(),
            hash: Sha256::new(),
            line: String::new(),
            number: 0,
            rows: 0,
            proved: 0,
            ended: false,
        };
        reading.next_line()?;
        let header: Header = serde_json::from_str(&reading.line)
            .map_err(|_| reading.wrong("it names no table and its columns, so it is no file of rows"))?;
        reading.kinds = header.columns.iter().map(|column| column.kind.into()).collect();
        reading.hash.update(&reading.line);
        Ok((reading, header))
    }

    fn wrong(&self, what: impl std::fmt::Display) -> BackupError {
        BackupError::Changed(format!("{}, line {}: {what}", self.name(), self.number))
    }

    fn name(&self) -> String {
        self.place.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    fn next_line(&mut self) -> Result<(), BackupError> {
        self.line.clear();
        self.number += 1;
        let read = (&mut self.from).take(LONGEST).read_line(&mut self.line);
        read.map_err(|error| self.wrong(error))?;
        if self.line.ends_with('\n') { Ok(()) } else { Err(self.wrong("the file ends before its end")) }
    }

    /// The next row; none after the last, once that is proved to be the last.
    pub(super) fn next(&mut self) -> Result<Option<Vec<Value>>, BackupError> {
        while !self.ended {
            self.next_line()?;
            if self.line.starts_with('[') {
                let row =
                    read_row(&self.line, &self.kinds).ok_or_else(|| self.wrong("no row of this table"))?;
                self.hash.update(&self.line);
                self.rows += 1;
                return Ok(Some(row));
            }
            self.prove()?;
        }
        Ok(None)
    }

    fn prove(&mut self) -> Result<(), BackupError> {
        let proof: Proof = serde_json::from_str(&self.line)
            .map_err(|_| self.wrong("neither a row nor what proves the rows before it"))?;
        if proof.rows != self.rows || proof.sha256 != hex(&self.hash.clone().finalize()) {
            let (first, last) = (self.proved + 1, self.number);
            let name = self.name();
            return Err(BackupError::Changed(format!(
                "{name}, lines {first} to {last}: the rows are not those that were written"
            )));
        }
        self.hash.update(&self.line);
        self.proved = self.number;
        self.ended = proof.last;
        if self.ended && !self.from.fill_buf().map_err(at(&self.place))?.is_empty() {
            self.number += 1;
            return Err(self.wrong("something follows the end"));
        }
        Ok(())
    }

    /// Whether every row was read and proved.
    pub(super) const fn is_over(&self) -> bool {
        self.ended
    }
}

/// What is wrong with a file that has not the bytes that it had, as near as can be said.
pub(super) fn fault(directory: &Path, name: &str) -> BackupError {
    let whole = || {
        Reading::begin(&directory.join(name)).and_then(|(mut reading, _)| {
            while reading.next()?.is_some() {}
            Ok(())
        })
    };
    let other = || {
        BackupError::Changed(format!("{name} is whole, but not the file that backup.json was written with"))
    };
    whole().map_or_else(|error| error, |()| other())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_kind_are_read_back() {
        let kinds = [Kind::Int, Kind::Real, Kind::Text, Kind::Bytes];
        for row in [
            vec![
                Value::Int(i64::MAX),
                Value::Real(0.1 + 0.2),
                Value::from("\u{1}\"\\\n\u{2028}Ё"),
                Value::from(vec![0_u8, 255]),
            ],
            vec![
                Value::Int(i64::MIN),
                Value::Real(f64::MIN_POSITIVE),
                Value::from(""),
                Value::from(Vec::<u8>::new()),
            ],
            vec![Value::Int(0), Value::Real(-0.0), Value::from("[]"), Value::from(vec![7_u8; 40])],
            vec![Value::Null; 4],
        ] {
            let mut line = Vec::new();
            write_row(&mut line, &row).unwrap();
            let line = String::from_utf8(line).unwrap();
            assert!(!line.contains('\n'), "{line}");
            assert_eq!(read_row(&line, &kinds), Some(row));
        }
        for wrong in [
            "[1]",
            "[\"1\",null,null,null]",
            "[1.5,null,null,null]",
            "[null,null,null,\"0\"]",
            "{}",
            "[",
            "[9223372036854775808,null,null,null]",
        ] {
            assert_eq!(read_row(wrong, &kinds), None, "{wrong}");
        }
    }

    #[test]
    fn a_file_is_read_to_its_proved_end_or_refused_by_line() {
        let place = tempfile::tempdir().unwrap();
        let table = store::carry::carried().find(|table| table.name == "attention").unwrap();
        let kinds = [Kind::Bytes, Kind::Int, Kind::Int, Kind::Int];
        let mut writing = Writing::begin(place.path(), table, &kinds, 1).unwrap();
        for at in 0..250 {
            writing
                .row(&[Value::from(vec![1_u8; 16]), Value::Int(at), Value::Int(2), Value::Int(3)])
                .unwrap();
        }
        let part = writing.end(table).unwrap();
        assert_eq!(Part::of(place.path(), &part.name).unwrap(), part);
        let file = place.path().join(&part.name);
        let text = std::fs::read_to_string(&file).unwrap();
        let all = || -> Result<u64, BackupError> {
            let mut reading = Reading::open(place.path(), table, &kinds, 1)?;
            let mut rows = 0;
            while reading.next()?.is_some() {
                rows += 1;
            }
            assert!(reading.is_over());
            Ok(rows)
        };
        assert_eq!(all().unwrap(), 250);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 1 + 250 + 3);
        let without = |at: usize| [&lines[..at], &lines[at + 1..]].concat().join("\n") + "\n";
        let changed = [
            (text.replace(",150,2,3]", ",150,2,4]"), "lines 103 to 203: the rows are not those"),
            (without(240), "lines 204 to 253: the rows are not those"),
            (without(102), "lines 103 to 202: the rows are not those"),
            (without(101), "lines 1 to 202: the rows are not those"),
            (text.replacen("from_at", "from", 1), "line 1: its columns are others"),
            (lines[..4].join("\n") + "\n", "line 5: the file ends before its end"),
            (lines[..102].join("\n") + "\n", "line 103: the file ends before its end"),
            (text[..text.len() - 1].to_owned(), "line 254: the file ends before its end"),
            (format!("{text}[]\n"), "line 255: something follows"),
            (text.replace(",0,2,3]", ",true,2,3]"), "line 2: no row"),
            (text.replacen("\n[", "\n(", 1), "line 2: neither a row"),
            ("stream;due\n".to_owned(), "line 1: it names no table"),
            (String::new(), "line 1: the file ends before its end"),
        ];
        for (text, why) in changed {
            std::fs::write(&file, text).unwrap();
            let refused = all().unwrap_err().to_string();
            assert!(refused.contains(why), "{refused} is not: {why}");
        }
    }
}
