//! Two writers that know nothing of each other, at the same moment, again and again: whatever spans rows holds on both databases. What holds
//! each is listed in ARCHITECTURE.md.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use app::AppError;
use app::company::*;
use app::error::Answer;
use app::files::{self, Quotas};
use app::identity::{self, Code, Cost, Passwords, Secret, SignIn, SignInError, Vault};
use app::ledger::{Books, current, issue_budget};
use app::requests::*;
use domain::company::{Pricing, UnitKind};
use domain::ids::*;
use domain::localized::Localized;
use domain::permission::{Role, Viewer};
use domain::request::{Class, EventKind};
use domain::time::{Clock, Instant};
use store::repo::credential::{self, Credential};
use store::repo::{event, timer};
use store::{StoreError, Tx, params, sql};
use testkit::{Fixture, code_at, each_db};

use crate::journey::crm::Crm;
use crate::world::*;

/// How often two meet.
const ROUNDS: i64 = 200;
/// The same where a meeting needs much before it.
const FEW: i64 = 60;

/// Runs both at the same moment.
fn race<A: Send, B: Send>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B + Send) -> (A, B) {
    let both = Barrier::new(2);
    thread::scope(|scope| {
        let first = scope.spawn(|| {
            both.wait();
            first()
        });
        both.wait();
        let second = second();
        (first.join().unwrap(), second)
    })
}

/// A command that is given.
type Given<T> = Box<dyn FnOnce() -> Outcome<T> + Send>;

/// Somebody's command, ready to be given: what they may do was read before.
fn ready<T: Send + 'static>(
    f: &Fixture,
    person: PersonId,
    work: impl Fn(&mut dyn Tx, &mut app::Cx) -> Answer<T> + Send + 'static,
) -> Given<T> {
    again(f, cx(f, viewer(f, person)), work)
}

/// The same with a key that others may have too.
fn again<T: Send + 'static>(
    f: &Fixture,
    cx: app::Cx,
    work: impl Fn(&mut dyn Tx, &mut app::Cx) -> Answer<T> + Send + 'static,
) -> Given<T> {
    let db = f.db.clone();
    Box::new(move || db.write_blocking(move |tx| work(tx, &mut cx.clone())))
}

fn message(text: &str) -> Input {
    Input::Message { text: text.to_owned(), files: Vec::new() }
}

fn statement(text: &str, target: Target) -> NewStatement {
    let text = text.to_owned();
    NewStatement { text, target, beneficiary: None, files: Vec::new(), parent: None, class: None }
}

/// Every row is what the history tells.
fn sound(f: &Fixture) {
    let checked = read(f, |tx| app::check::rows(tx));
    assert!(checked.is_clean(), "{:?}", checked.differences);
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A live service of a unit that is ordered in one step.
fn service(s: &Crm<'_>, unit: UnitId, code: &'static str, price: i64) -> ServiceId {
    let promise = s.w.started.promise;
    let id = s.w.as_admin(move |tx, cx| create_service(tx, cx, unit, code)).unwrap();
    let new = PublishServiceVersion {
        service: id,
        name: both("Пропуск"),
        lead: Localized::default(),
        for_whom: Localized::default(),
        problem: Localized::default(),
        outcome: both("Пропуск выдан"),
        included: Localized::default(),
        excluded: Localized::default(),
        criteria: vec![CriterionInput { id: None, text: both("Дверь открывается") }],
        pricing: Pricing::Fixed { price },
        client_seconds: 60,
        ready: true,
        obligatory: false,
        class: Class::Open,
        promise: Some(promise),
        delivery_days: Some(100),
        audience: BTreeSet::new(),
        seen: None,
    };
    s.w.as_admin(move |tx, cx| publish_service_version(tx, cx, new.clone())).unwrap();
    s.w.as_admin(move |tx, cx| change_stage(tx, cx, id, domain::company::ServiceStage::Live)).unwrap();
    id
}

const PASSWORD: &str = "синий кит плывёт";

fn pool() -> Passwords {
    Passwords::start(2, 16, Cost::TEST).unwrap()
}

/// Gives somebody a password.
fn password(f: &Fixture, pool: &Passwords, person: PersonId, login: &str, password: &str) {
    let hash = wait(pool.hash(password.to_owned(), [3; 16])).unwrap();
    let (changed_at, login) = (f.now(), login.to_owned());
    f.db.write_blocking(move |tx| {
        let (login, hash) = (login.clone(), hash.clone());
        credential::set(tx, &Credential { login, person, hash, changed_at })
    })
    .unwrap();
}

fn typed(login: &str, password: &str) -> SignIn {
    SignIn {
        login: login.to_owned(),
        password: password.to_owned(),
        network: "a".to_owned(),
        known: None,
        slowed: Duration::ZERO,
        device: String::new(),
        key: [7; 32],
    }
}

/// Secrets that nobody had before.
fn secret(round: i64, n: u8) -> Secret {
    let mut bytes = [n; 32];
    bytes[..8].copy_from_slice(&round.to_be_bytes());
    Secret::new(bytes)
}

each_db! {
    fn steps_on_one_request_follow_each_other(f) {
        let s = Crm::new(f);
        let mut seqs = Vec::new();
        for round in 0..ROUNDS / 20 {
            let no = s.state(s.anna, s.w.it, &format!("Не работает поле {round}"), None);
            s.act(s.ilya, no, Input::Claim);
            for _ in 0..20 {
                let told = |who| ready(f, who, move |tx, cx| act(tx, cx, no, None, None, message("Привет")));
                let (one, other) = race(told(s.anna), told(s.ilya));
                seqs.extend([one.unwrap().seq, other.unwrap().seq]);
            }
            let id = s.request(no).id;
            let events = read(f, move |tx| Ok(event::load::<domain::request::Event>(tx, id.into())?));
            let last = events.iter().map(|event| event.seq).max().unwrap();
            assert_eq!(events.len() as i64, last, "no place is empty");
            let mut own = std::mem::take(&mut seqs);
            own.sort_unstable();
            own.dedup();
            assert_eq!(own.len(), 40, "no place was given twice");
        }
        sound(f);
    }

    fn a_move_that_two_make_is_made_once(f) {
        let s = Crm::new(f);
        let other = s.w.member("Пётр Второй", s.w.it, Some(Role::Provider));
        for round in 0..FEW {
            let no = s.state(s.anna, s.w.it, &format!("Не работает поле {round}"), None);
            let seq = s.request(no).seq;
            let claim = |who| ready(f, who, move |tx, cx| act(tx, cx, no, Some(seq), None, Input::Claim));
            let (one, two) = race(claim(s.ilya), claim(other));
            assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
            let late = one.err().or(two.err()).unwrap();
            assert!(matches!(late, AppError::Changed { seen, .. } if seen == seq), "{late}");
        }
        sound(f);
    }

    fn a_command_that_comes_twice_at_once_is_done_once(f) {
        let s = Crm::new(f);
        let it = s.w.it;
        let mut numbers = BTreeSet::new();
        for round in 0..ROUNDS {
            let same = cx(f, viewer(f, s.anna));
            let stated = |cx| {
                again(f, cx, move |tx, cx| {
                    state(tx, cx, None, statement(&format!("Сломалось {round}"), Target::Unit(it)))
                })
            };
            let (one, two) = race(stated(same.clone()), stated(same));
            assert_eq!(one.clone().unwrap(), two.unwrap());
            assert!(numbers.insert(one.unwrap().number));
        }
        let all: i64 = read(f, |tx| Ok(tx.one(sql!("SELECT count(*) FROM request"), &[])?));
        assert_eq!(all, ROUNDS);
        sound(f);
    }

    fn numbers_are_given_once(f) {
        let s = Crm::new(f);
        let it = s.w.it;
        let stated = |who| {
            ready(f, who, move |tx, cx| state(tx, cx, None, statement("Сломалось", Target::Unit(it))))
        };
        let mut numbers = BTreeSet::new();
        for _ in 0..ROUNDS {
            let (one, two) = race(stated(s.anna), stated(s.lena));
            assert!(numbers.insert(one.unwrap().number) && numbers.insert(two.unwrap().number));
        }
        sound(f);
    }

    fn a_budget_is_spent_once(f) {
        let s = Crm::new(f);
        let (marketing, price) = (s.marketing, 10_000);
        let pass = service(&s, s.legal, "pass", price);
        let other = s.w.member("Борис Белов", marketing, None);
        let free = move |tx: &mut dyn Tx, now: Instant| -> Answer<i64> {
            let books = Books::load(tx)?;
            Ok(current(tx, &books, marketing, now)?.free().unwrap())
        };
        let issued = s.w.f.clock.now();
        let much = read(f, move |tx| free(tx, issued));
        s.by(s.finance, move |tx, cx| {
            app::ledger::withdraw_budget(tx, cx, marketing, "2026-11".parse().unwrap(), much)
        });
        for _ in 0..ROUNDS {
            s.by(s.finance, move |tx, cx| {
                issue_budget(tx, cx, marketing, "2026-11".parse().unwrap(), price + price / 2)
            });
            let order = |who| {
                ready(f, who, move |tx, cx| state(tx, cx, None, statement("Нужен пропуск", Target::Service(pass))))
            };
            let (one, two) = race(order(s.anna), order(other));
            let left = match (one, two) {
                (Ok(_), Err(AppError::Budget(_))) | (Err(AppError::Budget(_)), Ok(_)) => price / 2,
                other => panic!("one of two orders fits, not {other:?}"),
            };
            let now = s.w.f.clock.now();
            assert_eq!(read(f, move |tx| free(tx, now)), left);
            s.by(s.finance, move |tx, cx| {
                app::ledger::withdraw_budget(tx, cx, marketing, "2026-11".parse().unwrap(), left)
            });
        }
        sound(f);
    }

    fn a_unit_closes_without_requests_or_stays_open(f) {
        let s = Crm::new(f);
        let (promise, calendar) = (s.w.started.promise, s.w.started.calendar);
        let mut closed = 0;
        for round in 0..FEW {
            let code = format!("u{round}");
            let unit = s.w.unit(&code, UnitKind::Internal);
            s.w.as_admin(move |tx, cx| {
                set_front_door(tx, cx, SetFrontDoor { unit, owner: None, promise, calendar, seen: None })
            })
            .unwrap();
            let stated = ready(f, s.anna, move |tx, cx| {
                state(tx, cx, None, statement("Сломалось", Target::Unit(unit)))
            });
            let (stated, shut) = race(stated, ready(f, s.w.admin, move |tx, cx| close_unit(tx, cx, unit)));
            assert!(stated.is_ok() != shut.is_ok(), "{stated:?} {shut:?}");
            closed += i64::from(shut.is_ok());
        }
        assert!(closed <= FEW);
        sound(f);
    }

    fn a_service_that_is_withdrawn_is_ordered_no_more(f) {
        let s = Crm::new(f);
        let pass = service(&s, s.legal, "pass", 0);
        let stage = |stage| ready(f, s.w.admin, move |tx, cx| change_stage(tx, cx, pass, stage));
        for _ in 0..ROUNDS / 2 {
            let order = ready(f, s.anna, move |tx, cx| {
                state(tx, cx, None, statement("Нужен пропуск", Target::Service(pass)))
            });
            let (ordered, gone) = race(order, stage(domain::company::ServiceStage::Retired));
            gone.unwrap();
            assert!(matches!(ordered, Ok(_) | Err(AppError::Invalid(_))), "{ordered:?}");
            let late = s.w.by(s.anna, move |tx, cx| {
                state(tx, cx, None, statement("Нужен пропуск", Target::Service(pass)))
            });
            assert!(late.is_err());
            stage(domain::company::ServiceStage::Live)().unwrap();
        }
        sound(f);
    }

    fn a_sub_request_and_what_it_serves_agree_on_money(f) {
        let s = Crm::new(f);
        let pass = service(&s, s.legal, "pass", 50_000);
        let (mut ordered, mut cancelled) = (0, 0);
        for round in 0..FEW {
            let no = s.state(s.anna, s.w.it, &format!("Нужно поле {round}"), None);
            s.act(s.ilya, no, Input::Claim);
            s.act(s.ilya, no, s.brief(no, &["работает"]));
            s.act(s.anna, no, Input::ConfirmBrief { version: 1 });
            s.act(s.ilya, no, s.offer(no, &[(domain::request::LineKind::PassThrough, 60_000, &[])], 5));
            let offer = s.request(no).offers[0].id;
            s.act(s.anna, no, Input::Choose { offer, reason: "Берём".into() });
            let line = s.request(no).chosen().unwrap().lines[0].id;
            let child = ready(f, s.ilya, move |tx, cx| {
                let parent = Some((no, Some(line)));
                state(tx, cx, None, NewStatement { parent, ..statement("Пропуск", Target::Service(pass)) })
            });
            let cancel = ready(f, s.anna, move |tx, cx| {
                act(tx, cx, no, None, None, Input::Cancel { reason: "Не нужно".into() })
            });
            let (child, gone) = race(child, cancel);
            for refused in [child.as_ref().err(), gone.as_ref().err()].into_iter().flatten() {
                assert!(!matches!(refused, AppError::Store(_)), "{refused}");
            }
            ordered += i64::from(child.is_ok());
            cancelled += i64::from(gone.is_ok());
        }
        assert!(ordered + cancelled >= FEW, "{ordered} {cancelled}");
        sound(f);
    }

    fn the_last_administrator_stays_one(f) {
        let w = World::new(f);
        let other = w.person("Вторая Админова");
        let revoke = |by, whom| {
            ready(f, by, move |tx, cx| revoke_role(tx, cx, whom, Role::Administrator, None))
        };
        for _ in 0..FEW {
            w.as_admin(move |tx, cx| grant_role(tx, cx, other, Role::Administrator, None)).unwrap();
            // Each takes it from the other one.
            let (one, two) = race(revoke(w.admin, other), revoke(other, w.admin));
            assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
            if one.is_err() {
                let admin = w.admin;
                w.by(other, move |tx, cx| grant_role(tx, cx, admin, Role::Administrator, None)).unwrap();
            }
        }
        sound(f);
    }

    fn a_login_and_a_code_belong_to_one(f) {
        let w = World::new(f);
        let (anna, boris) = (w.person("Анна"), w.person("Борис"));
        for round in 0..FEW {
            let code = format!("same{round}");
            let unit = |code: String| {
                ready(f, w.admin, move |tx, cx| create_unit(tx, cx, new_unit(&code, UnitKind::Internal)))
            };
            let (one, two) = race(unit(code.clone()), unit(code.clone()));
            let taken = match (one, two) {
                (Ok(_), Err(taken)) | (Err(taken), Ok(_)) => taken,
                other => panic!("one of two has the code, not {other:?}"),
            };
            assert!(matches!(taken, AppError::Invalid(_)), "{taken}");
            let login = |whose| {
                let (db, login, changed_at) = (f.db.clone(), code.clone(), f.now());
                move || -> Result<(), StoreError> {
                    db.write_blocking(move |tx| {
                        let (login, hash) = (login.clone(), String::new());
                        credential::set(tx, &Credential { login, person: whose, hash, changed_at })
                    })
                }
            };
            let (one, two) = race(login(anna), login(boris));
            assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
            assert!(one.err().or(two.err()).unwrap().is_unique_on("credential", &["login"]));
        }
    }

    fn a_second_of_attention_counts_once(f) {
        let s = Crm::new(f);
        let numbers = [1, 2].map(|n| s.state(s.anna, s.w.it, &format!("Сломалось {n}"), None));
        let before = numbers.map(|no| s.request(no).client_seconds);
        for _ in 0..ROUNDS / 4 {
            f.clock.advance_seconds(3600);
            let opened = Some(f.clock.now().plus_seconds(-60));
            let told = |no| {
                ready(f, s.anna, move |tx, cx| act(tx, cx, no, None, opened, message("Ещё одно")))
            };
            let (one, two) = race(told(numbers[0]), told(numbers[1]));
            one.unwrap();
            two.unwrap();
        }
        let after = numbers.map(|no| s.request(no).client_seconds);
        let counted: i64 = after.iter().sum::<i64>() - before.iter().sum::<i64>();
        assert_eq!(counted, 60 * (ROUNDS / 4));
        sound(f);
    }

    fn a_time_out_fires_once(f) {
        let s = Crm::new(f);
        for round in 0..FEW {
            let no = s.state(s.anna, s.w.it, &format!("Сломалось {round}"), None);
            let id = s.request(no).id;
            let due: Instant =
                read(f, move |tx| Ok(tx.one(sql!("SELECT timer_at FROM request WHERE id = $1"), params![id])?));
            f.clock.set(due);
            let now = f.clock.now();
            let nudges = read(f, move |tx| Ok(timer::due(tx, now, 100)?));
            let (_, nudge) = nudges.into_iter().find(|(request, _)| *request == id).unwrap();
            let fire = || again(f, cx(f, Viewer::timer()), move |tx, cx| act_as_timer(tx, cx, id, nudge));
            let before = s.request(no).seq;
            let (one, two) = race(fire(), fire());
            one.unwrap();
            two.unwrap();
            let events = read(f, move |tx| Ok(event::load::<domain::request::Event>(tx, id.into())?));
            let new = events.iter().filter(|event| event.seq > before);
            let kinds: Vec<_> = new.map(|event| EventKind::from(&event.event)).collect();
            let once: BTreeSet<_> = kinds.iter().copied().map(|kind| format!("{kind:?}")).collect();
            assert_eq!(kinds.len(), once.len(), "{kinds:?}");
            assert!(!kinds.is_empty());
        }
        sound(f);
    }

    fn after_a_new_password_no_session_of_the_old_one_is_left(f) {
        let w = World::new(f);
        let anna = w.person("Анна");
        let pool = pool();
        for round in 0..FEW {
            password(f, &pool, anna, "anna", PASSWORD);
            let mut here = wait(identity::sign_in(
                &f.db, &pool, &cx(f, Viewer::nobody()), typed("anna", PASSWORD), secret(round, 1),
            ))
            .unwrap()
            .session();
            let here = here.take().unwrap();
            let (own, nobody) = (cx(f, viewer(f, anna)), cx(f, Viewer::nobody()));
            let new = format!("{PASSWORD} домой {round}");
            let change = || {
                wait(identity::change_password(
                    &f.db, &pool, &own, PASSWORD.to_owned(), new.clone(), [4; 16], &here, secret(round, 2),
                ))
            };
            let enter = || {
                wait(identity::sign_in(&f.db, &pool, &nobody, typed("anna", PASSWORD), secret(round, 3)))
            };
            let (changed, entered) = race(change, enter);
            let changed = changed.unwrap();
            assert!(matches!(entered, Ok(_) | Err(SignInError::Wrong)), "{entered:?}");
            let own = cx(f, viewer(f, anna));
            let left = read(f, move |tx| identity::sessions(tx, &own));
            assert_eq!(left.iter().map(|session| session.id).collect::<Vec<_>>(), [changed.id]);
        }
        sound(f);
    }

    fn a_link_and_a_code_are_used_once(f) {
        let w = World::new(f);
        let anna = w.person("Анна");
        let pool = pool();
        let vault = || Vault::new(|| Ok([1; 32]));
        for round in 0..FEW {
            let (link, given) = (secret(round, 1), secret(round, 1));
            w.as_admin(move |tx, cx| identity::issue_setup(tx, cx, anna, Some("anna"), &given)).unwrap();
            let nobody = [cx(f, Viewer::nobody()), cx(f, Viewer::nobody())];
            let follow = |n: u8| {
                let (link, nobody, pool) = (link.clone(), &nobody[usize::from(n)], &pool);
                move || {
                    let (password, secret) = (format!("{PASSWORD} {n}"), secret(round, n + 10));
                    wait(identity::finish_setup(
                        &f.db, pool, nobody, link, password, [4; 16], secret, String::new(),
                    ))
                }
            };
            let (one, two) = race(follow(0), follow(1));
            assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        }
        password(f, &pool, anna, "anna", PASSWORD);
        let own = cx(f, viewer(f, anna));
        let asked = own.clone();
        let new = read(f, move |tx| identity::begin_factor(tx, &asked, &vault(), &[[4; 32], [5; 32]], None));
        let (sealed, first) = (new.sealed.clone(), code_at(&new.typed, f.now()));
        f.db.write_blocking(move |tx| identity::add_factor(tx, &own, &vault(), &sealed, &first, &[6; 32]))
            .unwrap();
        for round in 0..FEW {
            f.clock.advance_seconds(60);
            let code = code_at(&new.typed, f.now());
            let steps = [20, 21].map(|n| secret(1_000 + round, n));
            for step in &steps {
                let nobody = cx(f, Viewer::nobody());
                wait(identity::sign_in(&f.db, &pool, &nobody, typed("anna", PASSWORD), step.clone())).unwrap();
            }
            let nobody = [cx(f, Viewer::nobody()), cx(f, Viewer::nobody())];
            let type_in = |n: u8| {
                let ask = Code {
                    step: steps[usize::from(n)].clone(),
                    code: code.clone(),
                    key: [7; 32],
                    network: "a".to_owned(),
                };
                let nobody = &nobody[usize::from(n)];
                move || wait(identity::finish_code(&f.db, &vault(), nobody, ask, secret(1_000 + round, n + 30)))
            };
            let (one, two) = race(type_in(0), type_in(1));
            assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        }
        sound(f);
    }

    fn every_attempt_is_counted_and_every_file_too(f) {
        let w = World::new(f);
        let (anna, pool) = (w.person("Анна"), pool());
        let quotas = Quotas { person: 1_000, ..Quotas::default() };
        for round in 0..FEW {
            let login = format!("login{round}");
            let nobody = [cx(f, Viewer::nobody()), cx(f, Viewer::nobody())];
            let guess = |n: usize| {
                let (nobody, login, pool) = (&nobody[n], &login, &pool);
                move || wait(identity::sign_in(&f.db, pool, nobody, typed(login, "не то"), secret(round, 4)))
            };
            let (one, two) = race(guess(0), guess(1));
            assert!(matches!((one, two), (Err(SignInError::Wrong), Err(SignInError::Wrong))));
            f.clock.advance_seconds(31 * 86_400);
            let now = f.clock.now();
            let bring = |n: u8| {
                let db = f.db.clone();
                let name = format!("{round:062}{n:02}");
                move || db.write_blocking(move |tx| files::bring(tx, anna, &name, 600, &quotas, now))
            };
            let (one, two) = race(bring(0), bring(1));
            assert!(one.unwrap() != two.unwrap(), "six hundred and six hundred are more than a thousand");
        }
        let most: i64 = read(f, |tx| Ok(tx.one(sql!("SELECT max(failures) FROM login_attempt"), &[])?));
        assert!(most >= 2, "the network's counter has both of a round");
    }

    fn a_stream_of_before_is_chained_whole(f) {
        let s = Crm::new(f);
        for round in 0..FEW {
            let no = s.state(s.anna, s.w.it, &format!("Сломалось {round}"), None);
            let id = s.request(no).id;
            f.db.write_blocking(move |tx| -> Result<(), StoreError> {
                tx.execute(sql!("UPDATE event SET hash = NULL WHERE stream = $1"), params![id])?;
                tx.execute_one(sql!("DELETE FROM stream WHERE id = $1"), params![id])
            })
            .unwrap();
            let db = f.db.clone();
            let chain = move || db.write_blocking(move |tx| event::chain(tx, id.into()));
            let told = ready(f, s.anna, move |tx, cx| act(tx, cx, no, None, None, message("Ещё одно")));
            let (chained, told) = race(chain, told);
            told.unwrap();
            chained.unwrap();
        }
        sound(f);
    }
}
