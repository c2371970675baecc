//! Who did what to whom, on both databases.

use app::audit::{self, Act, What};
use app::company::{grant_role, switch};
use app::identity::{self, Secret};
use app::ledger::issue_budget;
use domain::access::{Event as Access, Taken, Way};
use domain::company::{Event, EventKind};
use domain::ids::PersonId;
use domain::permission::{Role, Viewer};
use domain::time::Instant;
use store::repo::act::{self, FailedSignIn, WantedActs};
use testkit::{Fixture, each_db};

use crate::world::*;

fn everything() -> WantedActs {
    let (from, to) = (Instant::from_millis(0), Instant::from_millis(i64::MAX));
    WantedActs { person: None, to_them: false, unit: None, kind: String::new(), imported: true, from, to }
}

fn acts(f: &Fixture, who: PersonId, wanted: WantedActs) -> Vec<Act> {
    let cx = cx(f, viewer(f, who));
    read(f, move |tx| audit::acts(tx, &cx, &wanted, None, 1_000)).acts
}

/// What happened, by the words of the history.
fn words(acts: &[Act]) -> Vec<&'static str> {
    let word = |act: &Act| match &act.what {
        What::Company(event) => EventKind::from(event).code(),
        What::Access(event) => domain::access::EventKind::from(event).code(),
    };
    acts.iter().map(word).collect()
}

fn checked(f: &Fixture) -> app::check::Checked {
    read(f, |tx| app::check::rows(tx))
}

each_db! {
    fn an_auditor_finds_who_did_what(f) {
        let world = World::new(f);
        let (it, hr, admin) = (world.it, world.hr, world.admin);
        let finance = world.member("Финансы", hr, Some(Role::Finance));
        let auditor = world.member("Аудитор", hr, Some(Role::Auditor));
        let anna = world.member("Анна", it, None);
        f.clock.advance_seconds(60);
        world.as_admin(move |tx, cx| grant_role(tx, cx, anna, Role::Provider, Some(it))).unwrap();
        f.clock.advance_seconds(60);
        let mut from = cx(f, viewer(f, finance));
        from.network = Some("192.0.2.0/24".into());
        run(f, &from, move |tx, cx| issue_budget(tx, cx, it, "2026-11".parse().unwrap(), 90_000_000)).unwrap();

        let all = acts(f, auditor, everything());
        assert_eq!(all[0].network.as_deref(), Some("192.0.2.0/24"), "money tells its network like the rest");
        assert_eq!(words(&all[..2]), ["budget_issued", "role_granted"]);
        assert_eq!((all[0].envelope.actor.person(), all[0].unit, all[0].whom), (Some(finance), Some(it), None));
        assert!(matches!(all[0].what, What::Company(Event::BudgetIssued { amount: 90_000_000, .. })));
        assert_eq!((all[1].envelope.actor.person(), all[1].whom), (Some(admin), Some(anna)));

        let of = |wanted| words(&acts(f, admin, wanted)).into_iter().collect::<Vec<_>>();
        let anna_only = of(WantedActs { person: Some(anna), ..everything() });
        assert_eq!(anna_only, ["role_granted", "membership_started", "person_registered"]);
        let in_it = acts(f, admin, WantedActs { unit: Some(it), ..everything() });
        assert!(in_it.iter().all(|act| act.unit == Some(it)) && in_it.len() == 5, "{:?}", words(&in_it));
        let both = of(WantedActs { person: Some(anna), unit: Some(it), ..everything() });
        assert_eq!(both, ["role_granted", "membership_started"]);
        let budgets = WantedActs { kind: "company.budget_issued".into(), ..everything() };
        assert_eq!(of(budgets), ["budget_issued"]);
        let now = f.now();
        assert_eq!(of(WantedActs { from: now, ..everything() }), ["budget_issued"]);
        assert_eq!(of(WantedActs { from: now.plus_seconds(-60), to: now, ..everything() }), ["role_granted"]);

        let wanted = everything();
        for who in [anna, finance] {
            let (cx, wanted) = (cx(f, viewer(f, who)), wanted.clone());
            let refused = f.db.read_blocking(move |tx| audit::acts(tx, &cx, &wanted, None, 10));
            assert!(is_forbidden(&refused));
        }
        assert!(checked(f).is_clean());
    }

    fn pages_of_acts_go_on_where_they_ended(f) {
        let world = World::new(f);
        for n in 0..7 {
            // Several at the same moment.
            f.clock.advance_seconds(i64::from(n % 2));
            world.person(&format!("Человек {n}"));
        }
        let whole = acts(f, world.admin, everything());
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let (cx, wanted) = (world.cx(), everything());
            let page = read(f, move |tx| audit::acts(tx, &cx, &wanted, after, 3));
            assert!(page.acts.len() <= 3);
            paged.extend(page.acts);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(paged, whole);
        let moments: Vec<_> = whole.iter().map(|act| act.envelope.recorded_at).collect();
        assert!(moments.is_sorted_by(|one, other| one >= other));
    }

    fn what_replaces_something_says_what_that_was(f) {
        let world = World::new(f);
        let (it, hr) = (world.it, world.hr);
        for parent in [Some(hr), None] {
            f.clock.advance_seconds(60);
            world.as_admin(move |tx, cx| app::company::move_unit(tx, cx, it, parent)).unwrap();
        }
        let found = acts(f, world.admin, everything());
        let before = |at: usize| match &found[at].before {
            Some(What::Company(Event::UnitMoved { parent, .. })) => *parent,
            other => panic!("{other:?}"),
        };
        assert_eq!(before(0), Some(hr));
        assert_eq!(found[1].before, None, "the first of its kind");
    }

    fn a_link_that_others_make_is_told_to_its_owner(f) {
        let world = World::new(f);
        let anna = world.member("Анна", world.it, None);
        let secret = Secret::new([9; 32]);
        let (kept, id) = (secret.clone(), secret.id());
        let mut by_admin = world.cx();
        by_admin.network = Some("192.0.2.0/24".into());
        run(f, &by_admin, move |tx, cx| identity::issue_setup(tx, cx, anna, Some("anna"), &kept)).unwrap();
        let cx = cx(f, viewer(f, anna));
        let own = {
            let cx = cx.clone();
            read(f, move |tx| audit::own_acts(tx, &cx, Instant::from_millis(0), 10)).acts
        };
        let expires_at = f.now().plus_seconds(identity::SETUP_SECONDS);
        assert_eq!(own[0].what, What::Access(Access::LinkMade { link: id, expires_at, by: Some(world.admin) }));
        assert_eq!(own[0].envelope.actor.person(), Some(world.admin));
        assert_eq!(own[0].network, None, "where an administrator sits is not theirs to know");
        let seen = acts(f, world.admin, WantedActs { person: Some(anna), ..everything() });
        assert_eq!(seen[0].network.as_deref(), Some("192.0.2.0/24"));

        world.as_admin(move |tx, cx| identity::revoke_setup(tx, cx, anna)).unwrap();
        world.as_admin(move |tx, cx| identity::revoke_setup(tx, cx, anna)).unwrap();
        let seen = acts(f, world.admin, WantedActs { person: Some(anna), ..everything() });
        assert_eq!(words(&seen[..2]), ["link_revoked", "link_made"], "once");
        let now = f.now();
        assert!(f.db.read_blocking(move |tx| identity::setup_login(tx, &secret, now)).is_err());
        assert!(checked(f).is_clean());
    }

    fn what_one_does_to_others_crowds_nothing_out_of_ones_own_page(f) {
        let world = World::new(f);
        let admin = world.admin;
        world.as_admin(move |tx, cx| identity::end_of_person(tx, cx, admin)).unwrap();
        let secret = Secret::new([9; 32]);
        world.as_admin(move |tx, cx| identity::issue_setup(tx, cx, admin, Some("olga"), &secret)).unwrap();
        for n in 0..12 {
            f.clock.advance_seconds(1);
            world.person(&format!("Человек {n}"));
        }
        let cx = world.cx();
        let own = read(f, move |tx| audit::own_acts(tx, &cx, Instant::from_millis(0), 10)).acts;
        assert_eq!(words(&own[..1]), ["link_made"]);
        assert!(own.iter().all(|act| act.whom == Some(admin)));
    }

    fn switching_off_ends_sessions_and_links_for_good(f) {
        let world = World::new(f);
        let anna = world.member("Анна", world.it, None);
        let (session, link) = (Secret::new([5; 32]), Secret::new([6; 32]));
        let (kept, given) = (session.clone(), link.clone());
        world
            .by(anna, move |tx, cx| identity::open(tx, cx, anna, &kept, "Test", Way::Password).map(|_| ()))
            .unwrap();
        world.as_admin(move |tx, cx| identity::issue_setup(tx, cx, anna, Some("anna"), &given)).unwrap();
        for on in [false, true] {
            world.as_admin(move |tx, cx| switch(tx, cx, anna, on)).unwrap();
        }
        let now = f.now();
        assert!(f.db.read_blocking(move |tx| identity::live(tx, &session, now)).unwrap().is_none());
        assert!(f.db.read_blocking(move |tx| identity::setup_login(tx, &link, now)).is_err());
        let mut seen = words(&acts(f, world.admin, WantedActs { person: Some(anna), ..everything() }));
        seen.truncate(6);
        seen.sort_unstable();
        let told = ["link_made", "link_revoked", "sessions_ended", "signed_in", "switched_off", "switched_on"];
        assert_eq!(seen, told);
        assert!(checked(f).is_clean());
    }

    fn administrators_end_the_sessions_of_others(f) {
        let world = World::new(f);
        let anna = world.member("Анна", world.it, Some(Role::UnitHead));
        for n in [1, 2] {
            let kept = Secret::new([n; 32]);
            world
                .by(anna, move |tx, cx| identity::open(tx, cx, anna, &kept, "Test", Way::Password).map(|_| ()))
                .unwrap();
        }
        let admin = world.admin;
        assert!(is_forbidden(&world.by(anna, move |tx, cx| identity::end_of_person(tx, cx, admin))));
        assert_eq!(world.as_admin(move |tx, cx| identity::end_of_person(tx, cx, anna)).unwrap(), 2);
        let seen = acts(f, world.admin, WantedActs { person: Some(anna), ..everything() });
        assert_eq!(seen[0].what, What::Access(Access::SessionsEnded { count: 2, kept: None }));
    }

    fn networks_and_failures_are_forgotten_after_half_a_year(f) {
        let world = World::new(f);
        let mut cx = world.cx();
        cx.network = Some("192.0.2.0/24".into());
        run(f, &cx, |tx, cx| audit::take_away(tx, cx, Taken::Journal, None, None)).unwrap();
        let hour = f.now();
        let failed = FailedSignIn {
            hour,
            login: "00".into(),
            network: "198.51.100.0/24".into(),
            person: Some(world.admin),
            count: 1,
        };
        for _ in 0..3 {
            let failed = failed.clone();
            f.db.write_blocking(move |tx| act::count_failed(tx, &failed)).unwrap();
        }
        let network = || acts(f, world.admin, everything())[0].network.clone();
        let failures = || {
            let cx = world.cx();
            read(f, move |tx| audit::own_failures(tx, &cx, Instant::from_millis(0)))
        };
        assert_eq!(network().as_deref(), Some("192.0.2.0/24"));
        assert_eq!(failures(), [FailedSignIn { count: 3, ..failed }]);
        for (days, kept) in [(180, true), (181, false)] {
            let now = hour.plus_seconds(days * 86_400);
            f.db.write_blocking(move |tx| identity::sweep(tx, now)).unwrap();
            assert_eq!((network().is_some(), failures().len()), (kept, usize::from(kept)));
        }
        assert_eq!(words(&acts(f, world.admin, everything())[..1]), ["took_away"], "the act stays");
    }

    fn people_are_found_by_name_mail_and_login(f) {
        let world = World::new(f);
        let anna = world.member("Анна Белова", world.it, None);
        world.member("Борис Белов", world.it, None);
        let secret = Secret::new([9; 32]);
        let find = |words: &'static str| {
            let cx = world.cx();
            read(f, move |tx| audit::find_people(tx, &cx, words, 20))
        };
        assert_eq!(find("анна"), [(anna, "Анна Белова".to_owned())]);
        assert_eq!(find("БЕЛОВ").len(), 2);
        assert_eq!(find("olga@EXAMPLE").len(), 1);
        assert_eq!(find("никто"), []);
        world.as_admin(move |tx, cx| identity::issue_setup(tx, cx, anna, Some("belova"), &secret)).unwrap();
        assert_eq!(find("belova"), [], "a login that is not theirs yet");
        let nobody = cx(f, Viewer::nobody());
        assert!(is_forbidden(&f.db.read_blocking(move |tx| audit::find_people(tx, &nobody, "а", 1))));
    }
}
