//! XES, IEEE 1849: a trace is a case, its attributes come before every event as `case:…`.

use std::io::BufRead;

use super::rows::{Columns, Limits, Row, Rows};
use super::trouble::{Kind, Part, Trouble};
use super::xml::{Node, Xml, attribute};

/// Attributes of a trace or an event, by their column.
type Cells = Vec<(usize, String)>;

/// Events of a XES document.
pub(super) struct Xes<R> {
    xml: Xml<R>,
    limits: Limits,
    columns: Columns,
    /// The names of the elements that are open and matter: log, trace, event.
    within: Vec<Level>,
    case: Cells,
    event: Cells,
    /// The line of the event.
    line: u64,
    rows: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum Level {
    Log,
    Trace,
    Event,
    /// Attributes, and what they hold.
    Other,
}

/// The elements that are attributes with a value.
const VALUES: [&str; 6] = ["string", "date", "int", "float", "boolean", "id"];

impl<R: BufRead> Xes<R> {
    pub fn new(input: R, limits: Limits) -> Self {
        let (case, event) = (Vec::new(), Vec::new());
        let (xml, columns) = (Xml::new(input, limits), Columns::default());
        Self { xml, limits, columns, within: Vec::new(), case, event, line: 0, rows: 0 }
    }

    fn open(&mut self, element: &quick_xml::events::BytesStart<'_>) -> Result<(), Trouble> {
        let line = self.xml.line();
        let name = element.local_name();
        let outer = self.within.last().copied();
        let level = match (outer, name.as_ref()) {
            (None, "log") => Level::Log,
            (None, _) => return Err(Trouble::new(Kind::UnknownFormat).at(line)),
            (Some(Level::Log), "trace") => {
                self.case.clear();
                Level::Trace
            }
            (Some(Level::Log | Level::Trace), "event") => {
                self.event.clear();
                self.line = line;
                Level::Event
            }
            _ => Level::Other,
        };
        if level == Level::Other && VALUES.contains(&name.as_ref()) {
            let prefix = match outer {
                Some(Level::Trace) => "case:",
                Some(Level::Event) => "",
                _ => {
                    self.within.push(level);
                    return Ok(());
                }
            };
            let key = attribute(element, "key", line)?.unwrap_or_default();
            let value = attribute(element, "value", line)?.unwrap_or_default();
            if value.len() > self.limits.cell {
                return Err(self.limits.over(Part::Cell).at(line).of(&key));
            }
            let column =
                self.columns.place(&format!("{prefix}{key}"), &self.limits).map_err(|e| e.at(line))?;
            let cells = if prefix.is_empty() { &mut self.event } else { &mut self.case };
            // An attribute given twice: the first counts.
            if cells.iter().all(|(known, _)| *known != column) {
                cells.push((column, value.into_owned()));
            }
            let size: usize = cells.iter().map(|(_, value)| value.len()).sum();
            if cells.len() > 64 && size > self.limits.row {
                return Err(self.limits.over(Part::Row).at(line));
            }
        }
        self.within.push(level);
        Ok(())
    }
}

impl<R: BufRead> Rows for Xes<R> {
    fn columns(&self) -> &[String] {
        self.columns.list()
    }

    fn known(&self) -> bool {
        false
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, Trouble> {
        row.clear();
        loop {
            match self.xml.next()? {
                Node::Open(element) => {
                    self.open(&element)?;
                }
                Node::Close => {
                    let closed = self.within.pop();
                    if closed == Some(Level::Trace) {
                        self.case.clear();
                    }
                    if closed == Some(Level::Event) {
                        self.rows += 1;
                        if self.rows > self.limits.rows {
                            return Err(self.limits.over(Part::Rows).at(self.line));
                        }
                        row.line = self.line;
                        for (column, value) in self.case.iter().chain(&self.event) {
                            row.set(*column, value);
                        }
                        return Ok(true);
                    }
                }
                Node::Text(_) => {}
                Node::End => return Ok(false),
            }
        }
    }
}
