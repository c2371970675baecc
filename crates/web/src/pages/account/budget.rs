//! Issuing a budget, and taking back what is unused of it.

use app::AppError;
use app::error::Answer;
use app::ledger::{issue_budget, withdraw_budget};
use axum::extract::Path;
use axum::response::Response;
use domain::ids::UnitId;
use domain::ledger::{BudgetRow, Period, PeriodLength};
use domain::money::Minor;
use serde::Deserialize;

use super::{Back, Issue, SentBudgets, Wanted, page, period_name, unit_of};
use crate::auth::Sent;
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldDecl, FieldKind, FormDecl, field};
use crate::form::{Again, Choice, Form};
use crate::page::done;
use crate::routes;

const PERIOD: FieldDecl =
    field("period", FieldKind::Code(|text| text.parse::<Period>().is_ok()), "budget-period");
const AMOUNT: FieldDecl = field("amount", FieldKind::Sum, "budget-amount-in").missing("budget-amount-wrong");

pub(super) static ISSUE: FormDecl = FormDecl::new("budget", &[PERIOD, AMOUNT.hint("budget-amount-hint")]);
pub(super) static BACK: FormDecl = FormDecl::new("back", &[PERIOD, AMOUNT]);

/// How much, for which period.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Asked {
    period: Period,
    amount: Minor,
}

impl Asked {
    fn above_zero(self) -> Answer<Minor> {
        if self.amount > 0 { Ok(self.amount) } else { Err(AppError::field("amount", "budget-amount-wrong")) }
    }
}

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
    Issue {
        form: form.unwrap_or_else(|| Form::of(&ISSUE).with("period", around.to_string())),
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
        form: form.unwrap_or_else(|| Form::of(&BACK)),
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

/// The page with the form that is wrong, about the period that it names.
async fn shown(
    sent: &Sent,
    key: String,
    again: Again,
    came: impl FnOnce(Form) -> SentBudgets,
) -> Reply<Response> {
    let named = again.form.value("period").parse::<Period>();
    let wanted = named.map_or_else(|_| Wanted::default(), |period| Wanted { period: period.to_string() });
    let came = came(again.form.clone());
    Ok(again.page(&page(&sent.signed_in()?, key, &wanted, came).await?))
}

pub(super) async fn issue(Path(key): Path<String>, sent: Sent) -> Reply<Response> {
    let unit = unit_for(&sent, &key).await?;
    let issued = sent.act(&ISSUE, move |tx, cx, asked: Asked| {
        issue_budget(tx, cx, unit, asked.period, asked.above_zero()?).map(|_| asked.period)
    });
    match issued.await? {
        Ok(period) => Ok(done(&routes::account_of(key, period), "notice-budget-issued")),
        Err(again) => {
            shown(&sent, key, again, |form| SentBudgets { issue: Some(form), ..SentBudgets::default() }).await
        }
    }
}

pub(super) async fn back(Path(key): Path<String>, sent: Sent) -> Reply<Response> {
    let unit = unit_for(&sent, &key).await?;
    let withdrawn = sent.tried(&BACK, move |tx, cx, asked: Asked| {
        withdraw_budget(tx, cx, unit, asked.period, asked.above_zero()?).map(|_| asked.period)
    });
    let again = match withdrawn.await {
        Ok(period) => return Ok(done(&routes::account_of(key, period), "notice-budget-withdrawn")),
        Err(AppError::Budget(short)) => {
            let c = sent.chrome();
            let free = c.ta("budget-back-too-much", &[("free", c.money(short.free).into())]);
            sent.wrong(&BACK, "amount", free)
        }
        Err(error) => sent.refused(&BACK, error)?,
    };
    shown(&sent, key, again, |form| SentBudgets { back: Some(form), ..SentBudgets::default() }).await
}
