//! Figures as addresses: which side, and which line of it.

use std::fmt;
use std::str::FromStr;

use domain::ids::{ServiceId, UnitId};
use domain::ledger::FigureOf;

/// Names a figure of a statement: `earned` is all that was earned, `earned.SERVICE.UNIT` what one service earned from one unit; `-` stands
/// where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FigureKey {
    /// What is counted.
    pub side: FigureOf,
    /// One line of it, or all.
    pub line: Option<LineKey>,
}

/// A line of a statement: a service with a unit on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineKey {
    /// The service; none for what was agreed on without one.
    pub service: Option<ServiceId>,
    /// The customer of what is supplied, the provider of what is ordered.
    pub counterparty: Option<UnitId>,
}

impl FigureKey {
    /// The whole of a side.
    pub const fn all(side: FigureOf) -> Self {
        Self { side, line: None }
    }

    /// One line of a side.
    pub const fn line(side: FigureOf, line: LineKey) -> Self {
        Self { side, line: Some(line) }
    }
}

impl fmt::Display for FigureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.side.code())?;
        let Some(LineKey { service, counterparty }) = self.line else { return Ok(()) };
        for id in [service.map(|id| id.0), counterparty.map(|id| id.0)] {
            match id {
                Some(id) => write!(f, ".{id}")?,
                None => f.write_str(".-")?,
            }
        }
        Ok(())
    }
}

/// Why a text is no key of a figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no figure is called {0:?}")]
pub struct NotAFigure(pub String);

impl FromStr for FigureKey {
    type Err = NotAFigure;

    fn from_str(text: &str) -> Result<Self, NotAFigure> {
        read(text).ok_or_else(|| NotAFigure(text.to_owned()))
    }
}

fn read(text: &str) -> Option<FigureKey> {
    let mut parts = text.split('.');
    let side = FigureOf::from_code(parts.next()?)?;
    let line = match (parts.next(), parts.next(), parts.next()) {
        (None, None, None) => None,
        // Budgets have no lines.
        (Some(service), Some(counterparty), None) if !side.of_budget() => Some(LineKey {
            service: optional(service, ServiceId::parse)?,
            counterparty: optional(counterparty, UnitId::parse)?,
        }),
        _ => return None,
    };
    Some(FigureKey { side, line })
}

fn optional<T>(text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if text == "-" { Some(None) } else { parse(text).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn keys_come_back_and_other_texts_do_not() {
        let (service, unit) = (ServiceId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(2)));
        for side in FigureOf::ALL {
            let all = FigureKey::all(side);
            assert_eq!(all.to_string().parse(), Ok(all));
            for line in [
                LineKey { service: Some(service), counterparty: Some(unit) },
                LineKey { service: None, counterparty: Some(unit) },
                LineKey { service: None, counterparty: None },
            ] {
                let key = FigureKey::line(side, line);
                assert_eq!(key.to_string().parse::<FigureKey>().is_ok(), !side.of_budget());
                assert!(side.of_budget() || key.to_string().parse() == Ok(key));
            }
        }
        for text in ["", "lost", "earned.", "earned.-", "earned.x.-", "earned.-.-.-", "issued.-.-"] {
            assert_eq!(text.parse::<FigureKey>(), Err(NotAFigure(text.to_owned())));
        }
    }
}
