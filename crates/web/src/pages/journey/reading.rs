//! Reading one form: typed values come out, what is wrong is gathered under the names of the fields, all of it at once.

use app::error::{AppError, FieldError};
use app::requests::FileInput;
use app::words::clean;
use domain::content::limits::{LINE, PAGE, PARAGRAPH};
use domain::ids::ItemId;
use domain::localized::Language;
use domain::money::{Currency, Minor, Seconds};
use domain::time::Instant;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::typed::{self, Fault};
use crate::auth::{Fields, Upload};

/// One form as it is read.
pub(in crate::pages) struct Reading<'a> {
    pub fields: &'a Fields,
    files: &'a [Upload],
    language: Language,
    zone: TimeZone,
    currency: Currency,
    problems: Vec<FieldError>,
}

impl<'a> Reading<'a> {
    /// Values are read as a reader of this language and zone writes them.
    pub fn new(fields: &'a Fields, files: &'a [Upload], reader: &crate::format::Reader) -> Self {
        Self {
            fields,
            files,
            language: reader.l.0,
            zone: reader.zone.clone(),
            currency: reader.currency,
            problems: Vec::new(),
        }
    }

    /// Notes what is wrong with a field.
    pub fn problem(&mut self, field: impl Into<String>, problem: Fault) {
        self.problems.push(FieldError::new(field, problem));
    }

    /// The value, when nothing was wrong.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with everything that was wrong.
    pub fn done<T>(mut self, value: Option<T>) -> Result<T, AppError> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => {
                // A value that could not be made has said why.
                if self.problems.is_empty() {
                    self.problem("form", "field-wrong");
                }
                Err(AppError::Invalid(self.problems))
            }
        }
    }

    fn words(&mut self, name: &str, limit: usize, required: bool) -> String {
        let text = clean(self.fields.text(name));
        if text.is_empty() && required {
            self.problem(name, "field-required");
        }
        if text.chars().count() > limit {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            self.problems.push(FieldError::new(name, "field-too-long").limit(limit));
        }
        text
    }

    /// A line that must be there.
    pub fn line(&mut self, name: &str) -> String {
        self.words(name, LINE, true)
    }

    /// A line that may be left out.
    pub fn opt_line(&mut self, name: &str) -> String {
        self.words(name, LINE, false)
    }

    /// A paragraph that must be there.
    pub fn paragraph(&mut self, name: &str) -> String {
        self.words(name, PARAGRAPH, true)
    }

    /// A paragraph that may be left out.
    pub fn opt_paragraph(&mut self, name: &str) -> String {
        self.words(name, PARAGRAPH, false)
    }

    /// A long text that must be there.
    pub fn page(&mut self, name: &str) -> String {
        self.words(name, PAGE, true)
    }

    /// A long text that may be left out.
    pub fn opt_page(&mut self, name: &str) -> String {
        self.words(name, PAGE, false)
    }

    fn typed<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let read = match self.fields.filled(name) {
            None => Err("field-required"),
            Some(text) => read(text),
        };
        read.map_err(|fault| self.problem(name, fault)).ok()
    }

    /// True when something was typed.
    pub fn filled(&self, name: &str) -> bool {
        self.fields.filled(name).is_some()
    }

    /// A sum.
    pub fn money(&mut self, name: &str) -> Option<Minor> {
        let (currency, language) = (self.currency, self.language);
        self.typed(name, |text| typed::money(text, currency, language))
    }

    /// Thousandths.
    pub fn quantity(&mut self, name: &str) -> Option<i64> {
        let language = self.language;
        self.typed(name, |text| typed::quantity(text, language))
    }

    /// Hours, in seconds.
    pub fn hours(&mut self, name: &str) -> Option<Seconds> {
        let language = self.language;
        self.typed(name, |text| typed::hours(text, language))
    }

    /// Minutes, in seconds.
    pub fn minutes(&mut self, name: &str) -> Option<Seconds> {
        let language = self.language;
        self.typed(name, |text| typed::minutes(text, language))
    }

    /// A whole number of a few digits.
    pub fn small<T: TryFrom<i64>>(&mut self, name: &str) -> Option<T> {
        let language = self.language;
        self.typed(name, |text| {
            // Per cent are often written with their sign.
            let text = text.trim_end_matches('%');
            let whole = typed::whole(text, language)?;
            T::try_from(whole).map_err(|_| "field-out-of-bounds")
        })
    }

    /// An id that a select, a radio button or a hidden field carries.
    pub fn id(&mut self, name: &str) -> Option<Uuid> {
        self.typed(name, |text| Uuid::try_parse(text).map_err(|_| "field-not-offered"))
    }

    /// An id that may be left out.
    pub fn opt_id(&mut self, name: &str) -> Option<Uuid> {
        if self.filled(name) { self.id(name) } else { None }
    }

    /// Ids of ticked boxes.
    pub fn items(&mut self, name: &str) -> Vec<ItemId> {
        let ids: Vec<_> = self.fields.all(name).map(ItemId::parse).collect();
        if ids.contains(&None) {
            self.problem(name, "field-not-offered");
        }
        ids.into_iter().flatten().collect()
    }

    /// One of a closed set of words.
    pub fn choice<T>(&mut self, name: &str, from_code: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.typed(name, |code| from_code(code).ok_or("field-not-offered"))
    }

    /// A moment from two fields: the date in `name`, the time in `name_time`. Without a time it is `otherwise`, when that is
    /// given.
    pub fn moment(&mut self, name: &str, otherwise: Option<Time>) -> Option<Instant> {
        let date = self.typed(name, typed::date);
        let field = format!("{name}_time");
        let time = match otherwise {
            Some(time) if !self.filled(&field) => Some(time),
            _ => self.typed(&field, typed::time),
        };
        let (date, time) = (date?, time?);
        let moment = typed::moment(date, time, &self.zone);
        moment.map_err(|fault| self.problem(name, fault)).ok()
    }

    /// The numbers of the rows that came, in order: `rows("line", "text")` for `line_0_text`, `line_3_text`.
    pub fn rows(&self, kind: &str, part: &str) -> Vec<usize> {
        rows(self.fields.names(), kind, part)
    }

    /// The files of the field `files`.
    pub fn files(&self) -> Vec<FileInput> {
        let files = self.files.iter().filter(|upload| upload.field == "files");
        files.map(|upload| FileInput { name: upload.name.clone(), file: upload.file.clone() }).collect()
    }
}

/// The numbers of rows among names of fields. `part` is empty for rows of one field, `quote_0`.
pub(super) fn rows<'n>(names: impl Iterator<Item = &'n str>, kind: &str, part: &str) -> Vec<usize> {
    let mut rows: Vec<usize> = names
        .filter_map(|name| name.strip_prefix(kind)?.strip_prefix('_'))
        .filter_map(
            |rest| if part.is_empty() { Some(rest) } else { rest.strip_suffix(part)?.strip_suffix('_') },
        )
        .filter_map(|number| number.parse().ok())
        .filter(|row| *row < 1_000)
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::reader;

    fn read<T>(
        form: &str,
        read: impl FnOnce(&mut Reading<'_>) -> Option<T>,
    ) -> Result<T, Vec<(String, Fault)>> {
        let fields = Fields::parse(form.as_bytes());
        let mut reading = Reading::new(&fields, &[], &reader(Language::Ru));
        let value = read(&mut reading);
        reading.done(value).map_err(|error| match error {
            AppError::Invalid(problems) => {
                problems.into_iter().map(|problem| (problem.field, problem.problem)).collect()
            }
            other => panic!("{other}"),
        })
    }

    #[test]
    fn all_problems_come_at_once() {
        let found = read("sum=x&day=2026-11-26&time=&text=+", |form| {
            let (sum, at, text) = (form.money("sum"), form.moment("day", None), form.line("text"));
            Some((sum?, at?, text))
        });
        let field = |name: &str, fault| (name.to_owned(), fault);
        let expected = vec![
            field("sum", "field-not-number"),
            field("day_time", "field-required"),
            field("text", "field-required"),
        ];
        assert_eq!(found.unwrap_err(), expected);
    }

    #[test]
    fn moments_are_of_the_reader_s_zone() {
        let at = read("day=26.11.2026&day_time=16:00", |form| form.moment("day", None)).unwrap();
        assert_eq!(at.to_timestamp().to_string(), "2026-11-26T13:00:00Z");
        let end = Time::constant(23, 59, 0, 0);
        let at = read("day=26.11.2026", |form| form.moment("day", Some(end))).unwrap();
        assert_eq!(at.to_timestamp().to_string(), "2026-11-26T20:59:00Z");
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_with_its_limit() {
        let fields = Fields::parse(format!("text={}", "я".repeat(301)).as_bytes());
        let mut form = Reading::new(&fields, &[], &reader(Language::Ru));
        form.line("text");
        let Err(AppError::Invalid(problems)) = form.done(Some(())) else { panic!("it was taken") };
        assert_eq!((problems[0].problem, problems[0].limit), ("field-too-long", Some(300)));
    }

    #[test]
    fn rows_are_found_by_their_names() {
        let names =
            ["line_3_text", "line_0_text", "line_x_text", "line_12_kind", "line_99999_text", "quote_1"];
        assert_eq!(rows(names.into_iter(), "line", "text"), [0, 3]);
        assert_eq!(rows(names.into_iter(), "quote", ""), [1]);
    }
}
