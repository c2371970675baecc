//! People: registered, changed, members, roles, switched off.

use app::AppError;
use app::company::*;
use app::identity::{self, Secret};
use domain::ids::{PersonId, StreamId};
use domain::localized::Language;
use domain::permission::{Role, Viewer};
use testkit::each_db;
use uuid::Uuid;

use crate::world::*;

fn anna() -> RegisterPerson {
    RegisterPerson {
        person: NewPerson {
            name: " Анна\tПетрова ".into(),
            email: "Anna@Example.com".into(),
            position: "Инженер".into(),
        },
        language: Language::En,
        outside: false,
        identities: vec![Identity { source: HR.into(), external: "0017".into() }],
    }
}

each_db! {
    fn a_person_is_registered_once(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let register = |tx: &mut dyn store::Tx, cx: &mut app::Cx| register_person(tx, cx, anna());
        let one = world.cx();
        let person = run(f, &one, register).unwrap();
        assert_eq!(run(f, &one, register).unwrap(), person, "the same command is done once");
        assert_eq!(problems(world.as_admin(register)), ["external: field-taken"]);
        let known = Identity { source: HR.into(), external: "0017".into() };
        assert_eq!(read(f, move |tx| person_known_as(tx, &known)), Some(person));
        let unknown = Identity { source: "oidc".into(), external: "0017".into() };
        assert_eq!(read(f, move |tx| person_known_as(tx, &unknown)), None);
        let signed = read(f, move |tx| viewer_of(tx, person)).unwrap();
        assert_eq!(signed.me.name, "Анна Петрова");
        assert_eq!(signed.me.email.as_deref(), Some("anna@example.com"));
        assert_eq!((signed.me.language, signed.me.unit), (Language::En, None));
        assert!(signed.viewer.units.is_empty() && signed.viewer.grants.is_empty());
        let wrong = RegisterPerson {
            person: NewPerson { name: "\u{200E}\u{202E}".into(), email: "a@b".into(), position: "x".repeat(301) },
            identities: Vec::new(),
            ..anna()
        };
        // The left-to-right mark is a letter-like sign that some names need; an override is not.
        let outcome = world.as_admin(move |tx, cx| register_person(tx, cx, wrong.clone()));
        assert_eq!(problems(outcome), ["email: field-email", "position: field-too-long"]);
        assert!(is_forbidden(&world.by(person, register)));
        assert!(is_forbidden(&run(f, &cx(f, Viewer::nobody()), register)));
    }

    fn profiles_and_languages_change(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let person = world.person("Борис");
        let seen = read(f, move |tx| version_of(tx, StreamId(person.0)));
        let change = move |name: &'static str| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            let new = NewPerson { name: name.into(), email: String::new(), position: "Юрист".into() };
            change_profile(tx, cx, person, &new, Some(seen))
        };
        world.as_admin(change("Борис Б.")).unwrap();
        assert!(matches!(world.as_admin(change("Иной")), Err(AppError::Changed { .. })));
        assert!(is_forbidden(&world.by(person, change("Сам"))));
        let viewer = world.cx().viewer;
        let found = read(f, move |tx| app::company::person(tx, &viewer, person));
        assert_eq!((found.profile.name.as_str(), found.profile.position.as_deref()), ("Борис Б.", Some("Юрист")));
        let speak = |who| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| choose_language(tx, cx, who, Language::En);
        world.by(person, speak(person)).unwrap();
        world.by(person, speak(person)).unwrap();
        assert!(is_forbidden(&world.by(person, speak(world.admin))));
        assert_eq!(read(f, move |tx| viewer_of(tx, person)).unwrap().me.language, Language::En);
        let nobody = PersonId(Uuid::from_u128(77));
        assert!(matches!(world.as_admin(speak(nobody)), Err(AppError::Missing("person"))));
    }

    fn memberships_keep_their_dates(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let (it, hr) = (world.it, world.hr);
        let anna = world.person("Анна");
        let boss = world.member("Глава", it, Some(Role::UnitHead));
        let now = f.now();
        let joins = move |unit, manager, from| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            start_membership(tx, cx, StartMembership { person: anna, unit, manager, from })
        };
        let leaves = move |unit, at| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            end_membership(tx, cx, anna, unit, at)
        };
        assert_eq!(problems(world.as_admin(joins(it, None, Some(now.plus_seconds(1))))), ["at: field-in-future"]);
        assert_eq!(problems(world.as_admin(joins(it, Some(anna), None))), ["manager: person-own-manager"]);
        assert_eq!(problems(world.as_admin(leaves(it, None))), ["unit: person-not-member"]);
        world.as_admin(joins(it, None, Some(now.plus_seconds(-1000)))).unwrap();
        world.as_admin(joins(it, None, None)).unwrap();
        assert_eq!(
            problems(world.as_admin(joins(it, Some(boss), Some(now.plus_seconds(-2000))))),
            ["from: membership-overlaps"]
        );
        // Under another manager a new membership starts.
        world.as_admin(joins(it, Some(boss), Some(now.plus_seconds(-500)))).unwrap();
        world.as_admin(joins(hr, None, None)).unwrap();
        let me = read(f, move |tx| viewer_of(tx, anna)).unwrap();
        assert_eq!(me.viewer.units, [it, hr].into());
        assert_eq!(me.me.unit.unwrap().0, it, "the longest");
        assert_eq!(read(f, move |tx| unit_of(tx, anna)), Some(it));
        // Roles end with the membership.
        world.as_admin(move |tx, cx| grant_role(tx, cx, anna, Role::Provider, Some(it))).unwrap();
        assert!(read(f, move |tx| serves(tx, anna, it)));
        assert_eq!(
            problems(world.as_admin(leaves(it, Some(now.plus_seconds(-600))))),
            ["at: membership-overlaps"]
        );
        world.as_admin(leaves(it, None)).unwrap();
        assert!(!read(f, move |tx| serves(tx, anna, it)));
        assert_eq!(viewer(f, anna).units, [hr].into());
        assert!(is_forbidden(&world.by(boss, joins(it, None, None))));
        // Leaving and joining in one moment leaves sound rows.
        world.as_admin(joins(it, None, None)).unwrap();
        world.as_admin(leaves(it, None)).unwrap();
        world.as_admin(joins(it, None, None)).unwrap();
        let people = read(f, move |tx| people_of_unit(tx, it));
        assert_eq!(people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["Анна", "Глава"]);
    }

    fn roles_are_granted_and_revoked(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let (it, admin) = (world.it, world.admin);
        let anna = world.member("Анна", it, None);
        let grant = move |role, unit| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            grant_role(tx, cx, anna, role, unit)
        };
        let revoke = |who, role, unit| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            revoke_role(tx, cx, who, role, unit)
        };
        assert_eq!(problems(world.as_admin(grant(Role::Provider, None))), ["unit: role-unit"]);
        assert_eq!(problems(world.as_admin(grant(Role::Finance, Some(it)))), ["unit: role-unit"]);
        for role in Role::ALL {
            let unit = role.of_a_unit().then_some(it);
            if role != Role::Administrator {
                assert!(is_forbidden(&world.by(anna, grant(role, unit))), "{role:?}");
                world.as_admin(grant(role, unit)).unwrap();
                world.as_admin(grant(role, unit)).unwrap();
            }
        }
        assert_eq!(viewer(f, anna).grants.len(), 5);
        assert_eq!(read(f, move |tx| head_of(tx, it)), Some((anna, "Анна".to_owned())));
        assert_eq!(read(f, move |tx| providers_of(tx, it)), [(anna, "Анна".to_owned())]);
        world.as_admin(revoke(anna, Role::UnitHead, Some(it))).unwrap();
        world.as_admin(revoke(anna, Role::UnitHead, Some(it))).unwrap();
        assert_eq!(read(f, move |tx| head_of(tx, it)), None);
        let outcome = world.as_admin(revoke(admin, Role::Administrator, None));
        assert_eq!(problems(outcome), ["person: last-administrator"]);
        world.as_admin(grant(Role::Administrator, None)).unwrap();
        world.as_admin(revoke(admin, Role::Administrator, None)).unwrap();
        assert!(!viewer(f, admin).has(Role::Administrator, None));
    }

    fn outsiders_hold_no_role_of_the_company(f) {
        let world = World::new(f);
        let outsider = world
            .as_admin(|tx, cx| register_person(tx, cx, RegisterPerson { outside: true, ..anna() }))
            .unwrap();
        let outcome = world.as_admin(move |tx, cx| grant_role(tx, cx, outsider, Role::Finance, None));
        assert_eq!(problems(outcome), ["role: role-inside-only"]);
    }

    fn a_person_who_is_switched_off_is_nobody(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let (it, admin) = (world.it, world.admin);
        let anna = world.member("Анна", it, Some(Role::Provider));
        let turn = |who, on| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| switch(tx, cx, who, on);
        assert!(is_forbidden(&world.by(anna, turn(admin, false))));
        assert_eq!(problems(world.as_admin(turn(admin, false))), ["person: last-administrator"]);
        world.as_admin(turn(anna, false)).unwrap();
        world.as_admin(turn(anna, false)).unwrap();
        assert!(read(f, move |tx| viewer_of(tx, anna)).is_none());
        assert!(!read(f, move |tx| is_active(tx, anna)));
        assert!(!read(f, move |tx| serves(tx, anna, it)));
        assert!(read(f, move |tx| people_of_unit(tx, it)).is_empty());
        world.as_admin(turn(anna, true)).unwrap();
        assert!(viewer(f, anna).serves(it), "what they had comes back");
    }

    fn whoever_is_switched_off_and_on_again_signs_in_again(f) {
        let world = World::new(f);
        let anna = world.member("Анна", world.it, Some(Role::Provider));
        let secret = Secret::new([5; 32]);
        let (kept, asked) = (secret.clone(), secret);
        world.as_admin(move |tx, cx| identity::open(tx, cx, anna, &kept, "Test", domain::access::Way::Password).map(|_| ())).unwrap();
        let is_in = || {
            let (now, asked) = (f.now(), asked.clone());
            read(f, move |tx| identity::live(tx, &asked, now)).is_some()
        };
        assert!(is_in());
        for on in [false, true] {
            world.as_admin(move |tx, cx| switch(tx, cx, anna, on)).unwrap();
            assert!(!is_in());
        }
    }

    fn people_are_listed_page_by_page(f) {
        let world = World::new(f);
        let it = world.it;
        let names = ["Анна", "Борис", "Вера"];
        for name in names {
            f.clock.advance_seconds(1);
            world.member(name, it, Some(Role::Provider));
        }
        let viewer = world.cx().viewer;
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let viewer = viewer.clone();
            let page = read(f, move |tx| people(tx, &viewer, after, 2));
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            seen.extend(page);
        }
        let found: Vec<_> = seen.iter().map(|person| person.profile.name.as_str()).collect();
        assert_eq!(found, ["Ольга Админова", "Анна", "Борис", "Вера"]);
        assert_eq!(seen[1].units, [(it, None)]);
        assert_eq!(seen[1].roles, [(Role::Provider, Some(it))]);
        assert_eq!(seen[0].roles, [(Role::Administrator, None)]);
        let stranger = crate::world::viewer(f, seen[1].id);
        let refused = f.db.read_blocking(move |tx| people(tx, &stranger, None, 2));
        assert!(is_forbidden(&refused));
    }
}
