//! What a sub-request gives back, and what it means for the line that paid for it.

use app::ledger::statement;
use app::requests::*;
use domain::ids::*;
use domain::request::*;
use testkit::each_db;

use crate::journey::crm::Crm;
use crate::journey::desk::clean;
use crate::world::{cx, read, viewer};

/// A request at work, and its sub-request of Legal, accepted and paid 12 000.
fn paid(s: &Crm<'_>) -> (i64, i64) {
    let agree = |no: i64, by: PersonId, customer: PersonId, lines: &[(LineKind, i64, &[usize])]| {
        s.act(by, no, Input::Claim);
        let brief = s.brief(no, &["работает"]);
        s.act(by, no, brief);
        s.act(customer, no, Input::ConfirmBrief { version: 1 });
        s.act(by, no, s.offer(no, lines, 10));
        let offer = s.request(no).offers[0].id;
        s.act(customer, no, Input::Choose { offer, reason: "Надо".into() });
    };
    let no = s.state(s.anna, s.w.it, "Нужно поле", None);
    agree(no, s.ilya, s.anna, &[(LineKind::Labour, 100_000, &[0]), (LineKind::PassThrough, 1_500_000, &[])]);
    let line = s.request(no).chosen().unwrap().lines[1].id;
    let child = s.state(s.ilya, s.legal, "Заключение", Some((no, Some(line))));
    agree(child, s.lena, s.ilya, &[(LineKind::Fixed, 1_200_000, &[0])]);
    s.act(s.lena, child, deliver());
    s.act(s.ilya, child, s.verdicts(child, &[]));
    (no, child)
}

fn deliver() -> Input {
    Input::Deliver { note: "Готово".into(), files: Vec::new(), actuals: Vec::new() }
}

/// Legal is told to give so much back.
fn refunded(s: &Crm<'_>, child: i64, amount: i64) {
    s.act(s.ilya, child, Input::OpenDispute { text: "Половины нет".into() });
    let resolution = Resolution::Refund { amount };
    s.act(s.w.admin, child, Input::Resolve { resolution, text: "Половина — обратно".into() });
}

/// What the units ordered and supplied: Marketing ordered, IT supplied and ordered, Legal supplied.
fn totals(s: &Crm<'_>) -> [i64; 4] {
    let of = |unit: UnitId| {
        let context = cx(s.w.f, viewer(s.w.f, s.finance));
        let told = read(s.w.f, move |tx| statement(tx, &context, unit, "2026-11".parse().unwrap()));
        (told.ordered.total.money, told.supplied.total.money)
    };
    let (marketing, it, legal) = (of(s.marketing), of(s.w.it), of(s.legal));
    [marketing.0, it.1, it.0, legal.1]
}

each_db! {
    fn a_refund_before_acceptance_lowers_what_the_line_settles_at(f) {
        let s = Crm::new(f);
        let (no, child) = paid(&s);
        s.act(s.ilya, no, deliver());
        refunded(&s, child, 500_000);
        assert_eq!(s.request(no).children[0].paid, 700_000);
        s.act(s.anna, no, s.verdicts(no, &[]));
        assert_eq!(s.request(no).paid_total(), 100_000 + 700_000);
        assert_eq!(s.request(no).reserved_total(), 0);
        assert_eq!(totals(&s), [800_000, 800_000, 700_000, 700_000], "IT passes on what it paid");
        clean(f);
    }

    fn a_refund_after_acceptance_leaves_what_was_accepted(f) {
        let s = Crm::new(f);
        let (no, child) = paid(&s);
        s.act(s.ilya, no, deliver());
        s.act(s.anna, no, s.verdicts(no, &[]));
        refunded(&s, child, 500_000);
        assert_eq!((s.request(no).paid_total(), s.request(no).children[0].paid), (1_300_000, 700_000));
        assert_eq!(totals(&s), [1_300_000, 1_300_000, 700_000, 700_000]);
        clean(f);
    }
}
