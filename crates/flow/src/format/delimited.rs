//! CSV and its kin, after RFC 4180, with lone carriage returns and text behind a closing quotation mark taken as they are meant.

use std::io::BufRead;

use super::rows::{Limits, Row, Rows};
use super::trouble::{Trouble, TroubleKind, TroublePart};
use super::write::heads;
use crate::csv;

/// Rows of a text in which a sign stands between the cells. The first row is the heading.
pub(super) struct Delimited<R> {
    input: R,
    delimiter: u8,
    limits: Limits,
    columns: Vec<String>,
    /// The heading is that of our own files: their texts are guarded against spreadsheets.
    guarded: bool,
    /// The line that is being read.
    line: u64,
    /// A carriage return ended the last row: a line feed behind it belongs to it.
    returned: bool,
    ends: Vec<usize>,
    rows: u64,
}

/// Where in a cell the reading stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Start,
    Plain,
    Quoted,
    /// Behind a quotation mark within a quoted cell: the end of it, or the first of two.
    Behind,
}

impl<R: BufRead> Delimited<R> {
    /// Reads the heading.
    pub fn new(input: R, delimiter: u8, limits: Limits) -> Result<Self, Trouble> {
        let ends = Vec::new();
        let mut this = Self {
            input,
            delimiter,
            limits,
            columns: Vec::new(),
            guarded: false,
            line: 1,
            returned: false,
            ends,
            rows: 0,
        };
        let mut row = Row::default();
        let mut found = this.record(&mut row)?;
        // A line for Excel alone, which says what stands between the cells.
        if found
            && row.width() <= 2
            && row.cell(0).is_some_and(|cell| cell.len() <= 5 && cell.starts_with("sep="))
        {
            found = this.record(&mut row)?;
        }
        if !found {
            return Err(TroubleKind::Empty.into());
        }
        let width = row.width();
        let blank =
            (0..width).rev().take_while(|&n| row.cell(n).unwrap_or_default().trim().is_empty()).count();
        this.columns = heading(row.cells().take(width - blank).map(Option::unwrap_or_default));
        this.guarded = heads().eq(this.columns.iter().map(String::as_str).take(heads().count()));
        Ok(this)
    }

    /// The next row that is not blank.
    fn record(&mut self, row: &mut Row) -> Result<bool, Trouble> {
        loop {
            let begun = self.line;
            let mut text = row.take();
            text.clear();
            self.ends.clear();
            if !self.cells(&mut text, begun).map_err(|e| self.name(e.at(begun)))? {
                return Ok(false);
            }
            if text.is_empty() && self.ends.len() <= 1 {
                row.put(text, &[]).map_err(Trouble::new)?;
                continue;
            }
            row.put(text, &self.ends).map_err(Trouble::new)?;
            row.line = begun;
            return Ok(true);
        }
    }

    /// Names the column in which something went wrong.
    fn name(&self, trouble: Trouble) -> Trouble {
        match self.columns.get(self.ends.len()) {
            Some(column) => trouble.of(column),
            None => trouble,
        }
    }

    fn cells(&mut self, text: &mut Vec<u8>, begun: u64) -> Result<bool, Trouble> {
        let Self { input, delimiter, limits, line, returned, ends, .. } = self;
        let delimiter = *delimiter;
        let mut place = Place::Start;
        let mut first = true;
        loop {
            let buffer = input.fill_buf().map_err(|e| Trouble::from_io(e).at(*line))?;
            if buffer.is_empty() {
                if place == Place::Quoted {
                    return Err(TroubleKind::Unclosed.into());
                }
                if first {
                    return Ok(false);
                }
                ends.push(text.len());
                return Ok(true);
            }
            let mut at = 0;
            if std::mem::take(returned) && buffer[0] == b'\n' {
                input.consume(1);
                continue;
            }
            first = false;
            let mut over = false;
            while at < buffer.len() && !over {
                match place {
                    Place::Start if buffer[at] == b'"' => {
                        place = Place::Quoted;
                        at += 1;
                    }
                    Place::Start | Place::Plain => {
                        let rest = &buffer[at..];
                        let stop = memchr::memchr3(delimiter, b'\n', b'\r', rest);
                        text.extend_from_slice(&rest[..stop.unwrap_or(rest.len())]);
                        at += stop.map_or(rest.len(), |stop| stop + 1);
                        place = if stop.is_some() { Place::Start } else { Place::Plain };
                        if let Some(stop) = stop {
                            over = ended(rest[stop], delimiter, line, returned);
                            ends.push(text.len());
                        }
                    }
                    Place::Quoted => {
                        let rest = &buffer[at..];
                        let stop = memchr::memchr(b'"', rest);
                        let inside = &rest[..stop.unwrap_or(rest.len())];
                        *line += memchr::memchr_iter(b'\n', inside).count() as u64;
                        text.extend_from_slice(inside);
                        at += stop.map_or(rest.len(), |stop| stop + 1);
                        place = if stop.is_some() { Place::Behind } else { Place::Quoted };
                    }
                    Place::Behind => {
                        let sign = buffer[at];
                        at += 1;
                        if sign == b'"' {
                            text.push(b'"');
                            place = Place::Quoted;
                        } else if sign == delimiter || sign == b'\n' || sign == b'\r' {
                            over = ended(sign, delimiter, line, returned);
                            ends.push(text.len());
                            place = Place::Start;
                        } else {
                            text.push(sign);
                            place = Place::Plain;
                        }
                    }
                }
                let cell = text.len() - ends.last().copied().unwrap_or(0);
                if cell > limits.cell || text.len() > limits.row {
                    // A mark that nobody closes swallows the rest of the file.
                    if place == Place::Quoted && *line > begun + 100 {
                        return Err(TroubleKind::Unclosed.into());
                    }
                    return Err(limits.over(if cell > limits.cell {
                        TroublePart::Cell
                    } else {
                        TroublePart::Row
                    }));
                }
                if ends.len() > limits.columns {
                    return Err(limits.over(TroublePart::Columns));
                }
            }
            input.consume(at);
            if over {
                return Ok(true);
            }
        }
    }
}

/// Whether the row is over with this sign.
fn ended(sign: u8, delimiter: u8, line: &mut u64, returned: &mut bool) -> bool {
    if sign == delimiter {
        return false;
    }
    *line += 1;
    *returned = sign == b'\r';
    true
}

/// Names of columns: each one once and none empty.
pub(super) fn heading<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names = indexmap::IndexSet::new();
    for (n, cell) in cells.enumerate() {
        let cell = cell.trim();
        let name = if cell.is_empty() { format!("#{}", n + 1) } else { cell.to_owned() };
        let mut free = name.clone();
        let mut again = 2;
        while !names.insert(free.clone()) {
            free = format!("{name} ({again})");
            again += 1;
        }
    }
    names.into_iter().collect()
}

impl<R: BufRead> Rows for Delimited<R> {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn known(&self) -> bool {
        true
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, Trouble> {
        row.clear();
        if !self.record(row)? {
            return Ok(false);
        }
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(self.limits.over(TroublePart::Rows).at(row.line));
        }
        if self.guarded {
            uncover(row);
        }
        let (found, expected) = (row.width(), self.columns.len());
        let surplus = (expected..found).any(|n| row.cell(n).is_some_and(|cell| !cell.is_empty()));
        row.flaw = (found < expected || surplus).then_some(TroubleKind::Ragged { expected, found });
        Ok(true)
    }
}

/// Takes the guard against spreadsheets off.
fn uncover(row: &mut Row) {
    if row.cells().flatten().all(|cell| csv::bare(cell).len() == cell.len()) {
        return;
    }
    let mut plain = Row::default();
    plain.line = row.line;
    for cell in row.cells() {
        plain.push(csv::bare(cell.unwrap_or_default()));
    }
    *row = plain;
}

/// What stands between the cells, by the first line: the sign that comes most often outside quotation marks.
pub(super) fn delimiter(start: &str) -> u8 {
    if let Some(sign) = start.strip_prefix("sep=").and_then(|rest| rest.bytes().next())
        && sign.is_ascii_punctuation()
    {
        return sign;
    }
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in start.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(sign, _)| *sign == byte).for_each(|(_, count)| *count += 1),
        }
    }
    // The first of equals, so that a single column is read with commas.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| *sign)
}
