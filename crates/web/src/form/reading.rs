//! Reading a form: what its declaration asks comes out as the input of a use case, what is wrong is gathered under the names of the fields,
//! all of it at once.

use app::error::{AppError, FieldError};
use app::requests::FileInput;
use app::words::clean;
use domain::localized::Language;
use domain::money::Currency;
use domain::time::Instant;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::decl::{FieldDecl, FieldKind};
use super::typed;
use crate::auth::{Fields, Upload};
use crate::format::{Fault, Reader, decimal};

/// One form as it is read.
pub(crate) struct Reading<'a> {
    fields: &'a Fields,
    files: &'a [Upload],
    language: Language,
    zone: TimeZone,
    currency: Currency,
    problems: Vec<FieldError>,
}

impl<'a> Reading<'a> {
    /// Values are read as a reader of this language and zone writes them.
    pub fn new(fields: &'a Fields, files: &'a [Upload], reader: &Reader) -> Self {
        Self {
            fields,
            files,
            language: reader.l.0,
            zone: reader.zone.clone(),
            currency: reader.currency,
            problems: Vec::new(),
        }
    }

    /// Everything that is asked, as the input of a use case.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with everything that is wrong.
    pub fn input<T: DeserializeOwned>(mut self, asked: &[FieldDecl]) -> Result<T, AppError> {
        let value = Some(self.object(asked));
        made(self.done(value)?)
    }

    /// The values of what is asked, by the names of the input; what is left out is not there.
    pub fn object(&mut self, asked: &[FieldDecl]) -> Value {
        let values = asked.iter().filter_map(|field| Some((field.input.to_owned(), self.value(field)?)));
        Value::Object(values.collect::<Map<_, _>>())
    }

    /// Notes what is wrong with a field.
    pub fn problem(&mut self, field: impl Into<String>, problem: Fault) {
        self.problems.push(FieldError::new(field, problem));
    }

    /// Notes what a rule found.
    pub fn found(&mut self, problems: Vec<FieldError>) {
        self.problems.extend(problems);
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

    /// True when something was typed.
    pub fn filled(&self, name: &str) -> bool {
        self.fields.filled(name).is_some()
    }

    /// The value of one field; none when it is left out or wrong, which is then noted.
    pub fn value(&mut self, asked: &FieldDecl) -> Option<Value> {
        self.value_at(asked, asked.name)
    }

    /// The same under another name: for fields that come once a row.
    pub fn value_at(&mut self, asked: &FieldDecl, name: &str) -> Option<Value> {
        let text = match asked.kind {
            FieldKind::Words(limit) => {
                return Some(self.words(asked, name, self.fields.text(name), limit).into());
            }
            FieldKind::Secret | FieldKind::Carried => return Some(self.fields.text(name).into()),
            FieldKind::Tick => return Some(self.fields.flag(name).into()),
            FieldKind::Both(limit) => return Some(self.both(asked, name, limit)),
            FieldKind::Ids => {
                return Some(
                    self.list(asked, name, |text| Some(Uuid::try_parse(text).ok()?.to_string().into())),
                );
            }
            FieldKind::Numbers => {
                let numbers = self.fields.all(name).filter_map(|text| text.parse::<i64>().ok());
                return Some(numbers.map(Value::from).collect());
            }
            FieldKind::Lines => {
                let lines = self.fields.text(name).lines().map(str::trim);
                return Some(lines.filter(|line| !line.is_empty()).map(Value::from).collect());
            }
            FieldKind::Rows(parts) => {
                let first = parts.first().map_or("", |part| part.name);
                let rows = self.rows(name, first).into_iter().map(|row| {
                    let part = |part: &FieldDecl| {
                        let value = self.value_at(part, &format!("{name}_{row}_{}", part.name))?;
                        Some((part.input.to_owned(), value))
                    };
                    Value::Object(parts.iter().filter_map(part).collect())
                });
                return Some(rows.collect());
            }
            FieldKind::Files => return serde_json::to_value(self.files(name)).ok(),
            FieldKind::TimeOfDay | FieldKind::Own => return None,
            _ => self.fields.filled(name),
        };
        let Some(text) = text else {
            if let Some(fault) = asked.missing {
                self.problem(name, fault);
            }
            return match asked.kind {
                FieldKind::Email | FieldKind::Url | FieldKind::Login => Some("".into()),
                _ => None,
            };
        };
        let (language, currency) = (self.language, self.currency);
        let read: Result<Value, Fault> = match asked.kind {
            FieldKind::Sum => typed::sum(text, currency, language).map(Value::from),
            FieldKind::Quantity => typed::quantity(text, language).map(Value::from),
            FieldKind::Hours => typed::hours(text, language).map(Value::from),
            FieldKind::Minutes => typed::minutes(text, language).map(Value::from),
            FieldKind::Whole(most) => typed::whole(text, most, language).map(Value::from),
            FieldKind::Hundredths => decimal(text, 2, language).map(Value::from),
            FieldKind::Id => {
                Uuid::try_parse(text).map(|id| id.to_string().into()).map_err(|_| "field-not-offered")
            }
            FieldKind::Code(known) if known(text) => Ok(text.into()),
            FieldKind::YesNo if matches!(text, "yes" | "no") => Ok((text == "yes").into()),
            FieldKind::Code(_) | FieldKind::YesNo => Err("field-not-offered"),
            FieldKind::Day => {
                typed::date(text).and_then(|day| typed::moment(day, Time::midnight(), &self.zone)).map(number)
            }
            FieldKind::Moment(otherwise) => return self.moment(text, name, otherwise).map(number),
            _ => Ok(clean(text).into()),
        };
        read.map_err(|fault| self.problem(name, fault)).ok()
    }

    fn words(&mut self, asked: &FieldDecl, name: &str, text: &str, limit: usize) -> String {
        let text = clean(text);
        if text.is_empty()
            && let Some(fault) = asked.missing
        {
            self.problem(name, fault);
        }
        if text.chars().count() > limit {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            self.problems.push(FieldError::new(name, "field-too-long").limit(limit));
        }
        text
    }

    fn both(&mut self, asked: &FieldDecl, name: &str, limit: usize) -> Value {
        let mut texts = Map::new();
        for language in Language::ALL {
            let part = in_language(name, language);
            let text = self.words(&asked.optional(), &part, self.fields.text(&part), limit);
            if !text.is_empty() {
                texts.insert(language.code().to_owned(), text.into());
            }
        }
        if texts.is_empty()
            && let Some(fault) = asked.missing
        {
            self.problem(in_language(name, self.language), fault);
        }
        Value::Object(texts)
    }

    fn list(&mut self, asked: &FieldDecl, name: &str, read: fn(&str) -> Option<Value>) -> Value {
        let values: Vec<_> = self.fields.all(name).map(read).collect();
        if values.iter().any(Option::is_none) {
            self.problem(name, "field-not-offered");
        } else if values.is_empty()
            && let Some(fault) = asked.missing
        {
            self.problem(name, fault);
        }
        values.into_iter().flatten().collect()
    }

    /// A moment from two fields: the date in `name`, the time in `name_time`. Without a time it is `otherwise`, when that is given.
    fn moment(&mut self, date: &str, name: &str, otherwise: Option<(i8, i8)>) -> Option<Instant> {
        let field = format!("{name}_time");
        let date = typed::date(date).map_err(|fault| self.problem(name, fault)).ok();
        let time = match (self.fields.filled(&field), otherwise) {
            (Some(text), _) => typed::time(text),
            (None, Some((hour, minute))) => Time::new(hour, minute, 0, 0).map_err(|_| "field-not-time"),
            (None, None) => Err("field-required"),
        };
        let time = time.map_err(|fault| self.problem(&field, fault)).ok();
        let moment = typed::moment(date?, time?, &self.zone);
        moment.map_err(|fault| self.problem(name, fault)).ok()
    }

    /// The numbers of the rows that came, in order: `rows("line", "text")` for `line_0_text`, `line_3_text`.
    pub fn rows(&self, kind: &str, part: &str) -> Vec<usize> {
        rows(self.fields.names(), kind, part)
    }

    /// Ids of boxes that are ticked, each in its name: between `before` and `after`.
    pub fn ticked(&self, before: &str, after: &str) -> Vec<String> {
        let id = |name: &str| Uuid::try_parse(name.strip_prefix(before)?.strip_suffix(after)?).ok();
        let ticked = self.names().filter(|name| self.fields.flag(name));
        ticked.filter_map(id).map(|id| id.to_string()).collect()
    }

    /// The names of everything that came, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.names()
    }

    /// The files of a field.
    pub fn files(&self, name: &str) -> Vec<FileInput> {
        let files = self.files.iter().filter(|upload| upload.field == name);
        files.map(|upload| FileInput { name: upload.name.clone(), file: upload.file.clone() }).collect()
    }
}

/// A moment as JSON has it.
fn number(at: Instant) -> Value {
    serde_json::to_value(at).unwrap_or_default()
}

/// What was read, as the input of a use case.
///
/// # Errors
/// [`AppError::Invalid`] for the whole form when its declaration does not fit the input: a fault of the program.
pub(crate) fn made<T: DeserializeOwned>(value: Value) -> Result<T, AppError> {
    serde_json::from_value(value).map_err(|error| {
        tracing::error!(%error, "the declaration of a form does not fit what it is for");
        AppError::field("form", "field-wrong")
    })
}

/// The name of the field that holds a text in this language.
pub(crate) fn in_language(name: &str, language: Language) -> String {
    format!("{name}_{}", language.code())
}

/// The numbers of rows among names of fields. `part` is empty for rows of one field, `quote_0`.
pub(crate) fn rows<'n>(names: impl Iterator<Item = &'n str>, kind: &str, part: &str) -> Vec<usize> {
    let mut rows: Vec<usize> = names
        .filter_map(|name| name.strip_prefix(kind)?.strip_prefix('_'))
        .filter_map(
            |rest| if part.is_empty() { Some(rest) } else { rest.strip_suffix(part)?.strip_suffix('_') },
        )
        .filter_map(|number| number.parse().ok())
        .filter(|row| *row < 10_000)
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::decl::{field, line};
    use crate::samples::reader;

    const ASKED: &[FieldDecl] = &[
        field("sum", FieldKind::Sum, "x"),
        field("day", FieldKind::Moment(None), "x").as_input("at"),
        line("text", "x"),
        field("name", FieldKind::Both(5), "x").optional(),
        field("role", FieldKind::Code(|word| word == "owner"), "x").optional(),
        field("share", FieldKind::YesNo, "x").optional(),
        field("box", FieldKind::Tick, "x").optional(),
        field("unit", FieldKind::Id, "x").missing("rate-unit-missing"),
    ];

    fn read(form: &str) -> Result<Value, Vec<(String, Fault)>> {
        let fields = Fields::parse(form.as_bytes());
        let read = Reading::new(&fields, &[], &reader(Language::Ru)).input(ASKED);
        read.map_err(|error| match error {
            AppError::Invalid(problems) => {
                problems.into_iter().map(|problem| (problem.field, problem.problem)).collect()
            }
            other => panic!("{other}"),
        })
    }

    #[test]
    fn values_come_by_the_names_of_the_input() {
        let id = "018f3f2e-0000-7000-8000-000000000001";
        let form = format!(
            "sum=12,5&day=26.11.2026&day_time=16:00&text=+a+&name_ru=%D1%8F&share=no&box=on&unit={id}"
        );
        let at = number(Instant::from_timestamp("2026-11-26T13:00:00Z".parse().unwrap()));
        let expected = serde_json::json!({
            "sum": 1250, "at": at, "text": "a", "name": {"ru": "я"}, "share": false, "box": true, "unit": id
        });
        assert_eq!(read(&form), Ok(expected));
    }

    #[test]
    fn all_problems_come_at_once() {
        let found = read("sum=x&day=2026-11-26&day_time=&text=+&name_en=abcdef&role=king&share=maybe");
        let field = |name: &str, fault| (name.to_owned(), fault);
        let expected = vec![
            field("sum", "field-not-number"),
            field("day_time", "field-required"),
            field("text", "field-required"),
            field("name_en", "field-too-long"),
            field("role", "field-not-offered"),
            field("share", "field-not-offered"),
            field("unit", "rate-unit-missing"),
        ];
        assert_eq!(found.unwrap_err(), expected);
    }

    #[test]
    fn secrets_and_what_the_page_put_in_come_as_they_were() {
        const ASKED: &[FieldDecl] = &[
            field("password", FieldKind::Secret, "x"),
            field("next", FieldKind::Carried, "x"),
            field("no", FieldKind::Numbers, "x").optional(),
        ];
        let read = |form: &str| -> Result<Value, AppError> {
            let fields = Fields::parse(form.as_bytes());
            Reading::new(&fields, &[], &reader(Language::Ru)).input(ASKED)
        };
        let expected = serde_json::json!({ "password": "  a\u{7}b ", "next": " /r/1", "no": [2, 1] });
        assert_eq!(read("password=++a%07b+&next=+/r/1&no=2&no=1").ok(), Some(expected));
        let nothing = serde_json::json!({ "password": "", "next": "", "no": [] });
        assert_eq!(read("").ok(), Some(nothing));
        let one = serde_json::json!({ "password": "", "next": "", "no": [1] });
        assert_eq!(read("no=1&no=x").ok(), Some(one), "nobody types the number of a box");
    }

    #[test]
    fn a_day_without_a_time_ends_when_its_field_says() {
        let fields = Fields::parse(b"day=26.11.2026");
        let mut form = Reading::new(&fields, &[], &reader(Language::Ru));
        let at = form.value(&field("day", FieldKind::Moment(Some((23, 59))), "x")).unwrap();
        assert_eq!(at, number(Instant::from_timestamp("2026-11-26T20:59:00Z".parse().unwrap())));
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_with_its_limit() {
        let fields = Fields::parse(format!("text={}", "я".repeat(301)).as_bytes());
        let mut form = Reading::new(&fields, &[], &reader(Language::Ru));
        form.value(&line("text", "x"));
        let Err(AppError::Invalid(problems)) = form.done(Some(())) else { panic!("it was taken") };
        assert_eq!((problems[0].problem, problems[0].limit), ("field-too-long", Some(300)));
    }

    #[test]
    fn rows_and_lines_are_lists() {
        const ASKED: &[FieldDecl] = &[
            field(
                "column",
                FieldKind::Rows(&[field("name", FieldKind::Carried, ""), line("means", "x").optional()]),
                "",
            ),
            field("missing", FieldKind::Lines, "x"),
        ];
        let read = |form: &str| -> Option<Value> {
            let fields = Fields::parse(form.as_bytes());
            Reading::new(&fields, &[], &reader(Language::Ru)).input(ASKED).ok()
        };
        let rows =
            "column_7_name=+b&column_0_name=a&column_0_means=+c+&column_1_means=d&missing=+x%0D%0A%0D%0A+y";
        let expected = serde_json::json!({
            "column": [{ "name": "a", "means": "c" }, { "name": " b", "means": "" }], "missing": ["x", "y"]
        });
        assert_eq!(read(rows), Some(expected));
        assert_eq!(read(""), Some(serde_json::json!({ "column": [], "missing": [] })));
    }

    #[test]
    fn rows_are_found_by_their_names() {
        let names =
            ["line_3_text", "line_0_text", "line_x_text", "line_12_kind", "line_99999_text", "quote_1"];
        assert_eq!(rows(names.into_iter(), "line", "text"), [0, 3]);
        assert_eq!(rows(names.into_iter(), "quote", ""), [1]);
    }
}
