//! The cells of a row by what they mean.

use super::dates::{Dates, Read};
use super::mapping::{Mapping, Role};
use super::report::{Done, Report};
use super::rows::{Limits, Row};
use super::trouble::{Trouble, TroubleKind};
use crate::log::{Meaning, Millis};

/// Whom a trouble concerns.
pub(super) enum Fate {
    /// This row alone.
    Row(Trouble),
    /// The whole file.
    File(Trouble),
}

/// Finds cells by role and reads what they say.
pub(super) struct Cells<'m> {
    mapping: &'m Mapping,
    /// The place of each role's column in the file.
    places: [Option<usize>; Role::ALL.len()],
    leave: Vec<(Option<usize>, &'m [String])>,
    /// How many columns were looked at.
    known: usize,
    dates: Dates,
    /// For each role the text read last and what it says: columns of dates repeat themselves.
    last: Vec<(String, Result<Read, Trouble>)>,
    pub report: Report,
}

impl<'m> Cells<'m> {
    /// `whole`: these are all the columns that the file has.
    pub fn new(
        mapping: &'m Mapping,
        columns: &[String],
        whole: bool,
        limits: &Limits,
    ) -> Result<Self, Trouble> {
        if let Some(role) =
            Role::ALL.into_iter().find(|role| role.needed() && mapping.column(*role).is_none())
        {
            return Err(TroubleKind::NotMapped { role }.into());
        }
        let empty = (String::new(), Err(TroubleKind::NoTime.into()));
        let mut this = Self {
            mapping,
            places: [None; Role::ALL.len()],
            leave: mapping.leave_out.iter().map(|leave| (None, leave.values.as_slice())).collect(),
            known: 0,
            dates: Dates::new(&mapping.dates, mapping.zone.as_deref())?,
            last: vec![empty; Role::ALL.len()],
            report: Report::new(limits),
        };
        this.know(columns);
        if whole {
            this.all_found()?;
        }
        Ok(this)
    }

    /// Looks at columns that are new.
    pub fn know(&mut self, columns: &[String]) {
        for (place, name) in columns.iter().enumerate().skip(self.known) {
            for role in Role::ALL {
                if self.mapping.column(role) == Some(name) {
                    self.places[role as usize] = Some(place);
                }
            }
            for (found, leave) in self.leave.iter_mut().zip(&self.mapping.leave_out) {
                if leave.column == *name {
                    found.0 = Some(place);
                }
            }
        }
        self.known = columns.len();
    }

    /// Says which columns of the mapping the file lacks: an error for those that are needed.
    pub fn all_found(&mut self) -> Result<(), Trouble> {
        for role in Role::ALL {
            if let Some(column) = self.mapping.column(role)
                && self.places[role as usize].is_none()
            {
                let trouble = Trouble::new(TroubleKind::NoColumn { role: Some(role) }).of(column);
                if role.needed() {
                    return Err(trouble);
                }
                if self.report.notes.iter().all(|note| note.trouble != trouble) {
                    self.report.note(trouble, Done::ValueDropped);
                }
            }
        }
        Ok(())
    }

    /// The column of a role, if the file has it.
    pub fn column(&self, role: Role) -> Option<&'m str> {
        self.places[role as usize].and_then(|_| self.mapping.column(role))
    }

    /// What a row gives for a role.
    pub fn given<'r>(&self, row: &'r Row, role: Role) -> Option<&'r str> {
        let cell = row.cell(self.places[role as usize]?)?.trim();
        (!self.mapping.is_missing(cell)).then_some(cell)
    }

    /// Whether the mapping leaves the row out.
    pub fn left_out(&self, row: &Row) -> bool {
        self.leave.iter().any(|(place, values)| {
            let cell = place.and_then(|place| row.cell(place)).map(str::trim);
            cell.is_some_and(|cell| values.iter().any(|value| value == cell))
        })
    }

    /// The time that a row gives for a role.
    pub fn time(&mut self, row: &Row, role: Role) -> Result<Option<Millis>, Fate> {
        let Some(text) = self.given(row, role) else { return Ok(None) };
        let last = &mut self.last[role as usize];
        if last.0 != text {
            last.0.clear();
            last.0.push_str(text);
            last.1 = self.dates.read(text);
        }
        let column = self.mapping.column(role).unwrap_or_default();
        match &last.1 {
            Ok(Read::Clean(moment)) => Ok(Some(*moment)),
            Ok(Read::Repaired(moment, kind)) => {
                let trouble = Trouble::new(kind.clone()).at(row.line).of(column).with(text);
                self.report.note(trouble, Done::Repaired);
                Ok(Some(*moment))
            }
            Err(trouble) => {
                let trouble = trouble.clone().at(row.line).of(column).with(text);
                match trouble.kind {
                    TroubleKind::NotADate { .. } => Err(Fate::Row(trouble)),
                    _ => Err(Fate::File(trouble)),
                }
            }
        }
    }

    /// The time that a row gives for a role that it can do without.
    pub fn time_or_none(&mut self, row: &Row, role: Role) -> Result<Option<Millis>, Fate> {
        match self.time(row, role) {
            Err(Fate::Row(trouble)) => {
                self.report.note(trouble, Done::ValueDropped);
                Ok(None)
            }
            other => other,
        }
    }

    /// What the column of order says: a whole number, or a time.
    pub fn order(&mut self, row: &Row) -> Result<Option<i64>, Fate> {
        match self.given(row, Role::Order) {
            None => Ok(None),
            Some(text) => match text.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => self.time_or_none(row, Role::Order),
            },
        }
    }

    /// A count.
    pub fn number(&mut self, row: &Row, role: Role) -> Option<u32> {
        let text = self.given(row, role)?;
        // Spreadsheets write whole numbers with a fraction of nothing.
        let found = text.strip_suffix(".0").unwrap_or(text).parse().ok();
        if found.is_none() {
            self.drop(row, role, text, TroubleKind::NotANumber);
        }
        found
    }

    /// Whether the promise was kept.
    pub fn promise(&mut self, row: &Row) -> Option<bool> {
        let (role, kept) = match self.column(Role::PromiseKept) {
            Some(_) => (Role::PromiseKept, true),
            None => (Role::PromiseMissed, false),
        };
        let text = self.given(row, role)?;
        let found = yes(text);
        if found.is_none() {
            self.drop(row, role, text, TroubleKind::NotYesOrNo);
        }
        found.map(|found| found == kept)
    }

    /// What the activity means.
    pub fn meaning(&mut self, row: &Row) -> Option<Meaning> {
        let text = self.given(row, Role::Meaning)?;
        let found = meaning(text);
        if found.is_none() {
            self.drop(row, Role::Meaning, text, TroubleKind::NotAMeaning);
        }
        found
    }

    fn drop(&mut self, row: &Row, role: Role, text: &str, kind: TroubleKind) {
        let column = self.mapping.column(role).unwrap_or_default();
        self.report.note(Trouble::new(kind).at(row.line).of(column).with(text), Done::ValueDropped);
    }
}

/// Yes or no in the words of spreadsheets and databases.
pub(super) fn yes(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "1.0" | "да" | "истина" | "соблюдён" | "соблюден" => {
            Some(true)
        }
        "false" | "no" | "n" | "0" | "0.0" | "нет" | "ложь" | "нарушен" => Some(false),
        _ => None,
    }
}

/// A meaning by its name.
pub(super) fn meaning(text: &str) -> Option<Meaning> {
    Some(match text {
        "queue" => Meaning::Queue,
        "work" => Meaning::Work,
        "customer" => Meaning::Customer,
        "vendor" => Meaning::Vendor,
        "other" => Meaning::Other,
        "solved" => Meaning::Solved,
        "closed" => Meaning::Closed,
        _ => return None,
    })
}
