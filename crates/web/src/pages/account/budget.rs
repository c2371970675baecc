//! Issuing a budget, and taking back what is unused of it.

use app::AppError;
use app::ledger::{issue_budget, withdraw_budget};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::ids::UnitId;
use domain::ledger::{BudgetRow, Period, PeriodLength};
use domain::money::Minor;

use super::{Back, Issue, Sent as Came, Wanted, page, period_name, unit_of};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
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

/// The form that takes back: of the budget whose figures the page shows.
pub(super) fn back_form(c: &Chrome, key: &str, row: &BudgetRow, form: Option<Form>) -> Back {
    let free = c.money(row.spare());
    let period = row.purse.period;
    Back {
        form: form.unwrap_or_else(|| Form::new("back")).label("amount", c.t("budget-amount")),
        action: routes::budget_back(key),
        period: period.to_string(),
        hint: c.ta("budget-back-hint", &[("free", free.into()), ("period", period_name(c, period).into())]),
    }
}

/// Which unit's budget.
async fn unit_for(sent: &Sent, key: &str) -> Reply<UnitId> {
    let code = key.to_owned();
    Ok(sent.site.read(move |tx| unit_of(tx, &code)).await?.id)
}

/// Period and amount, or what is wrong with them in the form.
fn typed_in(sent: &Sent, c: &Chrome, form: &mut Form) -> Option<(Period, Minor)> {
    let period: Option<Period> = sent.fields.text("period").parse().ok();
    let amount = match sent.fields.filled("amount").map(|text| typed(text, c.currency, c.l.0)) {
        Some(Ok(amount)) if amount > 0 => Some(amount),
        Some(Err(fault)) => {
            form.fail("amount", c.t(fault).into_owned());
            None
        }
        _ => {
            form.fail("amount", c.t("budget-amount-wrong").into_owned());
            None
        }
    };
    if period.is_none() {
        form.fail("period", c.t("field-required").into_owned());
    }
    period.zip(amount)
}

/// The page with the form that is wrong.
async fn again(signed: &SignedIn, key: String, period: Option<Period>, came: Came) -> Reply<Response> {
    let wanted = period.map_or_else(Wanted::default, |period| Wanted { period: period.to_string() });
    Ok(Page::invalid(&page(signed, key, &wanted, came).await?).into_response())
}

pub(super) async fn issue(Path(key): Path<String>, sent: Sent) -> Reply<Response> {
    let signed = sent.signed_in()?;
    let unit = unit_for(&sent, &key).await?;
    let c = sent.chrome();
    let mut form = sent.form("budget");
    let Some((period, amount)) = typed_in(&sent, &c, &mut form) else {
        return again(&signed, key, None, Came { issue: Some(form), ..Came::default() }).await;
    };
    let issued = sent.site.write(&sent.cx(), move |tx, cx| issue_budget(tx, cx, unit, period, amount)).await;
    match issued {
        Ok(_) => Ok(done(&routes::account_of(key, period), "notice-budget-issued")),
        Err(error @ AppError::Invalid(_)) => {
            form.reject(&c, &error);
            again(&signed, key, Some(period), Came { issue: Some(form), ..Came::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn back(Path(key): Path<String>, sent: Sent) -> Reply<Response> {
    let signed = sent.signed_in()?;
    let unit = unit_for(&sent, &key).await?;
    let c = sent.chrome();
    let mut form = sent.form("back");
    let Some((period, amount)) = typed_in(&sent, &c, &mut form) else {
        let period = sent.fields.text("period").parse().ok();
        return again(&signed, key, period, Came { back: Some(form), ..Came::default() }).await;
    };
    let withdrawn =
        sent.site.write(&sent.cx(), move |tx, cx| withdraw_budget(tx, cx, unit, period, amount)).await;
    match withdrawn {
        Ok(_) => return Ok(done(&routes::account_of(key, period), "notice-budget-withdrawn")),
        Err(AppError::Budget(short)) => {
            form.fail("amount", c.ta("budget-back-too-much", &[("free", c.money(short.free).into())]));
        }
        Err(error @ AppError::Invalid(_)) => {
            form.reject(&c, &error);
        }
        Err(error) => return Err(error.into()),
    }
    again(&signed, key, Some(period), Came { back: Some(form), ..Came::default() }).await
}
