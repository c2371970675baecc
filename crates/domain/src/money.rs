//! Amounts: integers of the smallest unit, always beside their currency.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a posting is counted in: a currency of ISO 4217, or seconds of people's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Why a text is not a currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a currency is three capital letters of ISO 4217 such as RUB, not {0:?}")]
pub struct NotACurrency(pub String);

impl Currency {
    /// The Russian rouble, the default of a new company.
    pub const RUB: Self = Self(*b"RUB");
    /// Seconds of people's time. `XTS` is the code that ISO 4217 keeps for such uses, so it can collide with no money.
    pub const SECONDS: Self = Self(*b"XTS");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0)
            .expect("three capital letters of ASCII: every way to make a currency sees to that")
    }

    /// How many decimal digits the smallest unit stands for: 2 for kopecks, 0 for yen and for seconds (ISO 4217).
    pub fn digits(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" | b"XTS" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = NotACurrency;
    fn from_str(text: &str) -> Result<Self, NotACurrency> {
        let bytes: [u8; 3] = text.as_bytes().try_into().map_err(|_| NotACurrency(text.to_owned()))?;
        if bytes.iter().all(u8::is_ascii_uppercase) {
            Ok(Self(bytes))
        } else {
            Err(NotACurrency(text.to_owned()))
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = NotACurrency;
    fn try_from(text: String) -> Result<Self, NotACurrency> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount of money in the smallest units of the company's accounting currency (kopecks for the rouble).
pub type Minor = i64;

/// The largest amount a form may carry: ten trillion smallest units, so sums of millions of postings stay in 64 bits.
pub const MAX_AMOUNT: Minor = 10_000_000_000_000;

/// Seconds of somebody's time.
pub type Seconds = i64;
