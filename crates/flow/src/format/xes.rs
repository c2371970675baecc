//! XES, IEEE 1849: a trace is a case, its attributes come before every event as `case:…`.

use std::collections::HashMap;
use std::io::BufRead;

use quick_xml::events::BytesStart;

use super::rows::{Columns, Limits, Row, Rows};
use super::trouble::{Trouble, TroubleKind, TroublePart};
use super::xml::{Node, Xml, attribute};

/// Events of a XES document.
pub(super) struct Xes<R> {
    xml: Xml<R>,
    state: State,
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

/// What is known at one place of the document.
struct State {
    limits: Limits,
    columns: Columns,
    /// Where the attributes of traces and of events stand, by their key.
    of_trace: HashMap<String, usize>,
    of_event: HashMap<String, usize>,
    /// What the elements are that are open.
    within: Vec<Level>,
    trace: Row,
    event: Row,
}

/// The elements that are attributes with a value.
const VALUES: [&str; 6] = ["string", "date", "int", "float", "boolean", "id"];

impl<R: BufRead> Xes<R> {
    pub fn new(input: R, limits: Limits) -> Self {
        let state = State {
            limits,
            columns: Columns::default(),
            of_trace: HashMap::new(),
            of_event: HashMap::new(),
            within: Vec::new(),
            trace: Row::default(),
            event: Row::default(),
        };
        Self { xml: Xml::new(input, limits), state, rows: 0 }
    }
}

impl State {
    fn open(&mut self, element: &BytesStart<'_>, line: u64) -> Result<(), Trouble> {
        let name = element.local_name();
        let outer = self.within.last().copied();
        let level = match (outer, name.as_ref()) {
            (None, "log") => Level::Log,
            (None, _) => return Err(Trouble::new(TroubleKind::UnknownFormat).at(line)),
            (Some(Level::Log), "trace") => {
                self.trace.clear();
                Level::Trace
            }
            (Some(Level::Log | Level::Trace), "event") => {
                self.event.clear();
                self.event.line = line;
                Level::Event
            }
            _ => Level::Other,
        };
        self.within.push(level);
        match outer {
            Some(outer @ (Level::Trace | Level::Event)) if VALUES.contains(&name.as_ref()) => {
                self.value(element, outer == Level::Trace, line).map_err(|e| e.at(line))
            }
            _ => Ok(()),
        }
    }

    fn value(&mut self, element: &BytesStart<'_>, of_trace: bool, line: u64) -> Result<(), Trouble> {
        let key = attribute(element, "key", line)?.unwrap_or_default();
        let value = attribute(element, "value", line)?.unwrap_or_default();
        if value.len() > self.limits.cell {
            return Err(self.limits.over(TroublePart::Cell).of(&key));
        }
        let (places, prefix, row) = match of_trace {
            true => (&mut self.of_trace, "case:", &mut self.trace),
            false => (&mut self.of_event, "", &mut self.event),
        };
        let column = match places.get(&*key) {
            Some(column) => *column,
            None => {
                let column = self.columns.place(&format!("{prefix}{key}"), &self.limits)?;
                places.insert(key.into_owned(), column);
                column
            }
        };
        // An attribute given twice: the first counts.
        if row.cell(column).is_none() {
            row.set(column, &value);
            if row.size() > self.limits.row {
                return Err(self.limits.over(TroublePart::Row));
            }
        }
        Ok(())
    }

    /// Whether the element that ends is an event.
    fn close(&mut self) -> bool {
        let closed = self.within.pop();
        if closed == Some(Level::Trace) {
            self.trace.clear();
        }
        closed == Some(Level::Event)
    }
}

impl<R: BufRead> Rows for Xes<R> {
    fn columns(&self) -> &[String] {
        self.state.columns.list()
    }

    fn known(&self) -> bool {
        false
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, Trouble> {
        let Self { xml, state, rows } = self;
        loop {
            let event = match xml.next()? {
                Node::Open { element, line, closed } => {
                    state.open(&element, line)?;
                    closed && state.close()
                }
                Node::Close => state.close(),
                Node::Text(_) | Node::Aside => false,
                Node::End => return Ok(false),
            };
            if !event {
                continue;
            }
            *rows += 1;
            if *rows > state.limits.rows {
                return Err(state.limits.over(TroublePart::Rows).at(state.event.line));
            }
            std::mem::swap(row, &mut state.event);
            for (column, cell) in state.trace.cells().enumerate() {
                if let Some(cell) = cell {
                    row.set(column, cell);
                }
            }
            return Ok(true);
        }
    }
}
