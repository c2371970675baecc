//! What an hour of a unit costs: for finance alone.

use app::AppError;
use app::company::{self, RatedUnit, UnitView};
use askama::Template;
use axum::response::Response;
use domain::company::{FEWEST_PEOPLE, in_force};
use domain::permission::Action;

use super::{given, sections, settled, unit_choices, unit_name};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldKind, FormDecl, field};
use crate::form::{Choice, Form};
use crate::page::Page;
use crate::pages::desk::Tab;
use crate::parts::table::{Cell, Table};
use crate::parts::{Mark, State};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(super) fn routes() -> Vec<Route> {
    // Salaries are behind it: for everybody else the page is not there.
    let finance = Reach::company(&[Action::KeepRates]);
    vec![Route::get(pattern::ADMIN_RATES, finance, show), Route::post(pattern::ADMIN_RATES, finance, set)]
}

pub(super) static RATE: FormDecl = FormDecl::new(
    "rate",
    &[
        field("unit", FieldKind::Id, "rate-unit").missing("rate-unit-missing"),
        field("per_hour", FieldKind::Sum, "rate-per-hour-in")
            .hint("rate-per-hour-hint")
            .missing("rate-not-above-zero"),
        field("valid_from", FieldKind::Day, "rate-from").hint("rate-from-hint").missing("rate-from-missing"),
    ],
);

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/rates.html")]
pub(crate) struct RatesView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub table: Table,
    pub form: Form,
    pub units: Vec<Choice>,
}

/// The versions of a unit, the newest first.
fn rows(c: &Chrome, of: &RatedUnit) -> Vec<Vec<Cell>> {
    let now = in_force(&of.versions, c.now).map(|version| version.number);
    let row = |version: &domain::company::RateVersion| {
        let (key, mark) = match now {
            Some(now) if version.number < now => ("rate-replaced", Mark::Plain),
            Some(now) if version.number == now && of.people < FEWEST_PEOPLE => ("rate-few", Mark::Wait),
            Some(now) if version.number == now => ("rate-in-force", Mark::Done),
            _ => ("rate-later", Mark::Soon),
        };
        let people = if key == "rate-replaced" { "—".to_owned() } else { people(c, of.people) };
        vec![
            Cell::text(unit_name(c, &of.unit)),
            Cell::text(c.money(version.per_hour)),
            Cell::text(c.date(c.civil(version.valid_from))),
            Cell::text(people),
            Cell::text(version.number.to_string()),
            Cell::state(State::new(mark, c.t(key))),
        ]
    };
    of.versions.iter().rev().map(row).collect()
}

/// The list, empty.
pub(super) fn table(c: &Chrome) -> Table {
    Table::new("", c.t("admin-rates"))
        .plain(c.t("rate-unit"))
        .numbers(c.t("rate-per-hour"))
        .words(c.t("rate-from"))
        .numbers(c.t("rate-people"))
        .numbers(c.t("services-version"))
        .plain(c.t("rate-state"))
}

fn people(c: &Chrome, count: usize) -> String {
    let text = c.number(i64::try_from(count).unwrap_or(i64::MAX));
    if count >= company::COUNTED { c.ta("rate-people-many", &[("count", text.into())]) } else { text }
}

fn view(
    c: Chrome,
    sections: Vec<Tab>,
    (rated, units): (&[RatedUnit], &[UnitView]),
    sent: &Option<Form>,
) -> RatesView {
    let today = c.civil(c.now).to_string();
    let form = given(sent, Form::of(&RATE).with("valid_from", today));
    RatesView {
        table: table(&c).filled(rated.iter().flat_map(|of| rows(&c, of))),
        form,
        units: chosen(&c, units),
        sections,
        c,
    }
}

/// A unit has to be chosen: none stands there by itself.
fn chosen(c: &Chrome, units: &[UnitView]) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", c.t("choose-one"))];
    choices.extend(unit_choices(c, units, false));
    choices
}

async fn page(visit: &SignedIn, sent: Option<Form>) -> Reply<RatesView> {
    let viewer = visit.viewer.clone();
    let found = visit
        .site
        .read(move |tx| Ok::<_, AppError>((company::rates(tx, &viewer)?, company::units(tx)?)))
        .await?;
    let c = visit.chrome();
    let sections = sections(&c, visit, &routes::admin_rates());
    Ok(view(c, sections, (&found.0, &found.1), &sent))
}

async fn show(visit: SignedIn) -> Reply {
    Ok(Page::personal(&page(&visit, None).await?))
}

async fn set(sent: Sent) -> Reply<Response> {
    let came = sent.act(&RATE, company::set_rate).await;
    let to = (routes::admin_rates(), "notice-rate");
    settled(&sent, came, to, async |signed, form| page(&signed, Some(form)).await).await
}
