//! What every format is read as: rows of cells under named columns.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use super::trouble::{Trouble, TroubleKind, TroublePart};

/// Rows of a file, one by one.
pub trait Rows {
    /// The names of the columns. In XES and object-centric logs they are found on the way, so that the list grows; a name keeps its
    /// place.
    fn columns(&self) -> &[String];

    /// Whether all columns are known before the last row was read.
    fn known(&self) -> bool;

    /// Puts the next row into `row`; `false` at the end.
    ///
    /// # Errors
    /// When the file cannot be read further.
    fn next(&mut self, row: &mut Row) -> Result<bool, Trouble>;
}

/// One row. A cell that the source does not give is absent, which is not the same as empty.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its line, see [`Trouble::line`].
    pub line: u64,
    /// Why this row cannot be used, although those after it can.
    pub flaw: Option<TroubleKind>,
    text: String,
    cells: Vec<Option<Range<usize>>>,
}

impl Row {
    /// Empties it for the next row.
    pub fn clear(&mut self) {
        self.line = 0;
        self.flaw = None;
        self.text.clear();
        self.cells.clear();
    }

    /// The cell in a column, if the source gave one.
    #[must_use]
    pub fn cell(&self, column: usize) -> Option<&str> {
        self.cells.get(column)?.clone().map(|range| &self.text[range])
    }

    /// Puts a text into a column.
    pub fn set(&mut self, column: usize, text: &str) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, None);
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.cells[column] = Some(start..self.text.len());
    }

    /// Adds the next column.
    pub fn push(&mut self, text: &str) {
        self.set(self.cells.len(), text);
    }

    /// How many bytes its cells have together.
    #[must_use]
    pub fn size(&self) -> usize {
        self.text.len()
    }

    /// How many columns it reaches over.
    #[must_use]
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    /// All cells, absent ones as `None`.
    pub fn cells(&self) -> impl Iterator<Item = Option<&str>> {
        self.cells.iter().map(|range| range.clone().map(|range| &self.text[range]))
    }

    /// The texts of all cells in one buffer, to be filled again with [`Row::put`].
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.cells.clear();
        std::mem::take(&mut self.text).into_bytes()
    }

    /// The texts of all cells, one after another, and where each ends.
    pub(super) fn put(&mut self, text: Vec<u8>, ends: &[usize]) -> Result<(), TroubleKind> {
        self.text = String::from_utf8(text).map_err(|_| TroubleKind::Encoding { assumed: "UTF-8" })?;
        let mut start = 0;
        self.cells.clear();
        self.cells.extend(ends.iter().map(|&end| Some(std::mem::replace(&mut start, end)..end)));
        Ok(())
    }
}

/// How much of a file is read at most. What is over a limit is an error that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes once unpacked.
    pub unpacked: u64,
    /// Times larger unpacked than packed, from the first 16 MB on.
    pub ratio: u64,
    /// Bytes of one cell.
    pub cell: usize,
    /// Bytes of one row.
    pub row: usize,
    /// Columns.
    pub columns: usize,
    /// Rows, or events.
    pub rows: u64,
    /// Levels of elements within elements.
    pub depth: usize,
    /// Bytes of different texts held at one time.
    pub texts: usize,
    /// Rejected and repaired rows listed one by one; beyond it they are only counted.
    pub notes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked: 2 << 30,
            ratio: 200,
            cell: 1 << 20,
            row: 4 << 20,
            columns: 2_000,
            rows: 5_000_000,
            depth: 64,
            texts: 256 << 20,
            notes: 1_000,
        }
    }
}

impl Limits {
    /// The limit of a part, as the error that names it.
    #[must_use]
    pub fn over(&self, part: TroublePart) -> Trouble {
        let limit = match part {
            TroublePart::Unpacked => self.unpacked,
            TroublePart::Ratio => self.ratio,
            TroublePart::Cell => self.cell as u64,
            TroublePart::Row => self.row as u64,
            TroublePart::Columns => self.columns as u64,
            TroublePart::Rows => self.rows,
            TroublePart::Depth => self.depth as u64,
            TroublePart::Texts => self.texts as u64,
            TroublePart::Effort => EFFORT,
        };
        TroubleKind::TooLarge { part, limit }.into()
    }
}

/// How far the reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes of the file as it was given, packed or not.
    pub bytes: u64,
    /// How many there are, if that is known.
    pub of: Option<u64>,
    /// Rows, or events.
    pub rows: u64,
}

/// Hears how far the reading has come, some times each second at least, and may break it off.
pub type Watch = Arc<dyn Fn(Progress) -> ControlFlow<()> + Send + Sync>;

/// What the reader is told about a file.
#[derive(Clone, Default)]
pub struct Options {
    /// The encoding by its name on the web, such as `windows-1251`; found out when it is not given.
    pub encoding: Option<String>,
    /// What stands between the cells of a CSV; found out when it is not given.
    pub delimiter: Option<char>,
    /// The sheet of a spreadsheet; the first when it is not given.
    pub sheet: Option<String>,
    /// The type of the objects that are the cases of an object-centric log.
    pub case_type: Option<String>,
    /// How many bytes the file has, for progress.
    pub size: Option<u64>,
    /// How much is read at most.
    pub limits: Limits,
    /// Hears of the progress.
    pub watch: Option<Watch>,
}

/// So many operations of SQLite's machine may pass between two rows.
pub(super) const EFFORT: u64 = 50_000_000;

/// The columns of a source, found on the way.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub names: indexmap::IndexSet<String>,
    list: Vec<String>,
}

impl Columns {
    /// The place of a column, which is new if need be.
    pub fn place(&mut self, name: &str, limits: &Limits) -> Result<usize, Trouble> {
        if let Some(place) = self.names.get_index_of(name) {
            return Ok(place);
        }
        if self.list.len() >= limits.columns {
            return Err(limits.over(TroublePart::Columns));
        }
        self.list.push(name.to_owned());
        Ok(self.names.insert_full(name.to_owned()).0)
    }

    /// All of them.
    pub fn list(&self) -> &[String] {
        &self.list
    }
}
