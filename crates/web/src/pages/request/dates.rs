//! The small line of dates under «Когда будет готово»: the same axis for all offers.

use domain::time::Instant;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::format::Reader;

/// Distance between two marks of the axis, and where the first stands.
const STEP: i64 = 98;
const FIRST: i64 = 6;
/// The axis may go on a little behind its last mark.
const WIDTH: i64 = 240;
/// Days between two marks, the smallest that fits is taken.
const DAYS: [i64; 9] = [7, 14, 28, 91, 182, 364, 728, 1820, 3640];

/// A line of dates with one point.
#[derive(Debug)]
pub(crate) struct Chart {
    /// Marks: place, label.
    pub marks: Vec<(i64, String)>,
    /// Where the first mark stands.
    pub first: i64,
    /// The point.
    pub x: i64,
}

/// The line for one date among those compared; `None` when they lie too far apart to be drawn on one.
pub(super) fn chart(reader: &Reader, date: Instant, all: &[Instant]) -> Option<Chart> {
    let days: Vec<Date> = all.iter().map(|at| reader.civil(*at)).collect();
    let (first, last) = (days.iter().min()?, days.iter().max()?);
    let monday = first.checked_sub(i64::from(first.weekday().since(Weekday::Monday)).days()).ok()?;
    let span = days_between(monday, *last);
    let step = DAYS.into_iter().find(|step| (span * STEP) / step + FIRST + 5 <= WIDTH)?;
    let marks = (0..3).map(|n| {
        let at = monday.checked_add((n * step).days()).ok()?;
        let before = monday.checked_add(((n - 1) * step).days()).ok()?;
        let label = if n > 0 && before.month() == at.month() && before.year() == at.year() {
            at.day().to_string()
        } else {
            reader.date_short(at)
        };
        Some((FIRST + n * STEP, label))
    });
    let x = FIRST + days_between(monday, reader.civil(date)) * STEP / step;
    Some(Chart { marks: marks.collect::<Option<_>>()?, first: FIRST, x })
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use domain::localized::Language;

    use super::*;
    use crate::samples::{at, reader};

    #[test]
    fn dates_stand_on_one_axis_of_weeks() {
        let ru = reader(Language::Ru);
        let all = [at("2026-12-11T18:00:00+03:00"), at("2026-12-09T18:00:00+03:00")];
        let first = chart(&ru, all[0], &all).unwrap();
        let marks: Vec<_> = first.marks.iter().map(|(x, label)| (*x, label.replace('\u{a0}', " "))).collect();
        assert_eq!(marks, [(6, "7 дек".to_owned()), (104, "14".to_owned()), (202, "21".to_owned())]);
        assert_eq!((first.x, chart(&ru, all[1], &all).unwrap().x), (62, 34));
    }

    #[test]
    fn far_dates_take_longer_steps_and_never_leave_the_line() {
        let en = reader(Language::En);
        for last in ["2026-12-29", "2027-02-01", "2028-06-01", "2050-01-01"] {
            let all = [at("2026-12-11T18:00:00+03:00"), at(&format!("{last}T18:00:00+03:00"))];
            let drawn = chart(&en, all[1], &all).unwrap();
            assert!(drawn.x <= WIDTH - 5 && drawn.x > 6, "{last}: {}", drawn.x);
        }
        let never = [at("2026-12-11T18:00:00+03:00"), at("2126-12-11T18:00:00+03:00")];
        assert!(chart(&en, never[0], &never).is_none());
    }
}
