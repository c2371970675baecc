//! Words and numbers of the pages and pictures of flow.

use std::sync::Arc;

use domain::localized::Language;
use domain::request::RequestState;
use domain::time::Instant;
use domain::trace::ASKING;
use flow::log::{Meaning, Millis};
use flow::picture::{Word, Words};

use crate::chrome::Chrome;
use crate::format::NBSP;
use crate::labels;

/// The words of one reader.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub c: Arc<Chrome>,
}

/// A number with so many places after the sign of the language.
pub(crate) fn decimal(c: &Chrome, value: f64, places: u32) -> String {
    let scale = 10_i64.pow(places);
    let scaled = (value.abs() * scale as f64).round() as i64;
    let minus = if value < 0.0 && scaled > 0 { "\u{2212}" } else { "" };
    let whole = c.number(scaled / scale);
    let rest = scaled % scale;
    if rest == 0 {
        return format!("{minus}{whole}");
    }
    let point = if c.language() == Language::Ru { ',' } else { '.' };
    let rest = format!("{rest:0width$}", width = places as usize);
    format!("{minus}{whole}{point}{}", rest.trim_end_matches('0'))
}

/// A span of hours in the unit that suits it: minutes, hours, days. `days` is off for working time, whose days are not of 24 hours.
pub(crate) fn span(c: &Chrome, hours: f64, days: bool) -> String {
    let (value, unit) = match hours.abs() {
        size if size < 0.95 => (hours * 60.0, "flow-unit-minute"),
        size if size < 47.5 || !days => (hours, "flow-unit-hour"),
        _ => (hours / 24.0, "flow-unit-day"),
    };
    let places = u32::from(value.abs() < 99.95 && unit != "flow-unit-minute");
    format!("{}{NBSP}{}", decimal(c, value, places), c.t(unit))
}

/// A share from 0 to 1 as percent with one place.
pub(crate) fn share(c: &Chrome, part: f64) -> String {
    percent(c, part, 1)
}

/// A share from 0 to 1 as percent with so many places.
pub(crate) fn percent(c: &Chrome, part: f64, places: u32) -> String {
    let text = decimal(c, part * 100.0, places);
    if c.language() == Language::Ru { format!("{text}{NBSP}%") } else { format!("{text}%") }
}

/// The key of a state of requests made here; none for a word of another system.
pub(crate) fn state(code: &str) -> Option<&'static str> {
    if code == ASKING {
        return Some("state-asking");
    }
    RequestState::from_code(code).map(labels::request_state)
}

impl Told {
    pub(crate) fn new(c: &Chrome) -> Self {
        Self { c: Arc::new(c.clone()) }
    }
}

impl Words for Told {
    fn word(&self, word: Word) -> String {
        let key = match word {
            Word::Start => "flow-word-start",
            Word::End => "flow-word-end",
            Word::From => "flow-word-from",
            Word::To => "flow-word-to",
            Word::State => "flow-word-state",
            Word::Meaning => "flow-word-meaning",
            Word::Requests => "flow-word-requests",
            Word::Times => "flow-word-times",
            Word::MedianTime => "flow-word-median-time",
            Word::MeanTime => "flow-word-mean-time",
            Word::Median => "flow-word-median",
            Word::P85 => "flow-word-p85",
            Word::P95 => "flow-word-p95",
            Word::Request => "flow-word-request",
            Word::ClosedOn => "flow-word-closed-on",
            Word::LeadTime => "flow-word-lead-time",
            Word::Customer => "flow-word-customer",
            Word::Provider => "flow-word-provider",
            Word::Money => "flow-word-money",
            Word::Minutes => "flow-word-minutes",
            Word::WaitsFor => "flow-word-waits-for",
            Word::Day => "flow-word-day",
            Word::Until => "flow-word-until",
            Word::Arrived => "flow-word-arrived",
            Word::Completed => "flow-word-completed",
            Word::Open => "flow-word-open",
            Word::Age => "flow-word-age",
            Word::Nothing => "flow-word-nothing",
        };
        self.c.t(key).into_owned()
    }

    fn meaning(&self, of: Meaning) -> String {
        self.c.t(labels::meaning_short(of)).into_owned()
    }

    fn label(&self, name: &str) -> String {
        match state(name) {
            Some(key) => self.c.t(key).into_owned(),
            None if name.is_empty() => self.c.t("flow-none").into_owned(),
            None => name.to_owned(),
        }
    }

    fn count(&self, count: u64) -> String {
        self.c.number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    fn requests(&self, count: u64) -> String {
        self.c.count("flow-requests", i64::try_from(count).unwrap_or(i64::MAX))
    }

    fn times(&self, count: u64) -> String {
        self.c.count("flow-times", i64::try_from(count).unwrap_or(i64::MAX))
    }

    fn span(&self, hours: f64) -> String {
        span(&self.c, hours, true)
    }

    fn day(&self, at: Millis) -> String {
        self.c.date_short_in_full(self.c.civil(Instant::from_millis(at)))
    }

    fn date(&self, at: Millis) -> String {
        self.c.civil(Instant::from_millis(at)).to_string()
    }

    fn gap(&self, from: Millis, until: Millis) -> String {
        let [from, until] = [from, until].map(|at| self.c.civil(Instant::from_millis(at)));
        let months = from.until((jiff::Unit::Month, until)).map_or(0, |span| i64::from(span.get_months()));
        if months < 24 {
            self.c.count("flow-gap-months", months)
        } else {
            self.c.count("flow-gap-years", months / 12)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::signed;

    #[test]
    fn spans_and_shares_in_both_languages() {
        let (ru, en) = (signed(Language::Ru), signed(Language::En));
        let plain = |text: String| text.replace(NBSP, " ");
        for (hours, days, russian, english) in [
            (0.0, true, "0 мин", "0 min"),
            (0.5, true, "30 мин", "30 min"),
            (1.0, true, "1 ч", "1 h"),
            (22.1, true, "22,1 ч", "22.1 h"),
            (145.9, true, "6,1 дн", "6.1 d"),
            (145.9, false, "146 ч", "146 h"),
            (1234.5, false, "1 235 ч", "1,235 h"),
            (-3.25, true, "\u{2212}3,3 ч", "\u{2212}3.3 h"),
        ] {
            assert_eq!(plain(span(&ru, hours, days)), russian);
            assert_eq!(plain(span(&en, hours, days)), english);
        }
        assert_eq!(plain(share(&ru, 0.365_80)), "36,6 %");
        assert_eq!(share(&en, 1.0), "100%");
        assert_eq!(decimal(&ru, -0.04, 1), "0");
    }

    #[test]
    fn gaps_are_told_in_years_or_months() {
        let told = |language| Told::new(&signed(language));
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
        let gap =
            |language, until| told(language).gap(at("2017-02-18T09:00:00Z"), at(until)).replace(NBSP, " ");
        assert_eq!(gap(Language::Ru, "2026-09-03T09:00:00Z"), "9 лет без событий");
        assert_eq!(gap(Language::En, "2026-09-03T09:00:00Z"), "nothing for 9 years");
        assert_eq!(gap(Language::Ru, "2018-03-20T09:00:00Z"), "13 месяцев без событий");
        assert_eq!(gap(Language::Ru, "2019-02-20T09:00:00Z"), "2 года без событий");
    }

    #[test]
    fn days_have_their_year_and_files_have_them_in_figures() {
        let told = Told::new(&signed(Language::Ru));
        let at = crate::samples::now().millis();
        assert_eq!(told.day(at).replace(NBSP, " "), "23 ноя 2026");
        assert_eq!(told.date(at), "2026-11-23");
    }

    #[test]
    fn own_states_are_told_in_words_and_others_as_they_are() {
        let told = Told::new(&signed(Language::En));
        assert!(RequestState::ALL.iter().all(|one| state(one.code()).is_some()));
        assert_eq!(told.label("Awaiting Vendor"), "Awaiting Vendor");
        assert_ne!(told.label(ASKING), ASKING);
        assert_ne!(told.label("working"), "working");
    }
}
