//! Dates as a reader sees them: in their language and time zone, near ones by name.

use domain::localized::Language;
use domain::money::Seconds;
use domain::time::Instant;
use jiff::civil::Date;
use jiff::{ToSpan, Zoned};

use super::{NBSP, Reader};
use crate::i18n::{Html, escape};

const WEEKDAYS: [[&str; 7]; 2] =
    [["пн", "вт", "ср", "чт", "пт", "сб", "вс"], ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]];
const MONTHS: [[&str; 12]; 2] = [
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];
/// Names of months in charts.
const MONTHS_SHORT: [[&str; 12]; 2] = [
    ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
];
/// Names of months that stand alone: «Счёт за ноябрь».
const MONTHS_ALONE: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];

/// A deadline nearer than this many seconds is «скоро».
pub const LEFT_SOON: Seconds = 4 * 3600;

impl Reader {
    const fn index(&self) -> usize {
        match self.l.0 {
            Language::Ru => 0,
            Language::En => 1,
        }
    }

    fn zoned(&self, at: Instant) -> Zoned {
        at.to_timestamp().to_zoned(self.zone.clone())
    }

    /// The time of day: `9:50`.
    pub fn hour(&self, at: Instant) -> String {
        let at = self.zoned(at);
        format!("{}:{:02}", at.hour(), at.minute())
    }

    /// `чт, 26 ноября`, `Thu 26 November`; with the year when it is another one.
    pub fn day(&self, at: Instant) -> String {
        self.date(self.zoned(at).date())
    }

    /// The same for a date of the calendar.
    pub fn date(&self, date: Date) -> String {
        let year = date.year() != self.zoned(self.now).date().year();
        self.date_in_full(date, year)
    }

    fn date_in_full(&self, date: Date, year: bool) -> String {
        let weekday =
            WEEKDAYS[self.index()][usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
        let month = MONTHS[self.index()][usize::from(date.month().unsigned_abs()) - 1];
        let comma = if self.language() == Language::Ru { "," } else { "" };
        let year = if year { format!("{NBSP}{}", date.year()) } else { String::new() };
        format!("{weekday}{comma}{NBSP}{}{NBSP}{month}{year}", date.day())
    }

    /// The date of a moment in the reader's zone.
    pub fn civil(&self, at: Instant) -> Date {
        self.zoned(at).date()
    }

    /// A date where there is little room: `7 дек`, `7 Dec`; with the year when it is another one.
    pub fn date_short(&self, date: Date) -> String {
        let month = MONTHS_SHORT[self.index()][usize::from(date.month().unsigned_abs()) - 1];
        let other = date.year() != self.civil(self.now).year();
        let year = if other { format!("{NBSP}{}", date.year()) } else { String::new() };
        format!("{}{NBSP}{month}{year}", date.day())
    }

    /// A date where there is little room, always with its year: `7 дек 2026`.
    pub fn date_short_in_full(&self, date: Date) -> String {
        let month = MONTHS_SHORT[self.index()][usize::from(date.month().unsigned_abs()) - 1];
        format!("{}{NBSP}{month}{NBSP}{}", date.day(), date.year())
    }

    /// A month: `ноябрь`, `ноябрь 2025`, `November 2025`.
    pub fn month(&self, date: Date) -> String {
        let index = usize::from(date.month().unsigned_abs()) - 1;
        let name = match self.language() {
            Language::Ru => MONTHS_ALONE[index],
            Language::En => MONTHS[1][index],
        };
        if date.year() == self.zoned(self.now).date().year() {
            name.to_owned()
        } else {
            format!("{name}{NBSP}{}", date.year())
        }
    }

    /// A moment: `сегодня, 18:00`, `завтра, 9:30`, `чт, 26 ноября, 16:00`.
    pub fn moment(&self, at: Instant) -> String {
        let hour = self.hour(at);
        match self.near(at) {
            Some(day) => format!("{day},{NBSP}{hour}"),
            None => format!("{},{NBSP}{hour}", self.day(at)),
        }
    }

    /// The date with its capital, near ones by name: for headings of days. `Сегодня, пн, 23 ноября`, `Чт, 26 ноября`.
    pub fn day_named(&self, at: Instant) -> String {
        let text = match self.near(at) {
            Some(day) => format!("{day}, {}", self.day(at)),
            None => self.day(at),
        };
        let mut chars = text.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
    }

    fn near(&self, at: Instant) -> Option<String> {
        let (today, day) = (self.zoned(self.now).date(), self.zoned(at).date());
        let key = if day == today {
            "date-today"
        } else if today.checked_add(1.day()).is_ok_and(|next| next == day) {
            "date-tomorrow"
        } else if today.checked_sub(1.day()).is_ok_and(|before| before == day) {
            "date-yesterday"
        } else {
            return None;
        };
        Some(self.t(key).into_owned())
    }

    /// What is promised: `к чт, 26 ноября, 16:00`, `сегодня, 18:00` when near; English: `by Thu 26 November, 16:00`.
    pub fn by(&self, at: Instant) -> String {
        let moment = self.moment(at);
        if self.near(at).is_some() { moment } else { self.ta("date-by", &[("when", moment.into())]) }
    }

    /// Until when something holds: `до чт, 26 ноября, 16:00`, near ones `до: сегодня, 18:00`.
    pub fn until(&self, at: Instant) -> String {
        let moment = self.moment(at);
        if self.near(at).is_some() {
            self.ta("date-until-near", &[("when", moment.into())])
        } else {
            self.ta("date-until", &[("when", moment.into())])
        }
    }

    /// How long ago, for lists: `5 мин назад`, `3 ч назад`, `вчера, 10:12`, then the date.
    pub fn ago(&self, at: Instant) -> String {
        let seconds = self.now.seconds_since(at);
        if (0..60).contains(&seconds) {
            self.t("date-just-now").into_owned()
        } else if (60..3600).contains(&seconds) {
            self.ta("date-ago", &[("span", self.span(seconds / 60 * 60).into())])
        } else if (3600..12 * 3600).contains(&seconds) && self.near(at) == self.near(self.now) {
            let hours = match self.language() {
                Language::Ru => format!("{}{NBSP}ч", seconds / 3600),
                Language::En => format!("{}{NBSP}h", seconds / 3600),
            };
            self.ta("date-ago", &[("span", hours.into())])
        } else {
            self.moment(at)
        }
    }

    /// What is left to a deadline: `опоздание 1 ч 10 мин`, `40 мин`, else the moment itself.
    pub fn left(&self, due: Instant) -> String {
        let seconds = due.seconds_since(self.now);
        if seconds < 0 {
            self.ta("date-late", &[("span", self.waited(-seconds).into())])
        } else if seconds < LEFT_SOON {
            self.span(seconds)
        } else {
            self.moment(due)
        }
    }

    /// A stretch of one day for «Почему такой срок»: `пн, 10:12–18:00`; over days `ср, 14:30 – чт, 10:05`.
    pub fn stretch(&self, from: Instant, to: Instant) -> String {
        let (a, b) = (self.zoned(from), self.zoned(to));
        let weekday = |at: &Zoned| {
            WEEKDAYS[self.index()][usize::from(at.weekday().to_monday_zero_offset().unsigned_abs())]
        };
        let comma = if self.language() == Language::Ru { "," } else { "" };
        // The end of a day is written as 24:00, not as the next day.
        let ends = b.date() != a.date() && b.hour() == 0 && b.minute() == 0;
        let last = if ends { b.date().yesterday().unwrap_or(b.date()) } else { b.date() };
        let until = if ends { "24:00".to_owned() } else { self.hour(to) };
        if last == a.date() {
            return format!("{}{comma}{NBSP}{}–{until}", weekday(&a), self.hour(from));
        }
        // Beyond a week a weekday alone would be ambiguous.
        if to.seconds_since(from) >= 6 * 86_400 {
            return format!("{} – {}", self.moment_plain(from), self.moment_plain(to));
        }
        let last_name =
            WEEKDAYS[self.index()][usize::from(last.weekday().to_monday_zero_offset().unsigned_abs())];
        format!("{}{comma}{NBSP}{}{NBSP}– {last_name}{comma}{NBSP}{until}", weekday(&a), self.hour(from))
    }

    fn moment_plain(&self, at: Instant) -> String {
        format!("{},{NBSP}{}", self.day(at), self.hour(at))
    }

    /// The whole truth about a moment, for `title` and print: `чт, 26 ноября 2026, 16:00 МСК`.
    pub fn full(&self, at: Instant) -> String {
        let zoned = self.zoned(at);
        let zone = zoned.strftime("%Z").to_string();
        // Moscow alone has an abbreviation of its own in Russian.
        let zone = if self.language() == Language::Ru && zone == "MSK" { "МСК" } else { &zone };
        format!("{},{NBSP}{} {zone}", self.date_in_full(zoned.date(), true), self.hour(at))
    }

    /// `<time>` with the machine's form, the full one on hover, and this text.
    pub fn time(&self, at: Instant, text: impl AsRef<str>) -> Html {
        let machine = self.zoned(at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        Html(format!(
            "<time datetime=\"{machine}\" title=\"{}\">{}</time>",
            escape(&self.full(at)),
            escape(text.as_ref())
        ))
    }

    /// [`Self::by`] as `<time>`.
    pub fn time_by(&self, at: Instant) -> Html {
        self.time(at, self.by(at))
    }

    /// [`Self::moment`] as `<time>`.
    pub fn time_moment(&self, at: Instant) -> Html {
        self.time(at, self.moment(at))
    }

    /// [`Self::hour`] as `<time>`.
    pub fn time_hour(&self, at: Instant) -> Html {
        self.time(at, self.hour(at))
    }

    /// [`Self::ago`] as `<time>`.
    pub fn time_ago(&self, at: Instant) -> Html {
        self.time(at, self.ago(at))
    }
}

#[cfg(test)]
mod tests;
