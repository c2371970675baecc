//! The desk's rows: whose move each is, where another unit asks for an offer and where work waits for a sub-request.

use app::requests::desk::{self, Asked, Desk};
use app::requests::*;
use domain::ids::*;
use domain::request::*;
use domain::time::{Clock, Instant};
use store::blobs::{Blobs, DatabaseBlobs, DirectoryBlobs};
use store::migrate::MIGRATIONS;
use store::repo::request::BIDDER;
use store::{Db, DbOptions, Engine, Statement, StoreError, Value, sql};
use testkit::{Fixture, each_db, options};

use crate::journey::crm::Crm;
use crate::world::{cx, read, viewer};

fn desk_of(s: &Crm<'_>, person: PersonId, unit: &'static str) -> Desk {
    let context = cx(s.w.f, viewer(s.w.f, person));
    read(s.w.f, move |tx| desk::desk(tx, &context, &Asked { unit: unit.to_owned(), ..Asked::default() }))
        .unwrap()
}

/// What Legal's desk says of the request: nothing, or until when its offer stands.
fn asked(s: &Crm<'_>, no: i64) -> Option<Option<Instant>> {
    let desk = desk_of(s, s.lena, "legal");
    desk.bids.iter().find(|bid| bid.listed.number == no).map(|bid| bid.offer.map(|offer| offer.until))
}

pub fn clean(f: &Fixture) {
    let blobs: Box<dyn Blobs> = match f.directory() {
        Some(directory) => Box::new(DirectoryBlobs::open(&directory.join("files")).unwrap()),
        None => Box::new(DatabaseBlobs::new(f.db.clone())),
    };
    assert_eq!(app::check::check(&f.db, &*blobs).unwrap().differences, Vec::new());
}

/// A request on which Legal and Integra are asked to offer, with a brief of so many versions.
fn invited(s: &Crm<'_>, versions: u32) -> i64 {
    let no = s.state(s.anna, s.w.it, "Нужно поле", None);
    s.act(s.ilya, no, Input::Claim);
    for version in 1..=versions {
        let brief = s.brief(no, &["работает"]);
        s.act(s.ilya, no, brief);
        if version < versions {
            s.act(s.anna, no, Input::CorrectBrief { version, comment: "Не так".into() });
        }
    }
    s.act(s.anna, no, Input::ConfirmBrief { version: versions });
    s.act(s.anna, no, Input::Invite { unit: s.legal });
    s.act(s.anna, no, Input::Invite { unit: s.integra });
    no
}

fn bid(s: &Crm<'_>, person: PersonId, no: i64) -> OfferId {
    s.act(person, no, s.offer(no, &[(LineKind::Fixed, 5_000, &[])], 10));
    s.request(no).offers.last().unwrap().id
}

/// Every row of those that are asked to offer.
fn bidders(f: &Fixture) -> Vec<Vec<Value>> {
    read(f, |tx| {
        let mut rows = Vec::new();
        let text = format!("SELECT {} FROM request_bidder ORDER BY request, unit", BIDDER.columns.join(", "));
        tx.rows_of(&text, &[], &mut |row| {
            rows.push(row.values().to_vec());
            Ok(())
        })?;
        Ok(rows)
    })
}

/// Makes the database one that a program of an older schema left: what later migrations made is taken away, last first.
pub fn take_back_to(f: &Fixture, version: i64) {
    let engine = f.engine();
    f.db.write_blocking(move |tx| -> Result<(), StoreError> {
        for migration in MIGRATIONS.iter().rev().take_while(|migration| migration.version > version) {
            let text = migration.text_for(engine);
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
            for statement in code.join(" ").split(';').rev() {
                let words: Vec<&str> = statement.split_whitespace().collect();
                match words.as_slice() {
                    ["ALTER", "TABLE", table, "ADD", "COLUMN", column, ..] => {
                        tx.command(&format!("ALTER TABLE {table} DROP COLUMN {column}"))?;
                    }
                    ["ALTER", "TABLE", table, "DROP", "COLUMN", column] => {
                        let kind = if engine == Engine::Sqlite { "INTEGER" } else { "BIGINT" };
                        tx.command(&format!("ALTER TABLE {table} ADD COLUMN {column} {kind} NOT NULL DEFAULT 0"))?;
                    }
                    // What it takes away the code before it would have left.
                    ["DELETE", ..] => {}
                    ["UPDATE", "request", "SET", "timer_at", ..] => tx.command(
                        "INSERT INTO timer (stream, due_at, since, step)
                         SELECT id, timer_at, timer_since, timer_step FROM request WHERE timer_at IS NOT NULL",
                    )?,
                    ["DROP", "INDEX", "timer_due"] => tx.command("CREATE INDEX timer_due ON timer (due_at, stream)")?,
                    ["DROP", "TABLE", "timer"] => tx.command(
                        "CREATE TABLE timer (stream BYTEA PRIMARY KEY, due_at BIGINT NOT NULL, since BIGINT NOT NULL, step BIGINT NOT NULL)",
                    )?,
                    ["CREATE", what @ ("TABLE" | "INDEX"), name, ..] => {
                        tx.command(&format!("DROP {what} {name}"))?;
                    }
                    [] => {}
                    _ => panic!("say here how this is taken back: {statement}"),
                }
            }
            tx.command(&format!("DELETE FROM schema_version WHERE version = {}", migration.version))?;
        }
        Ok(())
    })
    .unwrap();
}

fn number(f: &Fixture, counting: &'static Statement) -> i64 {
    read(f, move |tx| Ok(tx.one(counting, &[])?))
}

each_db! {
    fn an_invited_unit_sees_whether_to_offer_to_wait_or_to_offer_anew(f) {
        let s = Crm::new(f);
        let no = invited(&s, 1);
        assert_eq!(asked(&s, no), Some(None), "asked: an offer is to be made");
        let first = bid(&s, s.lena, no);
        let until = s.request(no).offers[0].valid_until;
        assert_eq!(asked(&s, no), Some(Some(until)));
        let ours = desk_of(&s, s.lena, "legal").bids[0].offer.unwrap();
        assert_eq!((ours.price, ours.client_seconds), (5_000, s.request(no).offers[0].client_seconds));
        let theirs = desk_of(&s, s.pavel, "integra").bids;
        assert_eq!(theirs.iter().map(|bid| bid.offer).collect::<Vec<_>>(), [None], "each unit by itself");
        s.pass_hours(6 * 24);
        assert!(asked(&s, no).unwrap().unwrap() < s.w.f.clock.now(), "stood, and stands no more");
        let anew = bid(&s, s.lena, no);
        assert_eq!(asked(&s, no), Some(s.request(no).offer(anew).map(|offer| offer.valid_until)));
        assert_ne!(first, anew);
        s.act(s.lena, no, Input::WithdrawOffer { offer: anew, reason: "Ошиблись".into() });
        assert_eq!(asked(&s, no), Some(Some(until)), "the one that stood is still past its time");
        bid(&s, s.lena, no);
        s.act(s.anna, no, Input::RefuseOffers { reason: "Дорого".into() });
        assert_eq!(asked(&s, no), Some(None), "what was refused stands no more");
        let chosen = bid(&s, s.ilya, no);
        bid(&s, s.lena, no);
        s.act(s.anna, no, Input::Choose { offer: chosen, reason: "Свои".into() });
        assert_eq!(asked(&s, no), None, "nobody is asked any more");
        clean(f);
    }

    fn requests_to_offer_on_go_on_after_the_first_page(f) {
        let s = Crm::new(f);
        let asked: Vec<i64> = (0..=lists::PAGE).map(|_| invited(&s, 1)).collect();
        let first = desk_of(&s, s.lena, "legal");
        assert_eq!(first.bids.len(), usize::try_from(lists::PAGE).unwrap());
        let context = cx(s.w.f, viewer(s.w.f, s.lena));
        let on = Asked { unit: "legal".to_owned(), bids_after: first.next_bid, ..Asked::default() };
        let second = read(f, move |tx| desk::desk(tx, &context, &on)).unwrap();
        let mut shown: Vec<i64> =
            first.bids.iter().chain(&second.bids).map(|bid| bid.listed.number).collect();
        shown.sort_unstable();
        assert_eq!(shown, asked, "each once");
        assert!(second.next_bid.is_none() && second.parts.is_empty());
    }

    fn a_company_of_an_older_release_learns_which_offers_stand(f) {
        let s = Crm::new(f);
        let numbers: Vec<i64> = (0..6).map(|n| invited(&s, 1 + n % 2)).collect();
        for no in &numbers[1..] {
            bid(&s, s.lena, *no);
        }
        let taken_back = bid(&s, s.pavel, numbers[1]);
        s.act(s.pavel, numbers[1], Input::WithdrawOffer { offer: taken_back, reason: "Ошиблись".into() });
        s.act(s.anna, numbers[2], Input::RefuseOffers { reason: "Дорого".into() });
        s.act(s.anna, numbers[3], Input::RefuseOffers { reason: "Дорого".into() });
        bid(&s, s.pavel, numbers[3]);
        let chosen = s.request(numbers[4]).offers[0].id;
        s.act(s.anna, numbers[4], Input::Choose { offer: chosen, reason: "Дёшево".into() });
        // An offer on an older brief: the request was stopped and opened again.
        let again = invited(&s, 1);
        bid(&s, s.lena, again);
        s.act(s.anna, again, Input::Cancel { reason: "Подождём".into() });
        s.act(s.anna, again, Input::Reopen { reason: "Дождались".into() });
        let brief = s.brief(again, &["работает иначе"]);
        s.act(s.ilya, again, brief);
        s.act(s.anna, again, Input::ConfirmBrief { version: 2 });
        assert_eq!(asked(&s, again), Some(None));
        bid(&s, s.pavel, again);
        clean(f);
        let standing = sql!("SELECT count(*) FROM request_bidder WHERE offer_until IS NOT NULL");
        let before = number(f, standing);
        assert_eq!(before, 4, "Legal on two, Integra on two");
        let rows = bidders(f);
        take_back_to(f, 6);
        let bare = match f.engine() {
            Engine::Sqlite => Db::open_sqlite(f.directory().unwrap(), &options()),
            Engine::Postgres => Db::open_postgres(f.url().unwrap(), &options()),
        };
        assert!(matches!(bare.err(), Some(StoreError::Schema(_))), "somebody must know the rules");
        let knowing = DbOptions { rebuild: Some(app::check::rebuild), ..options() };
        let upgraded = match f.engine() {
            Engine::Sqlite => Db::open_sqlite(f.directory().unwrap(), &knowing),
            Engine::Postgres => Db::open_postgres(f.url().unwrap(), &knowing),
        };
        upgraded.unwrap();
        assert_eq!(bidders(f), rows);
        assert_eq!(number(f, standing), before);
        let priced = sql!("SELECT count(*) FROM request_bidder WHERE offer_price > 0 AND offer_seconds > 0");
        assert_eq!(number(f, priced), before);
        clean(f);
    }

    fn work_that_waits_for_a_sub_request_says_so_on_the_desk(f) {
        let s = Crm::new(f);
        let no = s.state(s.anna, s.w.it, "Нужно поле", None);
        s.act(s.ilya, no, Input::Claim);
        let child = s.state(s.ilya, s.legal, "Согласие", Some((no, None)));
        let held = || desk_of(&s, s.ilya, "it").held;
        assert!(held().is_empty(), "the brief can be written meanwhile");
        let agree = |no: i64, by: PersonId, customer: PersonId| {
            let brief = s.brief(no, &["работает"]);
            s.act(by, no, brief);
            s.act(customer, no, Input::ConfirmBrief { version: 1 });
            s.act(by, no, s.offer(no, &[], 10));
            let offer = s.request(no).offers[0].id;
            s.act(customer, no, Input::Choose { offer, reason: "Надо".into() });
        };
        agree(no, s.ilya, s.anna);
        let parent = s.request(no);
        assert_eq!(parent.held_by().count(), 1);
        assert_eq!(held().into_iter().collect::<Vec<_>>(), [(parent.id, vec![s.legal])]);
        s.act(s.lena, child, Input::Claim);
        agree(child, s.lena, s.ilya);
        s.act(s.lena, child, Input::Deliver { note: "Готово".into(), files: Vec::new(), actuals: Vec::new() });
        assert_eq!(held().len(), 1, "handed over is not yet accepted");
        s.act(s.ilya, child, s.verdicts(child, &[]));
        assert!(held().is_empty() && s.request(no).held_by().next().is_none());
        s.act(s.ilya, child, Input::OpenDispute { text: "Не то".into() });
        assert!(held().is_empty() && s.request(no).held_by().next().is_none(), "ended is ended for the parent");
    }
}
