//! The first look into a file: its format, its columns, its first rows, the states that occur, and what they may mean.

use std::io::Read;

use flow::format::{
    Form, Gathered, Mapping, ObjectType, Role, Row, Suggestion, Trouble, TroubleKind, Watch, gather, open,
    suggest,
};

/// So many rows are kept to be shown and guessed from.
const KEPT: usize = 200;
/// The bytes of these rows are not more.
const BYTES: usize = 8 << 20;
/// So many rows are looked through for states.
const SEEN: usize = 20_000;
/// So many different states are told.
const STATES: usize = 200;

/// What a first look finds.
#[derive(Debug, Clone)]
pub struct Look {
    /// The format.
    pub form: Form,
    /// The encoding of a text.
    pub encoding: Option<&'static str>,
    /// Every column.
    pub columns: Vec<String>,
    /// The first rows.
    pub rows: Vec<Row>,
    /// States of the first rows and how many rows came into each, in the order in which they came.
    pub states: Vec<(String, u64)>,
    /// The types of objects of an object-centric log.
    pub types: Vec<ObjectType>,
    /// The type whose objects are the requests.
    pub case_type: Option<String>,
    /// What the columns may mean, and what is open.
    pub suggestion: Suggestion,
}

/// Looks into a file. `mapping` says how to read it and which column tells the state, as far as that is known.
///
/// # Errors
/// When the file cannot be read.
pub fn look(
    reader: impl Read + Send,
    mapping: Option<&Mapping>,
    watch: Option<Watch>,
) -> Result<Look, Trouble> {
    let mut options = mapping.map(Mapping::options).unwrap_or_default();
    options.watch = watch;
    let mut source = open(reader, &options)?;
    let (mut rows, mut bytes, mut ended) = (Vec::new(), 0, false);
    while rows.len() < KEPT && bytes < BYTES && !ended {
        let next = source.preview(1)?;
        ended = next.is_empty();
        bytes += next.iter().flat_map(Row::cells).flatten().map(str::len).sum::<usize>();
        rows.extend(next);
    }
    if rows.is_empty() {
        return Err(TroubleKind::Empty.into());
    }
    let suggestion = suggest(source.columns(), &rows);
    let column = mapping.unwrap_or(&suggestion.mapping).column(Role::Activity).map(str::to_owned);
    let mut states: Vec<(String, u64)> = Vec::new();
    if let Some(column) = column {
        let missing = |text: &str| mapping.unwrap_or(&suggestion.mapping).is_missing(text);
        let mut places = std::collections::HashMap::new();
        let mut note = |row: &Row, columns: &[String]| {
            let place = columns.iter().position(|name| *name == column);
            let text = place.and_then(|place| row.cell(place)).map(str::trim).unwrap_or_default();
            if missing(text) {
                return;
            }
            if let Some(place) = places.get(text) {
                let state: &mut (String, u64) = &mut states[*place];
                state.1 += 1;
            } else if states.len() < STATES {
                places.insert(text.to_owned(), states.len());
                states.push((text.to_owned(), 1));
            }
        };
        let columns = source.columns().to_vec();
        rows.iter().for_each(|row| note(row, &columns));
        let mut seen = rows.len();
        while seen < SEEN && !ended {
            let next = source.preview(1)?;
            ended = next.is_empty();
            seen += 1;
            next.iter().for_each(|row| note(row, &columns));
        }
    }
    Ok(Look {
        form: source.form,
        encoding: source.encoding,
        columns: source.columns().to_vec(),
        types: source.types.clone(),
        case_type: source.case_type.clone(),
        rows,
        states,
        suggestion,
    })
}

/// Reads the whole file. `watch` hears how far it came and may break it off.
///
/// # Errors
/// When the file or the mapping cannot be used as a whole.
pub fn read(
    reader: impl Read + Send,
    size: u64,
    mapping: &Mapping,
    watch: Option<Watch>,
) -> Result<Gathered, Trouble> {
    let mut options = mapping.options();
    (options.size, options.watch) = (Some(size), watch);
    let mut source = open(reader, &options)?;
    gather(&mut source, mapping)
}
