//! Issuing a budget.

use app::AppError;
use app::ledger::issue_budget;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::ledger::{Period, PeriodLength};
use domain::permission::{Action, Resource, can};

use super::{Issue, Wanted, page, period_name, unit_of};
use crate::auth::Sent;
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::form::{Choice, Form};
use crate::format::typed;
use crate::page::{Page, done};
use crate::routes;

/// The form: the periods around the statement's and the next of each length.
pub(super) fn form(c: &Chrome, key: &str, around: Period, form: Option<Form>) -> Issue {
    let mut periods: Vec<Period> = PeriodLength::ALL
        .into_iter()
        .filter_map(|length| Period::containing(around.start(), length))
        .flat_map(|period| [Some(period), period.next()])
        .flatten()
        .collect();
    if !periods.contains(&around) {
        periods.push(around);
    }
    periods.sort_by_key(|period| (period.length(), *period));
    let form = form.unwrap_or_else(|| Form::new("budget").with("period", around.to_string()));
    Issue {
        form: form.label("amount", c.t("budget-amount")).label("period", c.t("budget-period")),
        action: routes::budget(key),
        periods: periods
            .into_iter()
            .map(|period| Choice::new(period.to_string(), period_name(c, period)))
            .collect(),
    }
}

pub(super) async fn issue(Path(key): Path<String>, sent: Sent) -> Reply<Response> {
    let signed = sent.signed_in()?;
    let code = key.clone();
    let unit = sent.site.read(move |tx| unit_of(tx, &code)).await?;
    if !can(&sent.viewer, Action::IssueBudget, Resource::Unit(unit.id)) {
        // Whoever may read the account knows that it is there.
        let reads = can(&sent.viewer, Action::ReadAccount, Resource::Unit(unit.id));
        return Err(if reads { Error::forbidden() } else { Error::not_found() });
    }
    let c = sent.chrome();
    let period: Option<Period> = sent.fields.text("period").parse().ok();
    let amount = typed(sent.fields.text("amount"), c.currency).filter(|amount| *amount > 0);
    let mut form = sent.form("budget");
    let (Some(period), Some(amount)) = (period, amount) else {
        if amount.is_none() {
            form.fail("amount", c.t("budget-amount-wrong").into_owned());
        }
        if period.is_none() {
            form.fail("period", c.t("field-required").into_owned());
        }
        return Ok(Page::invalid(&page(&signed, key, &Wanted::default(), Some(form)).await?).into_response());
    };
    let id = unit.id;
    let issued = sent.site.write(&sent.cx(), move |tx, cx| issue_budget(tx, cx, id, period, amount)).await;
    match issued {
        Ok(_) => Ok(done(&routes::account_of(key, period), "notice-budget-issued")),
        Err(error @ AppError::Invalid(_)) => {
            form.reject(&c, &error);
            let wanted = Wanted { period: period.to_string() };
            Ok(Page::invalid(&page(&signed, key, &wanted, Some(form)).await?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
