use domain::money::Currency;
use jiff::tz::TimeZone;

use super::*;
use crate::i18n::L;

fn at(text: &str) -> Instant {
    Instant::from_timestamp(text.parse().unwrap())
}

fn reader(language: Language) -> Reader {
    Reader {
        l: L(language),
        zone: TimeZone::get("Europe/Moscow").unwrap(),
        now: at("2026-11-23T10:30:00+03:00"),
        currency: Currency::RUB,
    }
}

fn both(make: impl Fn(&Reader) -> String) -> [String; 2] {
    [Language::Ru, Language::En].map(|language| make(&reader(language)).replace(NBSP, " "))
}

#[test]
fn promises() {
    for (moment, russian, english) in [
        ("2026-11-26T16:00:00+03:00", "к чт, 26 ноября, 16:00", "by Thu 26 November, 16:00"),
        ("2026-11-23T18:00:00+03:00", "сегодня, 18:00", "today, 18:00"),
        ("2026-11-24T09:05:00+03:00", "завтра, 9:05", "tomorrow, 9:05"),
        ("2027-01-13T12:00:00+03:00", "к ср, 13 января 2027, 12:00", "by Wed 13 January 2027, 12:00"),
        // Late in the evening of the day before by UTC, but today in Moscow.
        ("2026-11-22T21:10:00Z", "сегодня, 0:10", "today, 0:10"),
    ] {
        assert_eq!(both(|r| r.by(at(moment))), [russian, english]);
    }
    assert_eq!(
        both(|r| r.until(at("2026-11-25T18:00:00+03:00"))),
        ["до ср, 25 ноября, 18:00", "until Wed 25 November, 18:00"]
    );
}

#[test]
fn what_is_past() {
    for (moment, russian, english) in [
        ("2026-11-23T10:29:30+03:00", "только что", "just now"),
        ("2026-11-23T10:25:10+03:00", "4 мин назад", "4 min ago"),
        ("2026-11-23T07:00:00+03:00", "3 ч назад", "3 h ago"),
        ("2026-11-22T23:50:00+03:00", "вчера, 23:50", "yesterday, 23:50"),
        ("2026-11-16T10:12:00+03:00", "пн, 16 ноября, 10:12", "Mon 16 November, 10:12"),
        ("2025-12-31T10:12:00+03:00", "ср, 31 декабря 2025, 10:12", "Wed 31 December 2025, 10:12"),
    ] {
        assert_eq!(both(|r| r.ago(at(moment))), [russian, english]);
    }
}

#[test]
fn what_is_left() {
    for (moment, russian, english) in [
        ("2026-11-23T09:20:00+03:00", "опоздание 1 ч 10 мин", "late by 1 h 10 min"),
        ("2026-11-23T11:10:00+03:00", "40 мин", "40 min"),
        ("2026-11-23T16:30:00+03:00", "сегодня, 16:30", "today, 16:30"),
    ] {
        assert_eq!(both(|r| r.left(at(moment))), [russian, english]);
    }
}

#[test]
fn stretches_of_an_explanation() {
    for (from, to, russian, english) in [
        ("2026-11-16T10:12:00+03:00", "2026-11-16T18:00:00+03:00", "пн, 10:12–18:00", "Mon 10:12–18:00"),
        (
            "2026-11-18T14:30:00+03:00",
            "2026-11-19T10:05:00+03:00",
            "ср, 14:30 – чт, 10:05",
            "Wed 14:30 – Thu 10:05",
        ),
        ("2026-11-18T18:00:00+03:00", "2026-11-19T00:00:00+03:00", "ср, 18:00–24:00", "Wed 18:00–24:00"),
        (
            "2026-11-06T18:00:00+03:00",
            "2026-11-16T09:00:00+03:00",
            "пт, 6 ноября, 18:00 – пн, 16 ноября, 9:00",
            "Fri 6 November, 18:00 – Mon 16 November, 9:00",
        ),
    ] {
        assert_eq!(both(|r| r.stretch(at(from), at(to))), [russian, english]);
    }
}

#[test]
fn machines_get_their_form() {
    let html = reader(Language::Ru).time_by(at("2026-11-26T16:00:00+03:00")).to_string().replace(NBSP, " ");
    assert_eq!(
        html,
        "<time datetime=\"2026-11-26T16:00:00+03:00\" title=\"чт, 26 ноября 2026, 16:00 МСК\">к чт, 26 ноября, 16:00</time>"
    );
}

#[test]
fn shares_and_prices() {
    assert_eq!(both(|r| r.percent(12, 25)), ["48 %", "48%"]);
    assert_eq!(both(|r| r.percent(1, 0)), ["0 %", "0%"]);
    assert_eq!(both(|r| r.percent(2, 3)), ["67 %", "67%"]);
    assert_eq!(both(|r| r.price(0)), ["без оплаты", "no charge"]);
    let november = jiff::civil::date(2026, 11, 1);
    assert_eq!(both(|r| r.month(november)), ["ноябрь", "November"]);
    assert_eq!(both(|r| r.month(jiff::civil::date(2025, 6, 1))), ["июнь 2025", "June 2025"]);
    assert_eq!(both(|r| r.day_named(r.now)), ["Сегодня, пн, 23 ноября", "Today, Mon 23 November"]);
}
