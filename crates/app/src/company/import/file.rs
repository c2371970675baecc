//! From bytes to cells: encoding, separator, header, rows with their lines.

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};

use super::columns::Column;
use super::{MAX_BYTES, MAX_ROWS};
use crate::company::checks::bound;
use crate::error::{Answer, AppError, FieldError};

/// What may stand between columns, the more usual first.
const SEPARATORS: [u8; 3] = [b';', b',', b'\t'];

/// A file that was read.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) encoding: &'static str,
    pub(super) separator: char,
    /// The place of each column that the file has.
    pub(super) columns: Vec<(Column, usize)>,
    /// How many columns the header has.
    pub(super) width: usize,
    /// Headers that mean nothing here.
    pub(super) ignored: Vec<String>,
    /// Rows that are not empty, with the line that each begins on.
    pub(super) rows: Vec<(u64, StringRecord)>,
}

impl Sheet {
    /// What a row says in a column; none when the file does not have it.
    pub(super) fn cell<'a>(&self, row: &'a StringRecord, column: Column) -> Option<&'a str> {
        let (_, at) = self.columns.iter().find(|(known, _)| *known == column)?;
        Some(row.get(*at).unwrap_or_default())
    }
}

/// Reads the file.
pub(super) fn read(bytes: &[u8]) -> Answer<Sheet> {
    if bytes.len() > MAX_BYTES {
        return Err(whole("file-too-large", Some(bound(MAX_BYTES / 1024 / 1024))));
    }
    let (text, encoding) = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(whole("file-empty", None));
    }
    let (separator, mut records) = SEPARATORS
        .iter()
        .map(|separator| (*separator, known_headers(&text, *separator)))
        .rev()
        .max_by_key(|(_, known)| *known)
        .map(|(separator, _)| (separator, records(&text, separator)))
        .ok_or_else(|| whole("file-empty", None))?;
    let header = records.next().map(|(_, record)| record).unwrap_or_default();
    let (columns, ignored) = columns(&header)?;
    let mut rows = Vec::new();
    for (line, record) in records {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == MAX_ROWS {
            return Err(whole("file-too-many-rows", Some(bound(MAX_ROWS))));
        }
        rows.push((line, record));
    }
    if rows.is_empty() {
        return Err(whole("file-no-rows", None));
    }
    let separator = char::from(separator);
    Ok(Sheet { encoding, separator, columns, width: header.len(), ignored, rows })
}

fn whole(problem: &'static str, limit: Option<i64>) -> AppError {
    AppError::Invalid(vec![FieldError { field: "file".to_owned(), problem, limit }])
}

/// The text and its encoding: what the mark at the beginning says, else UTF-8, else Windows-1251, as Excel saves it.
fn decode(bytes: &[u8]) -> Answer<(String, &'static str)> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
        None => (WINDOWS_1251, bytes),
    };
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    // Bytes that no text of the encoding has: a picture, an archive, a workbook.
    if damaged || text.contains('\0') {
        return Err(whole("file-not-text", None));
    }
    // One kind of line end, so that lines can be counted.
    Ok((text.replace("\r\n", "\n").replace('\r', "\n"), encoding.name()))
}

/// Rows with the line that each begins on.
fn records(text: &str, separator: u8) -> impl Iterator<Item = (u64, StringRecord)> + '_ {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
        .into_records()
        // The text is UTF-8 and rows may have any length, so nothing is left that could fail.
        .filter_map(Result::ok)
        .map(|record| (record.position().map_or(0, csv::Position::line), record))
}

fn known_headers(text: &str, separator: u8) -> usize {
    let header = records(text, separator).next().map(|(_, record)| record).unwrap_or_default();
    header.iter().filter(|header| Column::from_header(header).is_some()).count()
}

/// The place of each known column.
type Places = Vec<(Column, usize)>;

/// The places of known columns, and headers that mean nothing here.
fn columns(header: &StringRecord) -> Answer<(Places, Vec<String>)> {
    let (mut found, mut ignored, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for (at, title) in header.iter().enumerate() {
        match Column::from_header(title) {
            Some(column) if found.iter().any(|(known, _)| *known == column) => {
                problems.push(FieldError::new(column.code(), "import-column-twice"));
            }
            Some(column) => found.push((column, at)),
            None if title.trim().is_empty() => {}
            None => ignored.push(super::row::shown(title)),
        }
    }
    for column in Column::ALL {
        if column.is_required() && !found.iter().any(|(known, _)| *known == column) {
            problems.push(FieldError::new(column.code(), "import-column-missing"));
        }
    }
    if problems.is_empty() { Ok((found, ignored)) } else { Err(AppError::Invalid(problems)) }
}
