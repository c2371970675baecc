//! All rows as text, the same on both engines: for comparing databases, in tests and after a move.

use std::fmt::Write as _;

use base16ct::lower::encode_string as hex;
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::params;
use crate::sql;
use crate::statement::Engine;
use crate::tables::{Dump, Table, tables};
use crate::tx::Tx;
use crate::value::{Row, Value};

/// Bytes longer than this are shown by their hash.
const SHOWN: usize = 64;

/// The rows of one table, summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksum {
    /// The table.
    pub table: &'static str,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 over the lines of the dump, in hex.
    pub sha256: String,
}

/// Gives every row of every listed table as one line `table column=value …`, tables by name, rows by primary key.
pub fn dump(tx: &mut dyn Tx, line: &mut dyn FnMut(&str)) -> Result<(), StoreError> {
    for table in tables(tx.engine()) {
        dump_table(tx, table, line)?;
    }
    Ok(())
}

/// The whole dump as one text.
pub fn dump_text(tx: &mut dyn Tx) -> Result<String, StoreError> {
    let mut text = String::new();
    dump(tx, &mut |line| {
        text.push_str(line);
        text.push('\n');
    })?;
    Ok(text)
}

/// A checksum for each listed table that both engines have.
pub fn checksums(tx: &mut dyn Tx) -> Result<Vec<Checksum>, StoreError> {
    let mut sums = Vec::new();
    for table in tables(tx.engine()).filter(|table| table.dump != Dump::Nothing) {
        let (mut rows, mut hash) = (0, Sha256::new());
        dump_table(tx, table, &mut |line| {
            rows += 1;
            hash.update(line);
            hash.update("\n");
        })?;
        sums.push(Checksum { table: table.name, rows, sha256: hex(&hash.finalize()) });
    }
    Ok(sums)
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Integers.
    Int,
    /// Real numbers.
    Real,
    /// Texts.
    Text,
    /// Bytes.
    Bytes,
}

/// A column as the schema has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its values are; none for what one engine alone knows.
    pub kind: Option<Kind>,
    /// Its place in the primary key, from 1.
    key: Option<i64>,
}

/// Gives the rows of one table.
pub fn dump_table(tx: &mut dyn Tx, table: &Table, line: &mut dyn FnMut(&str)) -> Result<(), StoreError> {
    let columns = columns(tx, table.name)?;
    let shown: Vec<&str> = match table.dump {
        Dump::Nothing => return Ok(()),
        Dump::All => columns.iter().map(|column| column.name.as_str()).collect(),
        Dump::Columns(names) => names.to_vec(),
    };
    rows_in_order(tx, table.name, &columns, &shown, &mut |row| {
        line(&row_line(table.name, &shown, row));
        Ok(())
    })
}

/// Gives these columns of every row of a table, in the order of its primary key, which is the same on both engines.
pub(crate) fn rows_in_order(
    tx: &mut dyn Tx,
    table: &str,
    columns: &[Column],
    shown: &[&str],
    each: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut key: Vec<&Column> = columns.iter().filter(|column| column.key.is_some()).collect();
    key.sort_by_key(|column| column.key);
    if key.is_empty() {
        return Err(StoreError::Schema(format!("{table} has no primary key")));
    }
    // Text is ordered by its bytes, whatever language the server speaks.
    let bytewise = |column: &&Column| match (column.kind, tx.engine()) {
        (Some(Kind::Text), Engine::Postgres) => format!("\"{}\" COLLATE \"C\"", column.name),
        _ => format!("\"{}\"", column.name),
    };
    let order = key.iter().map(bytewise).collect::<Vec<_>>().join(", ");
    let quoted = shown.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    tx.rows_of(&format!("SELECT {quoted} FROM {table} ORDER BY {order}"), &[], each)
}

/// The columns of a table, in the order of the schema.
pub fn columns(tx: &mut dyn Tx, table: &str) -> Result<Vec<Column>, StoreError> {
    let columns: Vec<(String, String, Option<i64>)> = tx.all(
        sql!(
            sqlite = "SELECT name, type, nullif(pk, 0)
                 FROM pragma_table_info($1) ORDER BY cid",
            postgres = "SELECT CAST(a.attname AS TEXT), CAST(format_type(a.atttypid, NULL) AS TEXT),
                        (SELECT CAST(array_position(CAST(i.indkey AS INT2[]), a.attnum) AS BIGINT)
                           FROM pg_catalog.pg_index AS i WHERE i.indrelid = a.attrelid AND i.indisprimary)
                 FROM pg_catalog.pg_attribute AS a
                 WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
        ),
        params![table],
    )?;
    let kind = |word: &str| match word {
        "INTEGER" | "bigint" => Some(Kind::Int),
        "REAL" | "double precision" => Some(Kind::Real),
        "TEXT" | "text" => Some(Kind::Text),
        "BLOB" | "bytea" => Some(Kind::Bytes),
        _ => None,
    };
    Ok(columns.into_iter().map(|(name, word, key)| Column { name, kind: kind(&word), key }).collect())
}

fn row_line(table: &str, names: &[&str], row: &Row) -> String {
    let mut line = table.to_owned();
    for (name, value) in names.iter().zip(row.values()) {
        let _ = match value {
            Value::Null => write!(line, " {name}=-"),
            Value::Int(int) => write!(line, " {name}={int}"),
            Value::Real(real) => write!(line, " {name}={real:?}"),
            Value::Text(text) => write!(line, " {name}={text:?}"),
            Value::Bytes(bytes) if bytes.len() <= SHOWN => write!(line, " {name}=x{}", hex(bytes)),
            Value::Bytes(bytes) => {
                write!(line, " {name}={}:sha256:{}", bytes.len(), hex(&Sha256::digest(bytes)))
            }
        };
    }
    line
}
