//! The reader: language, zone, the present moment, currency.

use std::ops::Deref;

use domain::localized::Language;
use domain::money::{Currency, Minor, Seconds};
use domain::time::Instant;
use jiff::tz::TimeZone;

use super::{NBSP, exact, money, number, span, waited};
use crate::i18n::L;

/// Who reads: language, time zone, the present moment, the company's currency. Everything that turns values into text is here.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The language and its texts.
    pub l: L,
    /// The person's zone, else the company's.
    pub zone: TimeZone,
    /// The moment the page is made for.
    pub now: Instant,
    /// The company's accounting currency.
    pub currency: Currency,
}

impl Deref for Reader {
    type Target = L;
    fn deref(&self) -> &L {
        &self.l
    }
}

impl Reader {
    pub(super) fn language(&self) -> Language {
        self.l.0
    }

    /// A sum in the company's currency: `12 400 ₽`.
    pub fn money(&self, minor: Minor) -> String {
        money(minor, self.currency, self.language())
    }

    /// A sum in a currency of its own.
    pub fn money_in(&self, minor: Minor, currency: Currency) -> String {
        money(minor, currency, self.language())
    }

    /// The words of a label or of small print of a form; those of sums name the currency.
    pub fn asked(&self, key: &str) -> String {
        self.ta(key, &[("currency", self.currency.code().into())])
    }

    /// A price: a sum, or «без оплаты» for nothing.
    pub fn price(&self, minor: Minor) -> String {
        if minor == 0 { self.t("price-free").into_owned() } else { self.money(minor) }
    }

    /// A whole number, grouped.
    pub fn number(&self, value: i64) -> String {
        number(value, self.language())
    }

    /// A share as whole percent: `48 %`, `48%`.
    pub fn percent(&self, part: i64, of: i64) -> String {
        let value = if of == 0 { 0 } else { (part * 200 / of + 1).div_euclid(2) };
        match self.language() {
            Language::Ru => format!("{}{NBSP}%", self.number(value)),
            Language::En => format!("{}%", self.number(value)),
        }
    }

    /// Hours and minutes: `2 ч 10 мин`.
    pub fn span(&self, seconds: Seconds) -> String {
        span(seconds, self.language())
    }

    /// To the second, for statements: `1 ч 05 мин 07 с`.
    pub fn exact(&self, seconds: Seconds) -> String {
        exact(seconds, self.language())
    }

    /// Waiting through nights: `4 дн 3 ч`.
    pub fn waited(&self, seconds: Seconds) -> String {
        waited(seconds, self.language())
    }
}
