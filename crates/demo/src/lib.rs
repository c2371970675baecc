//! The demonstration: an invented company, «Меридиан», with its departments, people, services, budgets and eight weeks
//! of requests.
//!
//! What people say lies in `content`: units and people as TOML, requests as stories that read like a play. Every row is
//! made by the use cases that pages call, at the moments that the stories tell, so the demonstration can hold nothing that
//! the product could not do. The same content at the same moment makes the same rows.

mod content;
mod error;
mod found;
mod history;
mod maker;
mod play;
mod step;
mod story;
#[cfg(test)]
mod tests;
mod when;

use std::sync::Arc;
use std::time::Duration;

use app::identity;
use domain::localized::Localized;
use domain::time::Instant;
use store::blobs::Blobs;
use store::repo::content::NewFile;
use store::{Db, Lane};

pub use error::{DemoError, Fault};
pub use history::ensure_history;

use content::{Content, FILES};
use maker::Maker;
use play::Files;
use when::Days;

/// How long the making may take on a slow machine.
const LIMIT: Duration = Duration::from_secs(300);

/// Somebody whose part a visitor may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    /// Their name, as their profile says.
    pub name: String,
    /// The unit they belong to.
    pub unit: Localized,
    /// Their part in the product.
    pub role: Localized,
    /// What the visitor can try, in one line.
    pub hint: Localized,
}

/// Makes the demonstration in an empty database, or leaves the one that is there as it is. True when it was made now.
///
/// # Errors
/// [`DemoError::RealCompany`] when the database holds a company that is no demonstration; nothing is touched then.
pub fn ensure(db: &Db, blobs: &dyn Blobs, now: Instant) -> Result<bool, DemoError> {
    let found = db.read_blocking(|tx| identity::demonstration(tx).map_err(DemoError::at("the company")))?;
    match found {
        None => fill(db, blobs, now).map(|()| true),
        Some(true) => Ok(false),
        Some(false) => Err(DemoError::RealCompany),
    }
}

/// Makes the demonstration in an empty database, in one transaction: the stories end at `now`.
///
/// # Errors
/// [`DemoError::Refused`] when a company is there already or a step is refused; nothing is kept then but files, which
/// are swept after a day.
pub fn fill(db: &Db, blobs: &dyn Blobs, now: Instant) -> Result<(), DemoError> {
    let content = Arc::new(Content::read()?);
    let files = Arc::new(put_files(blobs, now)?);
    db.within(Lane::Write, LIMIT, move |tx| {
        let days = Days::around(now)?;
        let mut maker = Maker::new(&days);
        found::found(tx, &mut maker, &content, now)?;
        play::play(tx, &mut maker, &content, &files, now)
    })
}

/// Whose parts a visitor may take, in their order.
///
/// # Errors
/// [`DemoError::Content`] when the built-in content cannot be read.
pub fn personas() -> Result<Vec<Persona>, DemoError> {
    let content = Content::read()?;
    let texts = content.company.personas.iter();
    let personas = texts.filter_map(|text| {
        let person = content.people.iter().find(|person| person.key == text.person)?;
        let unit = content.units.iter().find(|unit| unit.code == person.unit)?;
        Some(Persona {
            name: person.name.clone(),
            unit: Localized::both(&unit.ru.name, &unit.en.name),
            role: text.role.localized(),
            hint: text.hint.localized(),
        })
    });
    Ok(personas.collect())
}

fn put_files(blobs: &dyn Blobs, now: Instant) -> Result<Files, DemoError> {
    FILES
        .iter()
        .map(|(path, text)| {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            let media_type = if name.ends_with(".csv") { "text/csv" } else { "text/plain" };
            let blob = blobs.put(text.as_bytes(), now)?.to_string();
            let size = i64::try_from(text.len()).unwrap_or(i64::MAX);
            Ok((name, NewFile { media_type: media_type.to_owned(), size, blob }))
        })
        .collect()
}
