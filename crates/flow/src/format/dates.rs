//! Dates and times as other systems write them.
//!
//! A pattern is `iso` (ISO 8601 with `T` or a blank, with or without an offset), `epoch` (seconds since 1970), `epoch_ms`, or one of
//! `strptime`: `%d.%m.%Y[ %H:%M[:%S]]`, where what stands in brackets may be left out.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::trouble::{Trouble, TroubleKind};
use crate::log::Millis;

/// Patterns that are tried on a column of dates, besides `iso`.
pub const KNOWN: [&str; 13] = [
    "%d.%m.%Y[ %H:%M[:%S]]",
    "%d.%m.%y[ %H:%M[:%S]]",
    "%d/%m/%Y[ %H:%M[:%S]]",
    "%m/%d/%Y[ %H:%M[:%S]]",
    "%d-%m-%Y[ %H:%M[:%S]]",
    "%m-%d-%Y[ %H:%M[:%S]]",
    "%Y/%m/%d[ %H:%M[:%S]]",
    "%Y.%m.%d[ %H:%M[:%S]]",
    "%d/%m/%Y %I:%M[:%S] %p",
    "%m/%d/%Y %I:%M[:%S] %p",
    "%d/%m/%y[ %H:%M[:%S]]",
    "%m/%d/%y[ %H:%M[:%S]]",
    "%d.%m.%Y, %H:%M[:%S]",
];

/// The years 0 to 9999, which every format can write.
const YEARS: std::ops::Range<Millis> = -62_167_219_200_000..253_402_207_200_000;

/// What a text says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// A moment.
    Moment(Millis),
    /// A time on the clock of some place.
    Local(DateTime),
}

/// One way to write dates.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As it was written.
    pub text: String,
    forms: Vec<String>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When a bracket is not closed or it names no day.
    pub fn new(text: &str) -> Result<Self, Trouble> {
        let bad = |said: &str| Trouble::new(TroubleKind::BadPattern { said: said.to_owned() }).with(text);
        let forms = match text {
            "iso" | "epoch" | "epoch_ms" => Vec::new(),
            _ if text.len() > 100 || text.matches('[').count() > 4 => return Err(bad("too long")),
            _ => expand(text).ok_or_else(|| bad("a bracket is not closed"))?,
        };
        let day = |form: &String| ["%d", "%e", "%j", "%D", "%F", "%s"].iter().any(|sign| form.contains(sign));
        if !forms.iter().all(day) {
            return Err(bad("it names no day"));
        }
        Ok(Self { text: text.to_owned(), forms })
    }

    /// What the text says, if it is written in this way.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<Said> {
        match self.text.as_str() {
            "iso" => iso(text),
            "epoch" => epoch(text, 1_000),
            "epoch_ms" => epoch(text, 1),
            _ => self.forms.iter().find_map(|form| {
                let parts = BrokenDownTime::parse(form, text).ok()?;
                if parts.offset().is_some() {
                    return parts.to_timestamp().ok().map(|moment| Said::Moment(moment.as_millisecond()));
                }
                // A year of two digits where four are asked for would be one of antiquity.
                let date = parts.to_date().ok().filter(|date| date.year() >= 1900)?;
                // Without an hour the time is the beginning of the day.
                let time = if parts.hour().is_some() {
                    parts.to_time().ok()?
                } else {
                    jiff::civil::Time::midnight()
                };
                Some(Said::Local(date.to_datetime(time)))
            }),
        }
    }
}

/// All forms of a pattern, the longest first.
fn expand(text: &str) -> Option<Vec<String>> {
    let Some(open) = text.find('[') else {
        return (!text.contains(']')).then(|| vec![text.to_owned()]);
    };
    let mut depth = 0;
    let close = text[open..].char_indices().find_map(|(n, sign)| {
        match sign {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(open + n)
    })?;
    let (before, after) = (&text[..open], &text[close + 1..]);
    let with = expand(&format!("{before}{}{after}", &text[open + 1..close]))?;
    let without = expand(&format!("{before}{after}"))?;
    Some(with.into_iter().chain(without).collect())
}

fn iso(text: &str) -> Option<Said> {
    if !text.starts_with(|sign: char| sign.is_ascii_digit()) || text.len() < 8 {
        return None;
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(Said::Moment(moment.as_millisecond()));
    }
    text.parse::<DateTime>().ok().map(Said::Local)
}

fn epoch(text: &str, each: i64) -> Option<Said> {
    let at = text.parse::<i64>().ok()?.checked_mul(each)?;
    YEARS.contains(&at).then_some(Said::Moment(at))
}

/// How a date was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// As it should be.
    Clean(Millis),
    /// With something to say about it.
    Repaired(Millis, TroubleKind),
}

/// Reads the dates of one file.
#[derive(Debug)]
pub struct Dates {
    patterns: Vec<Pattern>,
    /// For each pattern the one with day and month changed about.
    turned: Vec<Option<Pattern>>,
    zone: Option<TimeZone>,
}

impl Dates {
    /// Reads dates in these patterns (`iso` without any); those without an offset are of this zone.
    ///
    /// # Errors
    /// When a pattern or the zone cannot be read.
    pub fn new(patterns: &[String], zone: Option<&str>) -> Result<Self, Trouble> {
        let iso = ["iso".to_owned()];
        let patterns = if patterns.is_empty() { &iso[..] } else { patterns };
        let patterns = patterns.iter().map(|text| Pattern::new(text)).collect::<Result<Vec<_>, _>>()?;
        let turned = patterns
            .iter()
            .map(|pattern| turn(&pattern.text).and_then(|text| Pattern::new(&text).ok()))
            .collect();
        let unknown = |name: &str| Trouble::new(TroubleKind::UnknownZone).with(name);
        let zone = zone.map(|name| TimeZone::get(name).map_err(|_| unknown(name))).transpose()?;
        Ok(Self { patterns, turned, zone })
    }

    /// Reads one date.
    ///
    /// # Errors
    /// [`TroubleKind::NotADate`] for this value alone; [`TroubleKind::MixedDates`] and [`TroubleKind::ZoneNeeded`] for the whole file.
    pub fn read(&self, text: &str) -> Result<Read, Trouble> {
        let usual = &self.patterns[0];
        if let Some(said) = usual.read(text) {
            return self.place(said, None);
        }
        let mut fits: Vec<(&Pattern, Said)> = Vec::new();
        for pattern in &self.patterns[1..] {
            if let Some(said) = pattern.read(text)
                && fits.iter().all(|(_, other)| *other != said)
            {
                fits.push((pattern, said));
            }
        }
        let mixed = |patterns: Vec<&Pattern>| {
            Trouble::new(TroubleKind::MixedDates {
                patterns: patterns.iter().map(|p| p.text.clone()).collect(),
            })
            .with(text)
        };
        match fits.as_slice() {
            [(pattern, said)] => {
                return self.place(*said, Some(TroubleKind::OtherPattern { pattern: pattern.text.clone() }));
            }
            [] => {}
            many => return Err(mixed(many.iter().map(|(pattern, _)| *pattern).collect())),
        }
        // With day and month changed about it would be a date: then those before it may have been read the wrong way.
        for (pattern, turned) in self.patterns.iter().zip(&self.turned) {
            if let Some(turned) = turned
                && turned.read(text).is_some()
            {
                return Err(mixed(vec![pattern, turned]));
            }
        }
        Err(Trouble::new(TroubleKind::NotADate { looks: looks(text) }).with(text))
    }

    fn place(&self, said: Said, note: Option<TroubleKind>) -> Result<Read, Trouble> {
        let (moment, note) = match said {
            Said::Moment(moment) => (moment, note),
            Said::Local(local) => {
                let zone = self.zone.as_ref().ok_or(TroubleKind::ZoneNeeded)?;
                let found = zone.to_ambiguous_timestamp(local);
                let clear = matches!(found.offset(), AmbiguousOffset::Unambiguous { .. });
                let moment = found.compatible().map_err(|_| TroubleKind::NotADate { looks: None })?;
                (moment.as_millisecond(), note.or((!clear).then_some(TroubleKind::ClockChange)))
            }
        };
        if !YEARS.contains(&moment) {
            return Err(TroubleKind::NotADate { looks: None }.into());
        }
        Ok(match note {
            None => Read::Clean(moment),
            Some(kind) => Read::Repaired(moment, kind),
        })
    }
}

/// The pattern with day and month changed about.
#[must_use]
pub fn turn(pattern: &str) -> Option<String> {
    let turned = pattern.replace("%d", "\0").replace("%m", "%d").replace('\0', "%m");
    (turned != pattern && !pattern.starts_with("%Y")).then_some(turned)
}

/// A known pattern in which the text would be a date.
#[must_use]
pub fn looks(text: &str) -> Option<String> {
    let known = std::iter::once("iso").chain(KNOWN).filter_map(|known| Pattern::new(known).ok());
    known.into_iter().find(|pattern| pattern.read(text).is_some()).map(|pattern| pattern.text)
}
