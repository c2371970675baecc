//! Spreadsheets of Office Open XML. The cells are read one by one, so that what the sheet says of its own size is not believed.

use std::fs::File;
use std::io::{BufReader, Read, Seek};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};

use super::delimited::heading;
use super::input::{CHUNK, Course};
use super::rows::{Limits, Row, Rows};
use super::trouble::{Trouble, TroubleKind, TroublePart};

/// The rows of a sheet.
pub(super) struct Sheet {
    columns: Vec<String>,
    rows: std::vec::IntoIter<Row>,
}

fn bad(said: impl ToString) -> Trouble {
    TroubleKind::BadSpreadsheet { said: said.to_string() }.into()
}

impl Sheet {
    /// Reads one sheet of a file.
    pub fn read(file: File, wish: Option<&str>, limits: Limits, course: &Course) -> Result<Self, Trouble> {
        let file = BufReader::new(file);
        let file = weigh(file, &limits)?;
        let mut book: Xlsx<_> = Xlsx::new(file).map_err(bad)?;
        let names = book.sheet_names();
        let name = match wish {
            Some(wish) => names.iter().find(|name| *name == wish),
            None => names.first(),
        };
        let no_sheet = || Trouble::from(TroubleKind::NoSheet { name: wish.unwrap_or_default().to_owned() });
        let name = name.ok_or_else(no_sheet)?.clone();
        let mut cells = book.worksheet_cells_reader(&name).map_err(bad)?;
        let (mut rows, mut held) = (Vec::<Row>::new(), 0);
        while let Some(cell) = cells.next_cell().map_err(bad)? {
            let (line, column) = cell.get_position();
            let (line, column) = (u64::from(line) + 1, column as usize);
            let text = text(cell.get_value());
            if text.is_empty() {
                continue;
            }
            if column >= limits.columns {
                return Err(limits.over(TroublePart::Columns).at(line));
            }
            if text.len() > limits.cell {
                return Err(limits.over(TroublePart::Cell).at(line));
            }
            if text.contains('\0') {
                return Err(Trouble::new(TroubleKind::Nul).at(line));
            }
            if rows.last().is_none_or(|row| row.line != line) {
                if rows.len() as u64 > limits.rows {
                    return Err(limits.over(TroublePart::Rows).at(line));
                }
                if rows.last().is_some_and(|row| row.line > line) {
                    return Err(bad("rows are not in order").at(line));
                }
                if rows.len().is_multiple_of(1_024) {
                    course.tell(0)?;
                }
                let mut row = Row::default();
                row.line = line;
                rows.push(row);
                held += 96;
            }
            if let Some(row) = rows.last_mut() {
                held += text.len() + (column + 1).saturating_sub(row.width()) * 24;
                row.set(column, &text);
            }
            if held > limits.texts {
                return Err(limits.over(TroublePart::Texts).at(line));
            }
        }
        let mut rows = rows.into_iter();
        let first = rows.next().ok_or(TroubleKind::Empty)?;
        let columns = heading(first.cells().map(Option::unwrap_or_default));
        Ok(Self { columns, rows })
    }
}

impl Rows for Sheet {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn known(&self) -> bool {
        true
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, Trouble> {
        let Some(found) = self.rows.next() else { return Ok(false) };
        *row = found;
        let (found, expected) = (row.width(), self.columns.len());
        row.flaw = (found > expected).then_some(TroubleKind::Ragged { expected, found });
        // Cells at the end that were never written are empty ones.
        while row.width() < expected {
            row.push("");
        }
        Ok(true)
    }
}

/// Unpacks everything once without keeping it: sizes that an archive gives of itself can be false.
fn weigh<R: Read + Seek>(file: R, limits: &Limits) -> Result<R, Trouble> {
    let mut archive = zip::ZipArchive::new(file).map_err(bad)?;
    if archive.len() > 10_000 {
        return Err(bad("too many parts"));
    }
    let mut total = 0;
    let mut buffer = vec![0; CHUNK];
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).map_err(bad)?;
        let packed = part.compressed_size();
        let name = part.name().map_err(bad)?.into_owned();
        let xml = name.ends_with(".xml");
        // The longest stretch without a sign of the language, which a reader would have to hold.
        let (mut size, mut stretch) = (0_u64, 0);
        loop {
            let count = part.read(&mut buffer).map_err(bad)?;
            if count == 0 {
                break;
            }
            size += count as u64;
            total += count as u64;
            if total > limits.unpacked {
                return Err(limits.over(TroublePart::Unpacked));
            }
            if size > 16 << 20 && size / packed.max(1) > limits.ratio {
                return Err(limits.over(TroublePart::Ratio));
            }
            let piece = &buffer[..count];
            stretch = match memchr::memrchr(b'<', piece) {
                Some(last) => count - last,
                None => stretch + count,
            };
            if xml && stretch > limits.row {
                return Err(limits.over(TroublePart::Cell));
            }
        }
        if xml && name.ends_with("sharedStrings.xml") && size > limits.texts as u64 {
            return Err(limits.over(TroublePart::Texts));
        }
    }
    Ok(archive.into_inner())
}

/// A cell as text: dates as ISO 8601, whole numbers without a fraction.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(time) => date(time),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A date of a spreadsheet, to the second: its fractions of a day are never exact.
fn date(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let small = |number: u8| i8::try_from(number).ok();
    let exact = || {
        let date = jiff::civil::Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
        let nano = i32::from(milli) * 1_000_000;
        let time = jiff::civil::Time::new(small(hour)?, small(minute)?, small(second)?, nano).ok()?;
        date.to_datetime(time).round(jiff::Unit::Second).ok()
    };
    exact().map_or_else(|| time.as_f64().to_string(), |time| time.to_string())
}
