//! What is known about oneself, all of it: for one's own page and as a file to take along.

use std::collections::{BTreeMap, BTreeSet};

use domain::company::Profile;
use domain::history::Events as _;
use domain::ids::{PersonId, RequestId, UnitId};
use domain::localized::Language;
use domain::notice::NoticeKind;
use domain::permission::{Action, Resource, Role, can};
use domain::request::{Event, EventKind, RequestState};
use domain::time::Instant;
use store::Tx;
use store::repo::{known, notice, person};

use crate::Cx;
use crate::audit;
use crate::company::{UnitView, units};
use crate::error::{Answer, AppError};
use crate::identity::{login, own_factor, sessions};

/// What a table of it tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[expect(missing_docs, reason = "each names a table of the page; its words are with the pages")]
pub enum Of {
    Account,
    Units,
    Roles,
    Systems,
    Sessions,
    Failures,
    Requests,
    Words,
    Steps,
    Attention,
    Notices,
    Files,
    Openings,
    Imports,
}

/// A column of such a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[expect(missing_docs, reason = "each names a column; its words are with the pages")]
pub enum Column {
    Name,
    Email,
    Position,
    Login,
    Language,
    Outside,
    FactorSince,
    RecoveryCodes,
    Held,
    Unit,
    Role,
    Manager,
    From,
    To,
    System,
    Device,
    LastUsed,
    Network,
    Count,
    Number,
    Side,
    State,
    Title,
    At,
    Text,
    Step,
    Notice,
    Bytes,
    File,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Nothing, or nothing any more.
    Nothing,
    /// Words.
    Text(String),
    /// A moment.
    At(Instant),
    /// A number.
    Number(i64),
    /// Yes or no.
    Yes(bool),
    /// A language.
    Language(Language),
    /// A role.
    Role(Role),
    /// Where a request stands.
    State(RequestState),
    /// On the provider's side of a request, or the customer's.
    Handles(bool),
    /// A step of a request.
    Step(EventKind),
    /// What a notice told.
    Notice(NoticeKind),
    /// A unit; none for the whole company.
    Unit(Option<UnitId>),
}

impl From<Option<Instant>> for Fact {
    fn from(at: Option<Instant>) -> Self {
        at.map_or(Self::Nothing, Self::At)
    }
}

impl From<Option<String>> for Fact {
    fn from(text: Option<String>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Nothing, Self::Text)
    }
}

/// A table of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPart {
    /// What it tells of.
    pub of: Of,
    /// Its columns.
    pub columns: &'static [Column],
    /// A value for each column.
    pub rows: Vec<Vec<Fact>>,
}

impl KnownPart {
    /// There may be more rows than are told.
    pub fn is_cut(&self) -> bool {
        i64::try_from(self.rows.len()).is_ok_and(|rows| rows >= known::MOST)
    }
}

/// All that is known about somebody, with the units that it names.
#[derive(Debug, Clone)]
pub struct Known {
    /// The tables that have rows.
    pub parts: Vec<KnownPart>,
    /// Units.
    pub units: BTreeMap<UnitId, UnitView>,
}

/// Everything that is known about the viewer. Words and titles of requests stand in it while they may read the request: whoever got into an
/// account by a reset takes nothing confidential along.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not a person.
pub fn known(tx: &mut dyn Tx, cx: &Cx) -> Answer<Known> {
    let me = cx.viewer.person().ok_or(AppError::Forbidden)?;
    let (requests, readable) = requests(tx, cx, me)?;
    let mut parts = vec![account(tx, cx, me)?];
    parts.extend(places(tx, me)?);
    parts.push(signed_in(tx, cx)?);
    parts.push(failures(tx, cx)?);
    parts.push(requests);
    parts.extend(taken_part(tx, me, &readable)?);
    parts.extend(beside(tx, me)?);
    parts.retain(|part| !part.rows.is_empty());
    Ok(Known { parts, units: units(tx)?.into_iter().map(|unit| (unit.id, unit)).collect() })
}

fn account(tx: &mut dyn Tx, cx: &Cx, me: PersonId) -> Answer<KnownPart> {
    let row = person::by_id(tx, me)?.ok_or(AppError::Missing("person"))?;
    let Profile { name, email, position, .. } = row.profile;
    let factor = own_factor(tx, cx)?;
    Ok(KnownPart {
        of: Of::Account,
        columns: &[
            Column::Name,
            Column::Email,
            Column::Position,
            Column::Login,
            Column::Language,
            Column::Outside,
            Column::FactorSince,
            Column::RecoveryCodes,
            Column::Held,
        ],
        rows: vec![vec![
            Fact::Text(name),
            email.into(),
            position.into(),
            login(tx, cx)?.into(),
            Fact::Language(row.language),
            Fact::Yes(row.outside),
            factor.map(|factor| factor.since).into(),
            factor.map_or(Fact::Nothing, |factor| Fact::Number(factor.codes_left)),
            Fact::Yes(cx.viewer.held),
        ]],
    })
}

/// Where they belong, what they may do, who knows them.
fn places(tx: &mut dyn Tx, me: PersonId) -> Answer<[KnownPart; 3]> {
    let memberships = known::units(tx, me)?;
    let managers = audit::names(tx, memberships.iter().filter_map(|place| place.manager))?;
    let units = memberships.into_iter().map(|place| {
        let manager = place.manager.and_then(|manager| managers.get(&manager).cloned());
        vec![Fact::Unit(Some(place.unit)), Fact::At(place.from), place.to.into(), manager.into()]
    });
    let roles = known::roles(tx, me)?.into_iter().map(|(role, unit, since)| {
        vec![Fact::Role(role), Fact::Unit(Some(unit).filter(|unit| !unit.0.is_nil())), Fact::At(since)]
    });
    let systems = known::systems(tx, me)?.into_iter().map(|system| vec![Fact::Text(system)]);
    Ok([
        KnownPart {
            of: Of::Units,
            columns: &[Column::Unit, Column::From, Column::To, Column::Manager],
            rows: units.collect(),
        },
        KnownPart {
            of: Of::Roles,
            columns: &[Column::Role, Column::Unit, Column::From],
            rows: roles.collect(),
        },
        KnownPart { of: Of::Systems, columns: &[Column::System], rows: systems.collect() },
    ])
}

fn signed_in(tx: &mut dyn Tx, cx: &Cx) -> Answer<KnownPart> {
    let rows = sessions(tx, cx)?.into_iter();
    let rows = rows.map(|session| {
        vec![Fact::Text(session.device), Fact::At(session.created_at), Fact::At(session.seen_at)]
    });
    let columns = &[Column::Device, Column::From, Column::LastUsed];
    Ok(KnownPart { of: Of::Sessions, columns, rows: rows.collect() })
}

fn failures(tx: &mut dyn Tx, cx: &Cx) -> Answer<KnownPart> {
    let rows = audit::own_failures(tx, cx, Instant::from_millis(0))?.into_iter();
    let rows = rows
        .map(|failed| vec![Fact::At(failed.hour), Fact::Text(failed.network), Fact::Number(failed.count)]);
    let columns = &[Column::At, Column::Network, Column::Count];
    Ok(KnownPart { of: Of::Failures, columns, rows: rows.collect() })
}

/// Requests in which they take part, and which of these they may read.
fn requests(tx: &mut dyn Tx, cx: &Cx, me: PersonId) -> Answer<(KnownPart, BTreeSet<RequestId>)> {
    let (mut rows, mut readable) = (Vec::new(), BTreeSet::new());
    for found in known::requests(tx, me)? {
        let reads = can(&cx.viewer, Action::ReadRequest, Resource::Request(&found.facts));
        if reads {
            readable.insert(found.id);
        }
        rows.push(vec![
            Fact::Number(found.number),
            Fact::Handles(found.side == "handler"),
            Fact::State(found.state),
            Fact::At(found.stated_at),
            Some(found.title).filter(|_| reads).into(),
        ]);
    }
    let columns = &[Column::Number, Column::Side, Column::State, Column::At, Column::Title];
    Ok((KnownPart { of: Of::Requests, columns, rows }, readable))
}

/// What they wrote and did in requests, and how long they looked at them.
fn taken_part(tx: &mut dyn Tx, me: PersonId, readable: &BTreeSet<RequestId>) -> Answer<[KnownPart; 3]> {
    let words = known::words(tx, me)?.into_iter().filter(|words| readable.contains(&words.request));
    let words =
        words.map(|words| vec![Fact::Number(words.number), Fact::At(words.at), Some(words.text).into()]);
    let steps = known::steps(tx, me)?.into_iter().filter_map(|(number, kind, at)| {
        let word = kind.strip_prefix(Event::PREFIX)?;
        let kind = EventKind::all().find(|kind| kind.code() == word)?;
        Some(vec![Fact::Number(number), Fact::At(at), Fact::Step(kind)])
    });
    let looks = known::attention(tx, me)?
        .into_iter()
        .map(|(number, from, to)| vec![Fact::Number(number), Fact::At(from), Fact::At(to)]);
    Ok([
        KnownPart {
            of: Of::Words,
            columns: &[Column::Number, Column::At, Column::Text],
            rows: words.collect(),
        },
        KnownPart {
            of: Of::Steps,
            columns: &[Column::Number, Column::At, Column::Step],
            rows: steps.collect(),
        },
        KnownPart {
            of: Of::Attention,
            columns: &[Column::Number, Column::From, Column::To],
            rows: looks.collect(),
        },
    ])
}

/// What they were told, what they brought, what they opened.
fn beside(tx: &mut dyn Tx, me: PersonId) -> Answer<[KnownPart; 4]> {
    let notices = notice::of(tx, me, None, known::MOST)?.into_iter().filter_map(|notice| {
        let number = notice.request.map_or(Fact::Nothing, |seen| Fact::Number(seen.number));
        Some(vec![Fact::At(notice.created_at), Fact::Notice(notice.kind?), number])
    });
    let files = known::files(tx, me)?.into_iter().map(|(size, at)| vec![Fact::At(at), Fact::Number(size)]);
    let opened = known::opened(tx, me)?
        .into_iter()
        .map(|(number, from, to)| vec![Fact::Number(number), Fact::At(from), Fact::At(to)]);
    let imports = known::imports(tx, me)?
        .into_iter()
        .map(|(system, file, at)| vec![Fact::Text(system), Fact::Text(file), Fact::At(at)]);
    Ok([
        KnownPart {
            of: Of::Notices,
            columns: &[Column::At, Column::Notice, Column::Number],
            rows: notices.collect(),
        },
        KnownPart { of: Of::Files, columns: &[Column::At, Column::Bytes], rows: files.collect() },
        KnownPart {
            of: Of::Openings,
            columns: &[Column::Number, Column::From, Column::To],
            rows: opened.collect(),
        },
        KnownPart {
            of: Of::Imports,
            columns: &[Column::System, Column::File, Column::At],
            rows: imports.collect(),
        },
    ])
}
