//! Sample accounts.

use app::ledger::{MonthView, PlaceKey};
use domain::ids::UnitId;
use domain::ledger::{BudgetMode, BudgetRow, Purse, TransferKind};
use domain::localized::Localized;
use domain::money::Currency;

use super::*;
use crate::labels;
use crate::samples::{BIDI, HOSTILE, LONG, Samples};

fn fig(c: &Chrome, side: FigureOf, value: i64) -> Fig {
    let text = if side.counts_time() { time(c, value) } else { money(c, value) };
    Fig { text, href: routes::postings("hr", "2026-11", FigureKey::all(side)) }
}

fn half(c: &Chrome, names: &HalfWords, lines: bool, of: FigureOf, in_time: FigureOf) -> Table {
    let line = |name: &str, sum, seconds| {
        let orders = format!("{BIDI}, {}", c.count("account-orders", 4));
        line(c.authored(&Localized::both(name, name)), orders, fig(c, of, sum), fig(c, in_time, seconds))
    };
    let table = names.table(c, fig(c, of, 54_000_000), fig(c, in_time, 127_140));
    if !lines {
        return table;
    }
    table.filled([
        line("Подбор разработчика", 26_000_000, 34_800),
        line(HOSTILE, 0, 0),
        line(LONG, -5, 1),
        rest(c, c.money(100), c.span(60)),
    ])
}

fn a_posting(c: &Chrome, readable: bool, side: FigureOf) -> PostingView {
    PostingView {
        place: PlaceKey::parse("2026-11-05.018f3f2e-0000-7000-8000-000000000001.1").unwrap(),
        side,
        kind: TransferKind::Post,
        effective: c.now.to_timestamp().to_zoned(c.zone.clone()).date(),
        booked_at: c.now,
        counterparty: Some((UnitId(uuid::Uuid::nil()), Localized::both(HOSTILE, HOSTILE))),
        service: None,
        number: Some(1482),
        title: readable.then(|| LONG.into()),
        amount: if side.counts_time() { 3907 } else { 1_240_050 },
    }
}

fn months(size: i64) -> Vec<MonthView> {
    let first: Period = "2026-06".parse().unwrap();
    let all = std::iter::successors(Some(first), |month| month.next());
    all.take(6)
        .zip([31, 28, 34, 45, 49, 54])
        .map(|(month, sum)| MonthView { month, earned: sum * size, spent: sum * size / 2 - 20 })
        .collect()
}

impl Samples for AccountView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool| {
            let link = |here| Link { label: LONG.into(), href: routes::account("hr"), here };
            let apart = || Apart {
                sums: vec![("account-earned", c.money(-500)), ("account-taken", c.exact(-59))],
                postings: posted(c).filled([
                    posting(c, &a_posting(c, true, FigureOf::Earned), true),
                    posting(c, &a_posting(c, false, FigureOf::Taken), true),
                ]),
                more: true,
            };
            let mut form = Form::of(&budget::ISSUE).with("amount", HOSTILE);
            form.fail("amount", c.t("budget-amount-wrong").into_owned());
            let around: Period = if full { "2026-Q4" } else { "2026-11" }.parse().unwrap();
            Self {
                unit: c.authored(&Localized::both(HOSTILE, LONG)),
                storefront: routes::unit("hr"),
                flow: full.then(|| routes::unit_flow("hr")),
                period: period_name(c, around),
                standing: c.ta("account-open", &[("day", c.date(around.end()).into())]),
                lengths: vec![link(true), link(false)],
                previous: full.then(|| link(false)),
                next: full.then(|| link(false)),
                download: routes::postings_file("hr", around),
                journal: full.then(routes::journal),
                earned: fig(c, FigureOf::Earned, if full { 54_000_000 } else { 0 }),
                earned_note: c.count("account-orders", 67),
                spent: fig(c, FigureOf::Spent, 0),
                issued: full.then(|| fig(c, FigureOf::Issued, 60_000_000)),
                reserved: fig(c, FigureOf::Reserved, 9_600_000),
                reserved_note: c.count("account-orders", 3),
                taken: fig(c, FigureOf::Taken, 127_140),
                taken_note: c.ta("account-was", &[("period", "октябрь".into()), ("time", "1".into())]),
                given: fig(c, FigureOf::Given, 0),
                given_note: String::new(),
                mode: labels::budget_mode_note(if full { BudgetMode::Hard } else { BudgetMode::Shadow }),
                supplied: half(c, &SUPPLIED, full, FigureOf::Earned, FigureOf::Taken),
                ordered: half(c, &ORDERED, full, FigureOf::Spent, FigureOf::Given),
                chart: Chart::of(c, "hr", &months(if full { 1_000_000 } else { 0 })),
                mutual: if full { vec![(HOSTILE.into(), LONG.into())] } else { Vec::new() },
                open: if full {
                    let open = |href: Option<String>| Open {
                        number: 7,
                        title: if href.is_some() { HOSTILE.into() } else { String::new() },
                        href,
                        amount: c.money(500_000),
                    };
                    vec![open(Some(routes::request(7))), open(None)]
                } else {
                    Vec::new()
                },
                corrections: full.then(apart),
                late: full.then(apart),
                issue: full.then(|| budget::form(c, "hr", around, Some(form))),
                back: full.then(|| {
                    let purse =
                        Purse { unit: UnitId(uuid::Uuid::nil()), period: around, currency: Currency::RUB };
                    let row = BudgetRow { issued: 60_000_000, reserved: 9_600_000, ..BudgetRow::new(purse) };
                    let mut form = Form::of(&budget::BACK).with("amount", HOSTILE);
                    form.fail("amount", c.ta("budget-back-too-much", &[("free", c.money(1).into())]));
                    budget::back_form(c, "hr", &row, Some(form))
                }),
                others: if full { vec![link(false)] } else { Vec::new() },
                c: c.clone(),
            }
        };
        vec![make(false), make(true)]
    }
}

impl Samples for PostingsView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool| Self {
            unit: c.authored(&Localized::both(LONG, HOSTILE)),
            account: routes::account("hr"),
            period: period_name(c, "2026".parse().unwrap()),
            side: labels::account_side(FigureOf::Given),
            of: if full { HOSTILE.into() } else { String::new() },
            postings: if full {
                let rows = [a_posting(c, true, FigureOf::Given), a_posting(c, false, FigureOf::Earned)];
                let table = postings::table(c).filled(rows.map(|found| posting(c, &found, false)));
                postings::total(table, c, c.exact(3907))
            } else {
                postings::table(c)
            },
            next: full.then(|| routes::account("hr")),
            c: c.clone(),
        };
        vec![make(false), make(true)]
    }
}
