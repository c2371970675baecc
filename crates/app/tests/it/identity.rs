//! Signing in on both databases.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use app::identity::{self, Cost, Passwords, Secret, SignIn, SignInError};
use app::{AppError, Cx};
use domain::actor::{Actor, Channel};
use domain::company::Profile;
use domain::ids::{ContentId, PersonId, SessionId, StreamId};
use domain::localized::Localized;
use domain::permission::{Role, Viewer};
use store::repo::content::{self, NewContent};
use store::repo::credential;
use store::repo::session::Session;
use store::{StoreError, params, sql};
use testkit::{Fixture, each_db};

const PASSWORD: &str = "синий кит плывёт";

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn pool() -> Passwords {
    Passwords::start(2, 16, Cost::TEST).unwrap()
}

fn secret(n: u8) -> Secret {
    Secret::new([n; 32])
}

fn cx(f: &Fixture, viewer: Viewer) -> Cx {
    let mut entropy = [0; 32];
    entropy[..10].copy_from_slice(&f.entropy.bytes());
    Cx::new(viewer, f.now(), Channel::Web, None, entropy)
}

fn viewer(person: PersonId, role: Option<Role>) -> Viewer {
    let grants: BTreeSet<_> = role.map(|role| (role, None)).into_iter().collect();
    Viewer { actor: Actor::Person(person), grants, ..Viewer::nobody() }
}

/// A person with an address of mail; rows only, history is not what is tested here.
fn person(f: &Fixture, name: &str) -> PersonId {
    let mut ids = f.ids();
    let person = PersonId(ids.next());
    let profile =
        Profile { name: name.to_owned(), email: Some(format!("{name}@example.com")), position: None };
    let content = NewContent {
        id: ContentId(ids.next()),
        kind: "profile",
        salt: [1; 16],
        body: serde_json::to_string(&profile).unwrap(),
        file: None,
    };
    let now = f.now();
    f.db.write_blocking(move |tx| -> Result<(), StoreError> {
        content::insert(tx, StreamId(person.0), None, now, std::slice::from_ref(&content))?;
        tx.execute_one(
            sql!(
                "INSERT INTO person (id, profile, language, outside, active, registered_at)
                 VALUES ($1, $2, 'ru', 0, 1, $3)"
            ),
            params![person, content.id, now],
        )
    })
    .unwrap();
    person
}

fn switch_off(f: &Fixture, person: PersonId) {
    f.db.write_blocking(move |tx| -> Result<(), StoreError> {
        tx.execute_one(sql!("UPDATE person SET active = 0 WHERE id = $1"), params![person])
    })
    .unwrap();
}

fn company(f: &Fixture, demonstration: bool) {
    let name = ContentId(f.ids().next());
    f.db.write_blocking(move |tx| -> Result<(), StoreError> {
        tx.execute_one(
            sql!(
                "INSERT INTO company (id, name, currency, zone, language, demonstration)
                 VALUES (1, $1, 'RUB', 'Europe/Moscow', 'ru', $2)"
            ),
            params![name, demonstration],
        )
    })
    .unwrap();
}

/// A person with a password, set by the way that everybody gets one.
fn member(f: &Fixture, name: &str) -> PersonId {
    let person = person(f, name);
    let admin = cx(f, viewer(person, Some(Role::Administrator)));
    let link = secret(200);
    let kept = link.clone();
    f.db.write_blocking(move |tx| identity::issue_setup(tx, &admin, person, None, &kept)).unwrap();
    let session = wait(identity::finish_setup(
        &f.db,
        &pool(),
        &cx(f, Viewer::nobody()),
        link,
        PASSWORD.to_owned(),
        [3; 16],
        Secret::new([201; 32]),
        String::new(),
    ));
    let session = session.unwrap().session().expect("no code is owed");
    let own = cx(f, viewer(person, None));
    f.db.write_blocking(move |tx| identity::end(tx, &own, session.id)).unwrap();
    person
}

fn ask(login: &str, password: &str, address: &str) -> SignIn {
    SignIn {
        login: login.to_owned(),
        password: password.to_owned(),
        network: address.to_owned(),
        known: None,
        slowed: Duration::ZERO,
        device: "Firefox, Linux".to_owned(),
        key: [7; 32],
    }
}

fn enter(f: &Fixture, login: &str, password: &str, address: &str, n: u8) -> Result<Session, SignInError> {
    let ask = ask(login, password, address);
    let entered = wait(identity::sign_in(&f.db, &pool(), &cx(f, Viewer::nobody()), ask, secret(n)));
    entered.map(|entered| entered.session().expect("no code is owed"))
}

fn is_live(f: &Fixture, n: u8) -> bool {
    let now = f.now();
    f.db.read_blocking(move |tx| identity::live(tx, &secret(n), now)).unwrap().is_some()
}

each_db! {
    fn the_right_password_opens_a_session_and_only_its_hash_is_kept(f) {
        let anna = member(f, "anna");
        let session = enter(f, " Anna@Example.com ", PASSWORD, "a", 1).unwrap();
        assert_eq!((session.person, session.device.as_str()), (anna, "Firefox, Linux"));
        assert_eq!(session.secret, secret(1).hash());
        assert!(is_live(f, 1) && !is_live(f, 2));
        let hash = f.db.read_blocking(move |tx| credential::of_person(tx, anna)).unwrap().unwrap().hash;
        assert!(hash.starts_with("$argon2id$"));
    }

    fn wrong_unknown_and_switched_off_look_alike(f) {
        let anna = member(f, "anna");
        assert!(matches!(enter(f, "anna@example.com", "другой пароль", "a", 1), Err(SignInError::Wrong)));
        assert!(matches!(enter(f, "nobody@example.com", PASSWORD, "a", 1), Err(SignInError::Wrong)));
        enter(f, "anna@example.com", PASSWORD, "a", 1).unwrap();
        switch_off(f, anna);
        assert!(matches!(enter(f, "anna@example.com", PASSWORD, "a", 2), Err(SignInError::Wrong)));
        assert!(!is_live(f, 1), "who is switched off is signed out at once");
    }

    fn guessing_is_blocked_and_the_owner_elsewhere_is_not(f) {
        member(f, "anna");
        for _ in 0..5 {
            assert!(matches!(enter(f, "anna@example.com", "не тот пароль", "thief", 1), Err(SignInError::Wrong)));
        }
        let until = f.now().plus_seconds(15);
        let blocked = enter(f, "anna@example.com", PASSWORD, "thief", 1);
        assert!(matches!(blocked, Err(SignInError::Blocked { until: at }) if at == until), "{blocked:?}");
        enter(f, "anna@example.com", PASSWORD, "home", 2).unwrap();
        f.clock.set(until);
        enter(f, "anna@example.com", PASSWORD, "thief", 3).unwrap();
        assert!(matches!(enter(f, "anna@example.com", "не тот", "thief", 4), Err(SignInError::Wrong)));
        enter(f, "anna@example.com", PASSWORD, "thief", 4).unwrap();
    }

    fn a_network_from_which_many_logins_are_guessed_is_slowed_down_and_never_closed(f) {
        member(f, "anna");
        let slowly = |login: &str, password: &str, n| {
            let ask = SignIn { slowed: Duration::from_millis(40), ..ask(login, password, "office") };
            let began = Instant::now();
            let answer = wait(identity::sign_in(&f.db, &pool(), &cx(f, Viewer::nobody()), ask, secret(n)));
            (answer, began.elapsed() >= Duration::from_millis(40))
        };
        // Those who succeed often fill nothing up.
        for n in 0..60 {
            enter(f, "anna@example.com", PASSWORD, "office", n).unwrap();
        }
        for n in 0..50 {
            assert!(matches!(enter(f, &format!("guess{n}"), "пароль", "office", 1), Err(SignInError::Wrong)));
        }
        enter(f, "anna@example.com", PASSWORD, "home", 100).unwrap();
        let (wrong, slow) = slowly("fresh", "пароль", 1);
        assert!(matches!(wrong, Err(SignInError::Wrong)) && slow);
        let (right, slow) = slowly("anna@example.com", PASSWORD, 102);
        assert!(right.is_ok() && slow, "it takes its time and is let in");
        // Another hour, another beginning.
        f.clock.advance_seconds(3_600);
        let (right, _) = slowly("anna@example.com", PASSWORD, 103);
        assert!(right.is_ok());
    }

    fn a_browser_that_is_known_has_tries_of_its_own(f) {
        member(f, "anna");
        let known = |password: &str, n| {
            let ask = SignIn { known: Some("this browser".into()), ..ask("anna@example.com", password, "office") };
            wait(identity::sign_in(&f.db, &pool(), &cx(f, Viewer::nobody()), ask, secret(n)))
        };
        for _ in 0..200 {
            let _ = enter(f, "anna@example.com", "не тот пароль", "office", 1);
        }
        assert!(matches!(enter(f, "anna@example.com", PASSWORD, "office", 1), Err(SignInError::Blocked { .. })));
        known(PASSWORD, 2).unwrap();
        for _ in 0..5 {
            assert!(matches!(known("не тот пароль", 3), Err(SignInError::Wrong)));
        }
        assert!(matches!(known(PASSWORD, 3), Err(SignInError::Blocked { .. })), "they end too");
        f.clock.advance_seconds(15);
        known(PASSWORD, 3).unwrap();
    }

    fn a_session_slides_while_used_and_ends_idle_or_old(f) {
        member(f, "anna");
        let start = f.now();
        let mut session = enter(f, "anna@example.com", PASSWORD, "a", 1).unwrap();
        assert_eq!(session.expires_at, start.plus_seconds(identity::IDLE_SECONDS));
        f.clock.set(start.plus_seconds(identity::IDLE_SECONDS));
        assert!(!is_live(f, 1), "idle");
        f.clock.set(start);
        // Used every ten hours: alive until fourteen days are over.
        loop {
            let now = f.clock.advance_seconds(10 * 60 * 60);
            let Some(live) = f.db.read_blocking(move |tx| identity::live(tx, &secret(1), now)).unwrap() else { break };
            session = live.clone();
            f.db.write_blocking(move |tx| identity::touch(tx, &live, now)).unwrap();
        }
        assert_eq!(session.created_at, start);
        let last = f.now().seconds_since(start);
        assert!((identity::ABSOLUTE_SECONDS..identity::ABSOLUTE_SECONDS + 10 * 60 * 60).contains(&last), "{last}");
    }

    fn use_is_noted_at_most_every_five_minutes(f) {
        member(f, "anna");
        let session = enter(f, "anna@example.com", PASSWORD, "a", 1).unwrap();
        let seen = |f: &Fixture| {
            let now = f.now();
            f.db.read_blocking(move |tx| identity::live(tx, &secret(1), now)).unwrap().unwrap().seen_at
        };
        for (seconds, noted) in [(299, false), (1, true)] {
            let now = f.clock.advance_seconds(seconds);
            let session = session.clone();
            f.db.write_blocking(move |tx| identity::touch(tx, &session, now)).unwrap();
            assert_eq!(seen(f) == now, noted, "after {seconds} s");
        }
    }

    fn own_sessions_are_listed_and_ended_and_others_are_not(f) {
        let anna = member(f, "anna");
        let boris = member(f, "boris");
        let first = enter(f, "anna@example.com", PASSWORD, "a", 1).unwrap();
        f.clock.advance_seconds(60);
        let second = enter(f, "anna@example.com", PASSWORD, "a", 2).unwrap();
        enter(f, "boris@example.com", PASSWORD, "a", 3).unwrap();
        let own = cx(f, viewer(anna, None));
        let listed = f.db.read_blocking(move |tx| identity::sessions(tx, &own)).unwrap();
        assert_eq!(listed.iter().map(|s| s.id).collect::<Vec<_>>(), [second.id, first.id]);
        let others = cx(f, viewer(boris, None));
        f.db.write_blocking(move |tx| identity::end(tx, &others, first.id)).unwrap();
        assert!(is_live(f, 1), "somebody else's session stays");
        let own = cx(f, viewer(anna, None));
        let ended = f.db.write_blocking(move |tx| identity::end_others(tx, &own, Some(second.id))).unwrap();
        assert_eq!((ended, is_live(f, 1), is_live(f, 2), is_live(f, 3)), (1, false, true, true));
        let nobody = cx(f, Viewer::nobody());
        let refused = f.db.read_blocking(move |tx| identity::sessions(tx, &nobody));
        assert!(matches!(refused, Err(AppError::Forbidden)));
    }

    fn changing_the_password_signs_out_everywhere_and_opens_a_new_session(f) {
        let anna = member(f, "anna");
        enter(f, "anna@example.com", PASSWORD, "a", 1).unwrap();
        let here = enter(f, "anna@example.com", PASSWORD, "a", 2).unwrap();
        let change = |current: &str, new: &str| {
            wait(identity::change_password(
                &f.db, &pool(), &cx(f, viewer(anna, None)),
                current.to_owned(), new.to_owned(), [9; 16], &here, secret(9),
            ))
        };
        assert!(matches!(change("не тот пароль", "совсем новый пароль"), Err(SignInError::Wrong)));
        assert!(matches!(change(PASSWORD, "коротко"), Err(SignInError::App(AppError::Invalid(_)))));
        assert_ne!(change(PASSWORD, "совсем новый пароль").unwrap().id, here.id);
        assert_eq!((is_live(f, 1), is_live(f, 2), is_live(f, 9)), (false, false, true));
        assert!(matches!(enter(f, "anna@example.com", PASSWORD, "a", 3), Err(SignInError::Wrong)));
        enter(f, "anna@example.com", "совсем новый пароль", "a", 3).unwrap();
    }

    fn a_link_sets_a_password_once_and_only_an_administrator_makes_it(f) {
        let anna = person(f, "anna");
        let boss = person(f, "boss");
        let issue = |role, login: Option<&'static str>, n| {
            let cx = cx(f, viewer(boss, role));
            f.db.write_blocking(move |tx| identity::issue_setup(tx, &cx, anna, login, &secret(n)))
        };
        assert!(matches!(issue(None, None, 10), Err(AppError::Forbidden)));
        assert!(matches!(issue(Some(Role::Finance), None, 10), Err(AppError::Forbidden)));
        let admin = Some(Role::Administrator);
        assert_eq!(issue(admin, None, 10).unwrap().login, "anna@example.com");
        assert_eq!(issue(admin, Some(" Anna "), 11).unwrap().login, "anna");
        let finish = |n, password: &str| {
            wait(identity::finish_setup(
                &f.db, &pool(), &cx(f, Viewer::nobody()), secret(n), password.to_owned(), [4; 16],
                secret(n + 50), String::new(),
            ))
        };
        assert!(matches!(finish(10, PASSWORD), Err(AppError::Missing("link"))), "the newer link took its place");
        assert!(matches!(finish(11, "коротко"), Err(AppError::Invalid(_))));
        assert_eq!(finish(11, PASSWORD).unwrap().session().unwrap().person, anna);
        assert!(matches!(finish(11, PASSWORD), Err(AppError::Missing("link"))), "once");
        enter(f, "anna", PASSWORD, "a", 1).unwrap();
        issue(admin, None, 12).unwrap();
        f.clock.advance_seconds(identity::SETUP_SECONDS);
        assert!(matches!(finish(12, PASSWORD), Err(AppError::Missing("link"))), "too late");
        let cx = cx(f, viewer(boss, admin));
        let taken = f.db.write_blocking(move |tx| identity::issue_setup(tx, &cx, boss, Some("ANNA"), &secret(13)));
        assert!(matches!(taken, Err(AppError::Invalid(fields)) if fields[0].problem == "login-taken"));
    }

    fn only_the_first_password_is_given_without_a_link(f) {
        let (anna, boris) = (person(f, "anna"), person(f, "boris"));
        let give = |who: PersonId, login: &'static str| {
            let cx = cx(f, Viewer::nobody());
            f.db.write_blocking(move |tx| identity::set_first_password(tx, &cx, who, login, "hash"))
        };
        give(anna, "Anna").unwrap();
        assert!(matches!(give(boris, "boris"), Err(AppError::Forbidden)));
    }

    fn personas_open_in_a_demonstration_and_never_in_a_real_company(f) {
        let anna = person(f, "anna");
        let boris = person(f, "boris");
        f.db.write_blocking(move |tx| {
            credential::put_persona(tx, anna, 1, &Localized::both("Поставить задачу", "State a problem"))
        }).unwrap();
        let enter_as = |who: PersonId, n| {
            let cx = cx(f, Viewer::nobody());
            f.db.write_blocking(move |tx| {
                let mut cx = cx.clone();
                identity::enter_as(tx, &mut cx, who, &secret(n), "")
            })
        };
        assert!(matches!(enter_as(anna, 1), Err(AppError::Forbidden)), "no company yet");
        company(f, false);
        assert!(f.db.read_blocking(identity::personas).unwrap().is_empty());
        assert!(matches!(enter_as(anna, 1), Err(AppError::Forbidden)), "a real company");
        f.db.write_blocking(|tx| -> Result<(), StoreError> {
            tx.execute_one(sql!("UPDATE company SET demonstration = 1"), &[])
        }).unwrap();
        let listed = f.db.read_blocking(identity::personas).unwrap();
        assert_eq!(listed.iter().map(|p| (p.person, p.name.as_str())).collect::<Vec<_>>(), [(anna, "anna")]);
        assert_eq!(enter_as(anna, 1).unwrap().person, anna);
        assert!(matches!(enter_as(boris, 2), Err(AppError::Forbidden)), "not a persona");
        switch_off(f, anna);
        assert!(matches!(enter_as(anna, 3), Err(AppError::Forbidden)), "switched off");
    }

    fn what_is_over_is_swept(f) {
        member(f, "anna");
        let session = enter(f, "anna@example.com", PASSWORD, "a", 1).unwrap();
        assert!(enter(f, "anna@example.com", "не тот", "a", 2).is_err());
        let now = f.clock.advance_seconds(identity::ABSOLUTE_SECONDS);
        let swept = f.db.write_blocking(move |tx| identity::sweep(tx, now)).unwrap();
        assert_eq!(swept, 4, "a session; the counters of pair, login and address");
        let gone: SessionId = session.id;
        let cx = cx(f, viewer(session.person, None));
        f.db.write_blocking(move |tx| identity::end(tx, &cx, gone)).unwrap();
    }
}
