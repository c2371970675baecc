//! A unit's account: what it supplies and what it orders, in money and in time, each figure open to its postings.

mod budget;
mod chart;
mod files;
mod postings;
#[cfg(test)]
mod samples;

use app::AppError;
use app::company::{unit, unit_by_code};
use app::error::Answer;
use app::ledger::{
    Books, Corrections, FigureKey, Half, PostingView, RowSums, RowView, StatementView, statement,
};
use askama::Template;
use axum::extract::{Path, Query};
use domain::ids::UnitId;
use domain::ledger::{FigureOf, Period, PeriodLength};
use domain::permission::{Action, Resource, can};
use serde::Deserialize;
use store::Tx;
use store::repo::unit::UnitView;

use crate::auth::{SignedIn, Visit};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::{Choice, Form};
use crate::i18n::Html;
use crate::labels;
use crate::page::Page;
use crate::parts::table::{Cell, Table};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(crate) use chart::Chart;
#[cfg(test)]
pub(crate) use postings::PostingsView;

/// Who may read the account of the sample unit.
const READERS: Reach = Reach::unit(&[Action::ReadAccount]);
/// Who moves budgets.
const ISSUERS: Reach = Reach::company(&[Action::IssueBudget]).known();
/// Who takes the whole ledger along.
const LEDGER: Reach = Reach::company(&[Action::IssueBudget, Action::Audit]).known();

/// The routes of these pages.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::ACCOUNT, READERS, show),
        Route::get(pattern::POSTINGS, READERS, postings::show),
        Route::get(pattern::POSTINGS_FILE, READERS, files::postings).heavy(),
        Route::post(pattern::BUDGET, ISSUERS, budget::issue).proof(),
        Route::post(pattern::BUDGET_BACK, ISSUERS, budget::back).proof(),
        Route::get(pattern::JOURNAL, LEDGER, files::journal).heavy(),
    ]
}

/// A figure: its words and where it opens to.
#[derive(Debug, Clone)]
pub(crate) struct Fig {
    pub text: String,
    pub href: String,
}

impl From<Fig> for Cell {
    fn from(fig: Fig) -> Self {
        Self::text(fig.text).to(fig.href)
    }
}

/// What one side of the account is called: its heading, what is listed, the money, the time.
struct HalfWords {
    title: &'static str,
    what: &'static str,
    money: &'static str,
    time: &'static str,
}

const SUPPLIED: HalfWords = HalfWords {
    title: "account-supplied",
    what: "account-col-supplied",
    money: "account-earned",
    time: "account-col-taken",
};
const ORDERED: HalfWords = HalfWords {
    title: "account-ordered",
    what: "account-col-ordered",
    money: "account-spent",
    time: "account-col-given",
};

impl HalfWords {
    /// A table of it without lines, and with their sum.
    fn table(&self, c: &Chrome, money: Fig, time: Fig) -> Table {
        Table::new("", c.t(self.title))
            .look("mob mob2")
            .plain(c.t(self.what))
            .cells("l")
            .figures(c.t(self.money))
            .figures(c.t(self.time))
            .cells("tm")
            .foot(vec![Cell::text(c.t("account-total")), money.into(), time.into()])
    }
}

/// What the lines of a half that are not shown come to.
fn rest(c: &Chrome, money: String, time: String) -> Vec<Cell> {
    vec![Cell::text(c.t("account-rest")), Cell::text(money), Cell::text(time)]
}

/// A line of a half; `of` is the other unit and the number of orders.
fn line(name: Html, of: String, money: Fig, time: Fig) -> Vec<Cell> {
    vec![Cell::html(name).to(money.href.clone()).below(of), money.into(), time.into()]
}

/// Money reserved for a request.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    pub number: i64,
    /// Where it is read, for those who may.
    pub href: Option<String>,
    pub title: String,
    pub amount: String,
}

/// Postings outside the figures of a bill.
#[derive(Debug, Clone)]
pub(crate) struct Apart {
    pub sums: Vec<(&'static str, String)>,
    pub postings: Table,
    pub more: bool,
}

/// The form that issues a budget.
#[derive(Debug, Clone)]
pub(crate) struct Issue {
    pub form: Form,
    pub action: String,
    pub periods: Vec<Choice>,
}

/// The form that takes back what is unused of a budget.
#[derive(Debug, Clone)]
pub(crate) struct Back {
    pub form: Form,
    pub action: String,
    /// Which budget.
    pub period: String,
    /// How much of it is free.
    pub hint: String,
}

/// The forms of the budget as they came back; none of one that was not sent.
#[derive(Debug, Default)]
struct SentBudgets {
    issue: Option<Form>,
    back: Option<Form>,
}

/// A link with its words.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub label: String,
    pub href: String,
    pub here: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "account/account.html")]
pub(crate) struct AccountView {
    pub c: Chrome,
    pub unit: Html,
    pub storefront: String,
    /// How its requests flow, for those who may see it.
    pub flow: Option<String>,
    pub period: String,
    pub standing: String,
    pub lengths: Vec<Link>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
    pub download: String,
    pub journal: Option<String>,
    pub earned: Fig,
    pub earned_note: String,
    pub spent: Fig,
    /// The budget that is spent from, when one was issued.
    pub issued: Option<Fig>,
    pub reserved: Fig,
    pub reserved_note: String,
    pub taken: Fig,
    pub taken_note: String,
    pub given: Fig,
    pub given_note: String,
    pub mode: &'static str,
    pub supplied: Table,
    pub ordered: Table,
    pub chart: Chart,
    pub mutual: Vec<(String, String)>,
    pub open: Vec<Open>,
    pub corrections: Option<Apart>,
    pub late: Option<Apart>,
    pub issue: Option<Issue>,
    pub back: Option<Back>,
    /// Accounts of other units, for those who read them all.
    pub others: Vec<Link>,
}

/// What the address of an account says.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    /// `2026-11`, `2026-Q4`, `2026`; the present month when left out.
    #[serde(default)]
    pub period: String,
}

/// The unit by its code, or by its id, as the header's link has it.
pub(crate) fn unit_of(tx: &mut dyn Tx, text: &str) -> Answer<UnitView> {
    if let Some(id) = UnitId::parse(text) {
        match unit(tx, id) {
            Err(AppError::Missing(_)) => {}
            found => return found,
        }
    }
    unit_by_code(tx, text)
}

/// The period that is asked for.
fn period_of(tx: &mut dyn Tx, text: &str, now: domain::time::Instant) -> Answer<Period> {
    if text.is_empty() {
        let today = Books::load(tx)?.day(now);
        return Period::containing(today, PeriodLength::Month).ok_or(AppError::Missing("period"));
    }
    text.parse().map_err(|_| AppError::Missing("period"))
}

/// `ноябрь`, `4 квартал 2026`, `2026 год`.
pub(super) fn period_name(c: &Chrome, period: Period) -> String {
    let start = period.start();
    let year = start.year().to_string();
    match period.length() {
        PeriodLength::Month => c.month(start),
        PeriodLength::Quarter => {
            let quarter = ((start.month() - 1) / 3 + 1).to_string();
            c.ta("account-quarter", &[("quarter", quarter.into()), ("year", year.into())])
        }
        PeriodLength::Year => c.ta("account-year", &[("year", year.into())]),
    }
}

/// The same with a capital, where it begins.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn money(c: &Chrome, minor: i64) -> String {
    if minor == 0 { c.t("account-nothing").into_owned() } else { c.money(minor) }
}

fn time(c: &Chrome, seconds: i64) -> String {
    if seconds == 0 { c.t("time-none").into_owned() } else { c.span(seconds) }
}

/// What a page makes its figures with.
struct Pen<'a> {
    c: &'a Chrome,
    key: &'a str,
    found: &'a StatementView,
}

impl Pen<'_> {
    fn fig(&self, key: FigureKey, value: i64) -> Fig {
        let text = if key.side.counts_time() { time(self.c, value) } else { money(self.c, value) };
        Fig { text, href: routes::postings(self.key, self.found.period, key) }
    }

    fn all(&self, side: FigureOf, value: i64) -> Fig {
        self.fig(FigureKey::all(side), value)
    }

    fn unit(&self, id: UnitId) -> &str {
        self.found.units.get(&id).map_or("", |name| name.text(self.c.l.0))
    }

    fn line(&self, row: &RowView, money: FigureOf, time: FigureOf) -> Vec<Cell> {
        let service = row.key.service.and_then(|id| self.found.services.get(&id));
        let mut of: Vec<String> =
            row.key.counterparty.map(|id| self.unit(id).to_owned()).into_iter().collect();
        if row.outside {
            of.push(self.c.t("account-outside").into_owned());
        }
        of.push(self.c.count("account-orders", row.sums.orders));
        let mut sum = self.fig(FigureKey::line(money, row.key), row.sums.money);
        if row.sums.money == 0 {
            sum.text = self.c.price(0);
        }
        let name = match service {
            Some(name) => self.c.authored(name),
            None => Html(crate::i18n::escape(&self.c.t("account-no-service"))),
        };
        line(name, of.join(", "), sum, self.fig(FigureKey::line(time, row.key), row.sums.seconds))
    }

    fn half(&self, names: &HalfWords, half: &Half, money_side: FigureOf, time_side: FigureOf) -> Table {
        let total = (self.all(money_side, half.total.money), self.all(time_side, half.total.seconds));
        let lines = half.rows.iter().map(|row| self.line(row, money_side, time_side));
        let rest = |sums: RowSums| rest(self.c, money(self.c, sums.money), time(self.c, sums.seconds));
        names.table(self.c, total.0, total.1).filled(lines.chain(half.rest.map(rest)))
    }

    fn apart(&self, found: &Corrections) -> Option<Apart> {
        if found.postings.is_empty() {
            return None;
        }
        let sums = [
            ("account-earned", found.earned, false),
            ("account-spent", found.spent, false),
            ("account-taken", found.taken, true),
            ("account-given", found.given, true),
        ];
        Some(Apart {
            sums: sums
                .into_iter()
                .filter(|(_, value, _)| *value != 0)
                .map(|(key, value, is_time)| {
                    (key, if is_time { self.c.exact(value) } else { self.c.money(value) })
                })
                .collect(),
            postings: posted(self.c).filled(found.postings.iter().map(|found| posting(self.c, found, true))),
            more: found.more,
        })
    }

    /// Units that are customers and providers at once, the largest exchange first.
    fn mutual(&self) -> Vec<(String, String)> {
        let sum = |half: &Half, unit: UnitId| -> i64 {
            let own = half.rows.iter().filter(|row| row.key.counterparty == Some(unit));
            own.map(|row| row.sums.money).sum()
        };
        let mut pairs: Vec<_> = self
            .found
            .units
            .keys()
            .map(|id| (*id, sum(&self.found.supplied, *id), sum(&self.found.ordered, *id)))
            .filter(|(_, in_, out)| *in_ > 0 && *out > 0)
            .collect();
        pairs.sort_by_key(|(id, in_, out)| (std::cmp::Reverse(in_ + out), *id));
        pairs
            .into_iter()
            .take(3)
            .map(|(id, in_, out)| {
                let sums = [("in", self.c.money(in_).into()), ("out", self.c.money(out).into())];
                (self.unit(id).to_owned(), self.c.ta("account-mutual", &sums))
            })
            .collect()
    }
}

/// Postings as a table.
fn posted(c: &Chrome) -> Table {
    Table::new("", c.t("postings-caption"))
        .plain(c.t("postings-day"))
        .cells("nw l")
        .plain(c.t("postings-what"))
        .plain(c.t("postings-of"))
        .plain(c.t("postings-request"))
        .figures(c.t("postings-amount"))
}

/// The service and the unit on the other side of a posting.
fn posted_of(c: &Chrome, found: &PostingView) -> String {
    let service = found.service.as_ref().map(|(_, name)| name.text(c.l.0));
    let unit = found.counterparty.as_ref().map(|(_, name)| name.text(c.l.0));
    [service, unit].into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A posting in words; `side` says which figure it belongs to, where that is not the same for all.
fn posting(c: &Chrome, found: &PostingView, side: bool) -> Vec<Cell> {
    let is_time = found.side.counts_time();
    let what = c.t(labels::transfer_kind(found.kind));
    let what = if side { format!("{}: {what}", c.t(labels::account_side(found.side))) } else { what.into() };
    let request = match (found.number, &found.title) {
        (Some(number), Some(title)) => {
            Cell::text(title).to(routes::request(number)).beside(number.to_string())
        }
        (Some(number), None) => Cell::text(c.ta("account-request", &[("number", number.to_string().into())])),
        (None, _) => Cell::text(""),
    };
    let amount = if is_time { c.exact(found.amount) } else { c.money(found.amount) };
    vec![
        Cell::text(c.date(found.effective)),
        Cell::text(what),
        Cell::text(posted_of(c, found)),
        request,
        Cell::text(amount).look(if is_time { "tm" } else { "" }),
    ]
}

fn view(
    c: Chrome,
    visit: &Visit,
    key: &str,
    unit: &UnitView,
    found: &StatementView,
    issue: Option<Issue>,
    back: Option<Back>,
) -> AccountView {
    let pen = Pen { c: &c, key, found };
    let to = |period: Period, label: String| Link {
        label,
        href: routes::account_of(key, period),
        here: period == found.period,
    };
    let before = found.previous.map(|period| period_name(&c, period)).unwrap_or_default();
    let was = |seconds: i64| {
        c.ta("account-was", &[("period", capital(&before).into()), ("time", time(&c, seconds).into())])
    };
    let budget = &found.budget;
    let reserved_note = match budget.left {
        Some(left) => c.ta(
            "account-reserved-note",
            &[("count", budget.open_orders.into()), ("free", money(&c, left).into())],
        ),
        None => c.count("account-orders", budget.open_orders),
    };
    let lengths = PeriodLength::ALL.into_iter().filter_map(|length| {
        let same = length == found.period.length();
        let period = if same { found.period } else { Period::containing(found.period.start(), length)? };
        let key = match length {
            PeriodLength::Month => "account-length-month",
            PeriodLength::Quarter => "account-length-quarter",
            PeriodLength::Year => "account-length-year",
        };
        Some(to(period, c.t(key).into_owned()))
    });
    let reads_all = LEDGER.admits(&visit.viewer);
    let others = found.units.iter().filter(|(id, name)| reads_all && **id != found.unit && !name.is_empty());
    let closes = c.date(found.closes_on);
    AccountView {
        unit: c.authored(&unit.texts.name),
        storefront: routes::unit(&unit.code),
        flow: can(&visit.viewer, Action::ReadFlow, Resource::Unit(unit.id))
            .then(|| routes::unit_flow(&unit.code)),
        period: period_name(&c, found.period),
        standing: c
            .ta(if found.closed { "account-closed" } else { "account-open" }, &[("day", closes.into())]),
        lengths: lengths.collect(),
        previous: found.previous.map(|period| to(period, capital(&period_name(&c, period)))),
        next: found.next.map(|period| to(period, capital(&period_name(&c, period)))),
        download: routes::postings_file(key, found.period),
        journal: reads_all.then(routes::journal),
        earned: pen.all(FigureOf::Earned, found.supplied.total.money),
        earned_note: c.count("account-orders", found.supplied.total.orders),
        spent: pen.all(FigureOf::Spent, found.ordered.total.money),
        issued: (budget.row.issued != 0).then(|| pen.all(FigureOf::Issued, budget.row.issued)),
        reserved: pen.all(FigureOf::Reserved, budget.row.reserved),
        reserved_note,
        taken: pen.all(FigureOf::Taken, found.supplied.total.seconds),
        taken_note: was(found.supplied.before.1),
        given: pen.all(FigureOf::Given, found.ordered.total.seconds),
        given_note: was(found.ordered.before.1),
        mode: labels::budget_mode_note(budget.mode),
        supplied: pen.half(&SUPPLIED, &found.supplied, FigureOf::Earned, FigureOf::Taken),
        ordered: pen.half(&ORDERED, &found.ordered, FigureOf::Spent, FigureOf::Given),
        chart: Chart::of(&c, key, &found.months),
        mutual: pen.mutual(),
        open: budget
            .open
            .iter()
            .map(|open| Open {
                number: open.number,
                href: open.title.as_ref().map(|_| routes::request(open.number)),
                title: open.title.clone().unwrap_or_default(),
                amount: c.money(open.amount),
            })
            .collect(),
        corrections: pen.apart(&found.corrections),
        late: pen.apart(&found.late),
        issue,
        back,
        others: others
            .map(|(id, name)| Link {
                label: name.text(c.l.0).to_owned(),
                href: routes::account_of(id, found.period),
                here: false,
            })
            .collect(),
        c,
    }
}

/// The page, with the forms of the budget as they came back, else as they begin.
async fn page(visit: &SignedIn, key: String, wanted: &Wanted, sent: SentBudgets) -> Reply<AccountView> {
    let (cx, code, text) = (visit.cx(None), key.clone(), wanted.period.clone());
    let (unit, found) = visit
        .site
        .read(move |tx| {
            let unit = unit_of(tx, &code)?;
            let period = period_of(tx, &text, cx.now)?;
            let found = statement(tx, &cx, unit.id, period)?;
            Ok((unit, found))
        })
        .await?;
    let c = visit.chrome();
    let finance = can(&visit.viewer, Action::IssueBudget, Resource::Unit(unit.id));
    let issues = finance && unit.closed_at.is_none();
    let issue = issues.then(|| budget::form(&c, &key, found.period, sent.issue));
    let row = &found.budget.row;
    // A form that came back is shown whatever is free by now.
    let spare = finance && (row.spare() > 0 || sent.back.is_some());
    let back = spare.then(|| budget::back_form(&c, &key, row, sent.back));
    Ok(view(c, visit, &key, &unit, &found, issue, back))
}

async fn show(visit: SignedIn, Path(key): Path<String>, Query(wanted): Query<Wanted>) -> Reply {
    Ok(Page::personal(&page(&visit, key, &wanted, SentBudgets::default()).await?))
}
