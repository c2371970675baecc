//! What an hour of a unit costs: for finance alone.

use app::AppError;
use app::company::{self, RatedUnit, SetRate, UnitView};
use app::error::{Answer, FieldError};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::company::{FEWEST_PEOPLE, in_force};
use domain::ids::UnitId;
use domain::permission::Action;
use domain::time::Instant;
use jiff::civil::Date;

use super::{given, hidden, sections, unit_choices, unit_name};
use crate::auth::{Fields, Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::{Choice, Form};
use crate::format::typed;
use crate::page::{Page, done};
use crate::pages::desk::Tab;
use crate::parts::{Mark, State};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(super) fn routes() -> Vec<Route> {
    // Salaries are behind it: for everybody else the page is not there.
    let finance = Reach::company(&[Action::KeepRates]);
    vec![Route::get(pattern::ADMIN_RATES, finance, show), Route::post(pattern::ADMIN_RATES, finance, set)]
}

/// A version of the list.
#[derive(Debug, Clone)]
pub(crate) struct RateRow {
    pub unit: String,
    pub per_hour: String,
    pub from: String,
    pub version: u32,
    pub state: State,
    /// Over how many people it is spread; empty for versions that are over.
    pub people: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/rates.html")]
pub(crate) struct RatesView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub rows: Vec<RateRow>,
    pub form: Form,
    pub units: Vec<Choice>,
}

/// The versions of a unit, the newest first.
fn rows(c: &Chrome, of: &RatedUnit) -> Vec<RateRow> {
    let now = in_force(&of.versions, c.now).map(|version| version.number);
    let row = |version: &domain::company::RateVersion| {
        let (key, mark) = match now {
            Some(now) if version.number < now => ("rate-replaced", Mark::Plain),
            Some(now) if version.number == now && of.people < FEWEST_PEOPLE => ("rate-few", Mark::Wait),
            Some(now) if version.number == now => ("rate-in-force", Mark::Done),
            _ => ("rate-later", Mark::Soon),
        };
        let people = if key == "rate-replaced" { String::new() } else { people(c, of.people) };
        RateRow {
            unit: unit_name(c, &of.unit),
            per_hour: c.money(version.per_hour),
            from: c.date(c.civil(version.valid_from)),
            version: version.number,
            state: State::new(mark, c.t(key)),
            people,
        }
    };
    of.versions.iter().rev().map(row).collect()
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
    let form = given(sent, Form::new("rate").with("valid_from", today));
    RatesView {
        rows: rated.iter().flat_map(|of| rows(&c, of)).collect(),
        form: form
            .label("unit", c.t("rate-unit"))
            .label("per_hour", c.t("rate-per-hour"))
            .label("valid_from", c.t("rate-from")),
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

fn read(c: &Chrome, fields: &Fields) -> Answer<SetRate> {
    let mut wrong = Vec::new();
    let unit = fields.id("unit").map(UnitId);
    if unit.is_none() {
        wrong.push(FieldError::new("unit", "rate-unit-missing"));
    }
    let per_hour = match fields.filled("per_hour").map(|text| typed(text, c.currency, c.l.0)) {
        Some(Ok(sum)) => Some(sum),
        Some(Err(fault)) => {
            wrong.push(FieldError::new("per_hour", fault));
            None
        }
        None => {
            wrong.push(FieldError::new("per_hour", "rate-not-above-zero"));
            None
        }
    };
    let day: Option<Date> = fields.text("valid_from").trim().parse().ok();
    let from = day.and_then(|day| day.to_zoned(c.zone.clone()).ok());
    if from.is_none() {
        wrong.push(FieldError::new("valid_from", "rate-from-missing"));
    }
    match (unit, per_hour, from) {
        (Some(unit), Some(per_hour), Some(from)) => {
            let valid_from = Some(Instant::from_timestamp(from.timestamp()));
            Ok(SetRate { unit, per_hour, valid_from })
        }
        _ => Err(AppError::Invalid(wrong)),
    }
}

async fn set(sent: Sent) -> Reply<Response> {
    let signed = sent.signed_in()?;
    let c = sent.chrome();
    let result = match read(&c, &sent.fields) {
        Ok(new) => sent.site.write(&sent.cx(), move |tx, cx| company::set_rate(tx, cx, new)).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(_) => Ok(done(&routes::admin_rates(), "notice-rate")),
        Err(error) => {
            let mut form = sent.form("rate");
            if !form.reject(&c, &error) {
                return Err(hidden(error));
            }
            Ok(Page::invalid(&page(&signed, Some(form)).await?).into_response())
        }
    }
}
