//! Second factors on both databases.

use std::time::Duration;

use app::AppError;
use app::audit;
use app::company::{grant_role, require_factor};
use app::identity::{self, Code, Cost, Entered, Passwords, Secret, SignIn, SignInError, Vault};
use domain::access::{Event, Way};
use domain::ids::PersonId;
use domain::permission::{Role, Viewer};
use domain::time::Instant;
use store::repo::credential::{self, Credential};
use store::repo::session::Session;
use testkit::{Fixture, code_at, each_db};

use crate::world::*;

const PASSWORD: &str = "синий кит плывёт";

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn vault(key: u8) -> Vault {
    Vault::new(move || Ok([key; 32]))
}

fn pool() -> Passwords {
    Passwords::start(1, 16, Cost::TEST).unwrap()
}

/// Gives somebody a password.
fn password(f: &Fixture, person: PersonId, login: &'static str) {
    let hash = wait(pool().hash(PASSWORD.to_owned(), [3; 16])).unwrap();
    let changed_at = f.now();
    f.db.write_blocking(move |tx| {
        let (login, hash) = (login.to_owned(), hash.clone());
        credential::set(tx, &Credential { login, person, hash, changed_at })
    })
    .unwrap();
}

/// Adds a factor to somebody: what was typed into the device, and the recovery codes.
fn add(f: &Fixture, person: PersonId) -> (String, Vec<String>) {
    let cx = cx(f, viewer(f, person));
    let asked = cx.clone();
    let new = read(f, move |tx| identity::begin_factor(tx, &asked, &vault(1), &[[4; 32], [5; 32]], None));
    let (typed, sealed, code) = (new.typed.clone(), new.sealed, code_at(&new.typed, f.now()));
    let codes =
        f.db.write_blocking(move |tx| identity::add_factor(tx, &cx, &vault(1), &sealed, &code, &[6; 32]))
            .unwrap();
    (typed, codes)
}

/// The password of somebody, which is right: what comes of it.
fn enter(f: &Fixture, login: &str, n: u8) -> Entered {
    let ask = SignIn {
        login: login.to_owned(),
        password: PASSWORD.to_owned(),
        network: "a".to_owned(),
        known: None,
        slowed: Duration::ZERO,
        device: "Firefox, Linux".to_owned(),
        key: [7; 32],
    };
    wait(identity::sign_in(&f.db, &pool(), &cx(f, Viewer::nobody()), ask, Secret::new([n; 32]))).unwrap()
}

/// The code at the step that the password opened.
fn finish(f: &Fixture, key: u8, n: u8, code: &str) -> Result<Session, SignInError> {
    let step = Secret::new([n; 32]);
    let typed = Code { step, code: code.to_owned(), key: [7; 32], network: "a".to_owned() };
    wait(identity::finish_code(
        &f.db,
        &vault(key),
        &cx(f, Viewer::nobody()),
        typed,
        Secret::new([n + 100; 32]),
    ))
}

fn events(f: &Fixture, person: PersonId) -> Vec<Event> {
    let cx = cx(f, viewer(f, person));
    let found = read(f, move |tx| audit::own_acts(tx, &cx, Instant::from_millis(0), 50));
    let access = |act: audit::Act| match act.what {
        audit::What::Access(event) => Some(event),
        audit::What::Company(_) => None,
    };
    found.acts.into_iter().filter_map(access).collect()
}

fn is_clean(f: &Fixture) -> bool {
    read(f, |tx| app::check::rows(tx)).is_clean()
}

each_db! {
    fn a_code_is_asked_for_after_the_password_and_taken_once(f) {
        let world = World::new(f);
        let anna = world.member("Анна", world.it, None);
        password(f, anna, "anna");
        assert!(matches!(enter(f, "anna", 1), Entered::In(_)));
        let (typed, codes) = add(f, anna);
        assert_eq!(codes.len(), identity::RECOVERY_CODES);

        f.clock.advance_seconds(60);
        assert_eq!(enter(f, "anna", 2), Entered::Owes);
        let now = f.now();
        let live = read(f, move |tx| identity::live(tx, &Secret::new([2; 32]), now));
        assert_eq!(live, None, "the secret of the step opens nothing");
        assert!(matches!(finish(f, 1, 9, &code_at(&typed, f.now())), Err(SignInError::App(AppError::Missing(_)))));
        assert!(matches!(finish(f, 1, 2, "000000"), Err(SignInError::Wrong)));
        let code = code_at(&typed, f.now());
        let session = finish(f, 1, 2, &code).unwrap();
        assert_eq!(session.person, anna);
        assert!(matches!(finish(f, 1, 2, &code), Err(SignInError::App(AppError::Missing(_)))), "the step is over");
        assert_eq!(enter(f, "anna", 3), Entered::Owes);
        assert!(matches!(finish(f, 1, 3, &code), Err(SignInError::Wrong)), "the same code once more");
        f.clock.advance_seconds(30);
        finish(f, 1, 3, &code_at(&typed, f.now())).unwrap();

        // A recovery code stands in for the device, once; without the key too, as it is a hash.
        f.clock.advance_seconds(30);
        assert_eq!(enter(f, "anna", 4), Entered::Owes);
        assert!(matches!(finish(f, 2, 4, &code_at(&typed, f.now())), Err(SignInError::App(AppError::Invalid(_)))), "another key");
        finish(f, 2, 4, &codes[3].to_lowercase()).unwrap();
        assert_eq!(enter(f, "anna", 5), Entered::Owes);
        assert!(matches!(finish(f, 1, 5, &codes[3]), Err(SignInError::Wrong)));
        let own = cx(f, viewer(f, anna));
        let has = read(f, move |tx| identity::own_factor(tx, &own)).unwrap();
        assert_eq!(has.codes_left, 9);
        let own = cx(f, viewer(f, anna));
        f.db.write_blocking(move |tx| identity::end_others(tx, &own, None)).unwrap();
        let gone = finish(f, 1, 5, &codes[4]);
        assert!(matches!(gone, Err(SignInError::App(AppError::Missing(_)))), "what ends sessions ends this too");
        assert_eq!(enter(f, "anna", 6), Entered::Owes);
        f.clock.advance_seconds(301);
        assert!(matches!(finish(f, 1, 6, &codes[4]), Err(SignInError::App(AppError::Missing(_)))), "five minutes");

        let ways: Vec<_> = events(f, anna).into_iter().filter_map(|event| match event {
            Event::SignedIn { way, .. } => Some(way),
            _ => None,
        }).collect();
        assert_eq!(ways, [Way::Recovery, Way::Code, Way::Code, Way::Password]);
        assert!(is_clean(f));
    }

    fn codes_that_are_guessed_are_blocked(f) {
        let world = World::new(f);
        let anna = world.member("Анна", world.it, None);
        password(f, anna, "anna");
        let (typed, _) = add(f, anna);
        f.clock.advance_seconds(60);
        assert_eq!(enter(f, "anna", 2), Entered::Owes);
        for n in 0..5 {
            assert!(matches!(finish(f, 1, 2, &format!("00000{n}")), Err(SignInError::Wrong)), "{n}");
        }
        // What is right is not looked at either, at another step of the same person too.
        assert_eq!(enter(f, "anna", 3), Entered::Owes);
        for n in [2, 3] {
            assert!(matches!(finish(f, 1, n, &code_at(&typed, f.now())), Err(SignInError::Blocked { .. })));
        }
        f.clock.advance_seconds(16);
        finish(f, 1, 3, &code_at(&typed, f.now())).unwrap();
        let wrong = f.db.read_blocking(move |tx| {
            store::repo::act::failed_of(tx, anna, Instant::from_millis(0), 10)
        });
        assert_eq!(wrong.unwrap().iter().map(|failed| failed.count).sum::<i64>(), 5);
    }

    fn a_factor_begins_with_a_code_of_its_own_person(f) {
        let world = World::new(f);
        let (anna, boris) = (world.member("Анна", world.it, None), world.member("Борис", world.it, None));
        let begin = |who: PersonId, key: u8, begun: Option<String>| {
            let cx = cx(f, viewer(f, who));
            f.db.read_blocking(move |tx| {
                identity::begin_factor(tx, &cx, &vault(key), &[[4; 32], [5; 32]], begun.as_deref())
            })
        };
        assert!(matches!(begin(anna, 1, None), Err(AppError::Forbidden)), "nobody without a password");
        password(f, anna, "anna");
        password(f, boris, "boris");
        let new = begin(anna, 1, None).unwrap();
        assert!(new.address.starts_with("otpauth://totp/") && new.address.contains(&new.typed), "{}", new.address);
        assert_eq!(begin(anna, 1, Some(new.sealed.clone())).unwrap().typed, new.typed, "a page that comes back");
        let confirm = |who: PersonId, sealed: &str, code: String| {
            let (cx, sealed) = (cx(f, viewer(f, who)), sealed.to_owned());
            f.db.write_blocking(move |tx| identity::add_factor(tx, &cx, &vault(1), &sealed, &code, &[6; 32]))
        };
        let code = code_at(&new.typed, f.now());
        for (who, sealed, code) in
            [(boris, new.sealed.as_str(), code.clone()), (anna, "00ff", code.clone()), (anna, "zz", code.clone()), (anna, &new.sealed, "12".to_owned())]
        {
            let refused = confirm(who, sealed, code);
            assert!(matches!(refused, Err(AppError::Invalid(_))), "{sealed}");
        }
        confirm(anna, &new.sealed, code.clone()).unwrap();
        assert!(confirm(anna, &new.sealed, code).is_err(), "there is one");
        assert!(begin(boris, 2, None).is_err(), "another key than that of the others");
    }

    fn who_may_do_without_and_who_takes_one_away(f) {
        let world = World::new(f);
        let (anna, admin) = (world.member("Анна", world.it, None), world.admin);
        password(f, anna, "anna");
        add(f, anna);
        let (typed, _) = add_second(f, &world);
        let own = |who: PersonId| cx(f, viewer(f, who));
        let by = own(anna);
        f.db.write_blocking(move |tx| identity::remove_factor(tx, &by)).unwrap();
        assert!(events(f, anna).contains(&Event::FactorRemoved { by: Some(anna) }));
        assert!(!held(f, anna), "what one does oneself holds nobody");
        add(f, anna);

        world.as_admin(move |tx, cx| grant_role(tx, cx, anna, Role::Auditor, None)).unwrap();
        world.as_admin(|tx, cx| require_factor(tx, cx, &[Role::Auditor].into())).unwrap();
        let by = own(anna);
        let refused = f.db.write_blocking(move |tx| identity::remove_factor(tx, &by));
        assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields[0].problem == "factor-required"));
        let roles = [Role::Auditor].into();
        let asks = own(anna).viewer;
        assert!(!read(f, move |tx| identity::owes_factor(tx, &asks, &roles)), "she has one");

        // Others take it away as an act that holds; she then owes one.
        assert!(is_forbidden(&world.by(anna, move |tx, cx| identity::reset_factor(tx, cx, admin))));
        assert!(is_forbidden(&world.as_admin(move |tx, cx| identity::reset_factor(tx, cx, admin))));
        assert!(matches!(enter(f, "anna", 40), Entered::Owes));
        world.as_admin(move |tx, cx| identity::reset_factor(tx, cx, anna)).unwrap();
        assert!(held(f, anna));
        assert!(matches!(finish(f, 1, 40, &code_at(&typed, f.now())), Err(SignInError::App(AppError::Missing(_)))));
        let (roles, asks) = ([Role::Auditor].into(), own(anna).viewer);
        assert!(read(f, move |tx| identity::owes_factor(tx, &asks, &roles)));
        // A factor that she adds afterwards proves nothing of before.
        let (typed, _) = add(f, anna);
        f.clock.advance_seconds(60);
        assert_eq!(enter(f, "anna", 41), Entered::Owes);
        finish(f, 1, 41, &code_at(&typed, f.now())).unwrap();
        assert!(held(f, anna));
        assert!(is_clean(f));
    }

    fn an_earlier_factor_confirms_after_others_reset_the_password(f) {
        let world = World::new(f);
        let anna = world.member("Анна", world.it, None);
        password(f, anna, "anna");
        let (typed, codes) = add(f, anna);
        let reset = |n: u8| {
            f.clock.advance_seconds(60);
            let link = Secret::new([n; 32]);
            let kept = link.clone();
            world.as_admin(move |tx, cx| identity::issue_setup(tx, cx, anna, Some("anna"), &kept)).unwrap();
            wait(identity::finish_setup(
                &f.db, &pool(), &cx(f, Viewer::nobody()), link, PASSWORD.to_owned(), [4; 16], Secret::new([n + 1; 32]),
                String::new(),
            ))
            .unwrap()
        };
        assert_eq!(reset(50), Entered::Owes, "a link asks for the code as well");
        assert!(held(f, anna));
        finish(f, 1, 51, &codes[0]).unwrap();
        assert!(held(f, anna), "a list of codes may lie in a drawer");
        assert_eq!(enter(f, "anna", 53), Entered::Owes);
        finish(f, 1, 53, &code_at(&typed, f.now())).unwrap();
        assert!(!held(f, anna));
        assert_eq!(events(f, anna)[0], Event::Confirmed);
        assert!(is_clean(f));
    }
}

/// Whether what is confidential is shut from somebody.
fn held(f: &Fixture, person: PersonId) -> bool {
    viewer(f, person).held
}

/// Somebody else's factor: it has nothing to do with the others.
fn add_second(f: &Fixture, world: &World<'_>) -> (String, Vec<String>) {
    let boris = world.member("Борис", world.it, None);
    password(f, boris, "boris");
    add(f, boris)
}
