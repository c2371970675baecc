//! Who did what to whom, for those who keep watch: administrators and auditors.

pub(in crate::pages) mod told;

use app::audit::{self, Acts, Steps};
use app::check;
use app::{company, identity};
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use domain::access::{EventKind as AccessKind, Taken};
use domain::company::EventKind as CompanyKind;
use domain::history::Events as _;
use domain::ids::{PersonId, StreamId, UnitId};
use domain::permission::{Action, Resource, can};
use domain::time::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::BTreeMap;
use store::repo::act::{ActPlace, FailedSignIn, WantedActs};
use store::repo::root::DayRoot;
use store::{StoreError, Tx};

use self::told::Teller;
use super::{hidden, sections, unit_choices};
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::download;
use crate::error::Reply;
use crate::form::decl::{FieldKind, FormDecl, field};
use crate::form::{Choice, Form, Groups};
use crate::labels;
use crate::page::Page;
use crate::pages::desk::Tab;
use crate::parts::table::{Cell, Table};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// Acts of one page.
const PAGE: usize = 50;
/// Days whose roots are shown.
const ROOTS: i64 = 14;
/// Hours of failed sign-ins that are shown.
const FAILURES: i64 = 100;
/// People that fit a word.
const SEVERAL: usize = 20;
/// How many days are shown when nobody asked for others.
const DAYS: i64 = 30;
/// Acts that are read at once for a file.
const BATCH: usize = 500;

pub(super) fn routes() -> Vec<Route> {
    let watch = Reach::company(&[Action::Administer, Action::Audit]);
    vec![
        Route::get(pattern::ADMIN_AUDIT, watch, show),
        Route::get(pattern::ADMIN_AUDIT_FILE, watch, file).heavy(),
    ]
}

pub(super) static FILTER: FormDecl = FormDecl::new(
    "audit",
    &[
        field("q", FieldKind::Words(200), "audit-person").hint("audit-person-hint"),
        field("unit", FieldKind::Id, "audit-unit"),
        field("kind", FieldKind::Own, "audit-kind"),
        field("from", FieldKind::Day, "audit-from"),
        field("to", FieldKind::Day, "audit-to"),
        field("imported", FieldKind::Tick, "audit-imported"),
        field("request", FieldKind::Whole(i64::MAX), "audit-request").hint("audit-request-hint"),
    ],
);

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    person: String,
    unit: String,
    kind: String,
    from: String,
    to: String,
    request: String,
    imported: String,
    after: String,
}

impl Asked {
    /// The address with these things changed.
    fn address(&self, path: &str, more: &[(&'static str, &str)]) -> String {
        let own = [
            ("q", self.q.as_str()),
            ("person", &self.person),
            ("unit", &self.unit),
            ("kind", &self.kind),
            ("from", &self.from),
            ("to", &self.to),
            ("request", &self.request),
            ("imported", &self.imported),
        ];
        let kept = own.into_iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
        routes::with(path, &kept.chain(more.iter().copied()).collect::<Vec<_>>())
    }

    fn days(&self, today: Date) -> (Date, Date) {
        let to = self.to.parse().unwrap_or(today);
        let usual = today.checked_sub(jiff::Span::new().days(DAYS)).unwrap_or(today);
        (self.from.parse().unwrap_or(usual.min(to)), to)
    }

    fn wanted(&self, now: Instant, zone: &TimeZone) -> WantedActs {
        let (from, to) = self.days(now.to_timestamp().to_zoned(zone.clone()).date());
        let start = |day: Date| {
            let at = day.to_zoned(zone.clone()).map(|start| start.timestamp().as_millisecond());
            Instant::from_millis(at.unwrap_or(i64::MAX))
        };
        WantedActs {
            person: PersonId::parse(&self.person),
            to_them: false,
            unit: UnitId::parse(&self.unit),
            kind: Some(self.kind.as_str()).filter(|kind| known_kind(kind)).unwrap_or_default().to_owned(),
            imported: !self.imported.is_empty(),
            from: start(from),
            to: start(to.tomorrow().unwrap_or(to)),
        }
    }
}

fn company_word(kind: CompanyKind) -> String {
    format!("{}{}", company::EVENTS, kind.code())
}

fn access_word(kind: AccessKind) -> String {
    format!("{}{}", domain::access::Event::PREFIX, kind.code())
}

fn known_kind(word: &str) -> bool {
    CompanyKind::all().map(company_word).chain(AccessKind::all().map(access_word)).any(|known| known == word)
}

pub(super) fn kinds(c: &Chrome) -> Groups {
    let company = CompanyKind::all()
        .map(|kind| Choice::new(company_word(kind), c.t(labels::company_act(kind))))
        .collect();
    // Where it begins nobody looks for.
    let access = AccessKind::all()
        .filter(|kind| *kind != AccessKind::Begun)
        .map(|kind| Choice::new(access_word(kind), c.t(labels::access_act(kind))))
        .collect();
    vec![
        (String::new(), vec![Choice::new("", c.t("audit-any-kind"))]),
        (c.t("audit-group-access").into_owned(), access),
        (c.t("audit-group-company").into_owned(), company),
    ]
}

/// A place in an address.
fn place_of(text: &str) -> Option<ActPlace> {
    let mut parts = text.split('.');
    let told_at = Instant::from_millis(parts.next()?.parse().ok()?);
    let stream = StreamId::parse(parts.next()?)?;
    let seq = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some(ActPlace { told_at, stream, seq })
}

fn place_text(place: ActPlace) -> String {
    format!("{}.{}.{}", place.told_at.millis(), place.stream, place.seq)
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/audit.html")]
pub(crate) struct AuditView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub form: Form,
    pub units: Vec<Choice>,
    pub kinds: Groups,
    /// Whose acts are shown: the name, and the address without that.
    pub person: Option<(String, String)>,
    /// People whose name fits: name and address.
    pub several: Vec<(String, String)>,
    /// A word was asked for that fits nobody.
    pub nobody: bool,
    pub table: Table,
    pub next: Option<String>,
    pub file: String,
    /// The address of the whole ledger, for those who may read it.
    pub ledger: Option<String>,
    pub failures: Table,
    /// The root of the whole history, day by day.
    pub roots: Table,
    /// The steps of a request that was asked for; an empty title when there is none to see.
    pub steps: Option<Table>,
    /// Where an auditor may open that request.
    pub opens: Option<String>,
}

/// What the page reads.
struct Found {
    acts: Acts,
    failures: Vec<FailedSignIn>,
    names: BTreeMap<PersonId, String>,
    people: Vec<(PersonId, String)>,
    roots: Vec<DayRoot>,
    steps: Option<Steps>,
}

async fn read(visit: &SignedIn, asked: &Asked, wanted: &WantedActs) -> Reply<Found> {
    let (cx, asked, wanted) = (visit.cx(None), asked.clone(), wanted.clone());
    let found = visit.site.read(move |tx| {
        let words = asked.q.trim();
        let mut wanted = wanted.clone();
        let people = match (wanted.person, words) {
            (Some(_), _) | (None, "") => Vec::new(),
            (None, words) => audit::find_people(tx, &cx, words, SEVERAL)?,
        };
        if let [(only, _)] = people[..] {
            wanted.person = Some(only);
        }
        let asks_whom = !words.is_empty() && wanted.person.is_none();
        let acts = match asks_whom {
            true => Acts::default(),
            false => audit::acts(tx, &cx, &wanted, place_of(&asked.after), PAGE)?,
        };
        let failures = match (asks_whom, wanted.unit.is_some() || !wanted.kind.is_empty()) {
            (false, false) => audit::failures(tx, &cx, wanted.person, (wanted.from, wanted.to), FAILURES)?,
            _ => Vec::new(),
        };
        let names =
            audit::names(tx, failures.iter().filter_map(|failed| failed.person).chain(wanted.person))?;
        let steps = match asked.request.trim().parse() {
            Ok(number) => audit::steps(tx, &cx, number)?,
            Err(_) => None,
        };
        let roots = check::roots(tx, ROOTS)?;
        Ok(Found { acts, failures, names, people, roots, steps })
    });
    found.await.map_err(hidden)
}

/// The list of acts, empty.
pub(super) fn acts_table(c: &Chrome) -> Table {
    Table::new("", c.t("admin-audit"))
        .plain(c.t("audit-when"))
        .words(c.t("audit-who"))
        .plain(c.t("audit-what"))
        .words(c.t("audit-whom"))
        .plain(c.t("audit-detail"))
        .words(c.t("audit-network"))
        .grows("acts")
}

/// Failed sign-ins, none yet.
pub(super) fn failures_table(c: &Chrome) -> Table {
    Table::new("failures", c.t("audit-failures"))
        .plain(c.t("audit-hour"))
        .words(c.t("audit-whose"))
        .words(c.t("audit-network"))
        .numbers(c.t("audit-times"))
}

/// Roots of days, none yet.
pub(super) fn roots_table(c: &Chrome) -> Table {
    Table::new("roots", c.t("audit-roots"))
        .plain(c.t("audit-day"))
        .numbers(c.t("audit-streams"))
        .numbers(c.t("audit-events"))
        .words(c.t("audit-root"))
}

fn root_row(c: &Chrome, root: &DayRoot) -> Vec<Cell> {
    vec![
        Cell::text(c.date_short_in_full(root.day)),
        Cell::text(c.number(root.streams)),
        Cell::text(c.number(root.events)),
        Cell::text(root.hex()),
    ]
}

/// The steps of a request, none yet.
pub(super) fn steps_table(c: &Chrome, title: String) -> Table {
    Table::new("steps", title).plain(c.t("audit-when")).words(c.t("audit-who")).plain(c.t("audit-step"))
}

async fn show(visit: SignedIn, Query(asked): Query<Asked>) -> Reply {
    let c = visit.chrome();
    let wanted = asked.wanted(c.now, &c.zone);
    let found = read(&visit, &asked, &wanted).await?;
    let teller = Teller { c: &c, viewer: &visit.viewer, acts: &found.acts };
    let here = routes::admin_audit();
    let to_person =
        |id: PersonId| asked.address(&here, &[("person", &id.to_string()), ("q", ""), ("after", "")]);
    let table = acts_table(&c).filled(found.acts.acts.iter().map(|act| teller.row(act, &to_person)));
    let failures = failures_table(&c).filled(found.failures.iter().map(|failed| {
        let whose = match failed.person {
            Some(person) => Cell::text(told::name(&c, &found.names, person)).to(to_person(person)),
            None => Cell::text(c.t("audit-nobodys")),
        };
        vec![
            Cell::html(told::moment(&c, failed.hour)),
            whose,
            Cell::text(&failed.network),
            Cell::text(c.number(failed.count)),
        ]
    }));
    let steps = Some(asked.request.trim()).filter(|number| !number.is_empty()).map(|number| {
        let Some((steps, people)) = &found.steps else { return steps_table(&c, String::new()) };
        let rows = steps.iter().map(|step| {
            let who = told::actor(&c, people, &step.envelope);
            let kind = c.t(labels::request_step(step.kind)).into_owned();
            vec![Cell::html(told::moment(&c, step.envelope.occurred_at)), Cell::text(who), Cell::text(kind)]
        });
        steps_table(&c, c.ta("audit-steps", &[("number", number.into())])).filled(rows)
    });
    let shown = wanted.person.or(match found.people[..] {
        [(only, _)] => Some(only),
        _ => None,
    });
    let (from, to) = asked.days(c.civil(c.now));
    let mut units = vec![Choice::new("", c.t("audit-any-unit"))];
    let all: Vec<_> = found.acts.units.values().cloned().collect();
    units.extend(unit_choices(&c, &all, true));
    let view = AuditView {
        sections: sections(&c, &visit, &here),
        form: Form::of(&FILTER)
            .with("q", asked.q.clone())
            .with("unit", asked.unit.clone())
            .with("kind", wanted.kind.clone())
            .with("from", from.to_string())
            .with("to", to.to_string())
            .with("request", asked.request.clone())
            .with("imported", if wanted.imported { "yes" } else { "" }),
        units,
        kinds: kinds(&c),
        person: shown.map(|id| {
            let without = asked.address(&here, &[("person", ""), ("q", "")]);
            (told::name(&c, &found.names, id), without)
        }),
        nobody: !asked.q.trim().is_empty() && shown.is_none() && found.people.is_empty(),
        several: match found.people.len() {
            0 | 1 => Vec::new(),
            _ => found.people.iter().map(|(id, name)| (name.clone(), to_person(*id))).collect(),
        },
        next: found.acts.next.map(|place| asked.address(&here, &[("after", &place_text(place))])),
        file: asked.address(
            &routes::admin_audit_file(),
            &[("q", ""), ("person", &shown.map(|id| id.to_string()).unwrap_or_default())],
        ),
        ledger: can(&visit.viewer, Action::ReadAccount, Resource::Company).then(routes::journal),
        table,
        failures,
        roots: roots_table(&c).filled(found.roots.iter().map(|root| root_row(&c, root))),
        opens: steps
            .as_ref()
            .filter(|steps| !steps.rows.is_empty() && identity::opens_requests(&visit.viewer))
            .map(|_| routes::admin_open(asked.request.trim())),
        steps,
        c,
    };
    Ok(Page::personal(&view))
}

/// All acts that are asked for as a table for other programs.
async fn file(visit: SignedIn, Query(asked): Query<Asked>) -> Reply<Response> {
    let (c, cx) = (visit.chrome(), visit.cx(None));
    let wanted = asked.wanted(c.now, &c.zone);
    visit.site.write(&cx, |tx, cx| audit::take_away(tx, cx, Taken::Acts, None, None)).await?;
    let viewer = visit.viewer.clone();
    let make = move |tx: &mut dyn Tx, write: &mut dyn FnMut(&str) -> Result<(), StoreError>| {
        // The mark at the start tells spreadsheets that this is UTF-8.
        write(&format!("\u{feff}{}", told::heads(&c)))?;
        let mut after = None;
        loop {
            let acts = audit::acts(tx, &cx, &wanted, after, BATCH)?;
            let teller = Teller { c: &c, viewer: &viewer, acts: &acts };
            acts.acts.iter().try_for_each(|act| write(&teller.line(act)))?;
            after = acts.next;
            if after.is_none() {
                return Ok(());
            }
        }
    };
    Ok(download::file(visit.site.db(), "text/csv; charset=utf-8", "acts.csv", make))
}
