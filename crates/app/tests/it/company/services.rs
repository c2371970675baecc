//! Services: created, published, staged, found.

use app::AppError;
use app::company::*;
use app::tokens;
use domain::company::{Pricing, ServiceStage};
use domain::ids::{ServiceId, StreamId, UnitId};
use domain::localized::{Language, Localized};
use domain::permission::Role;
use domain::request::Class;
use store::IndexQuery;
use testkit::each_db;

use crate::world::*;

fn version(service: ServiceId) -> PublishServiceVersion {
    PublishServiceVersion {
        service,
        name: both("Справка с места работы"),
        lead: both("Для банка и визы"),
        for_whom: Localized::default(),
        problem: Localized::default(),
        outcome: both("Бумага с печатью"),
        included: Localized::default(),
        excluded: Localized::default(),
        criteria: vec![
            CriterionInput { id: None, text: both("Печать стоит") },
            CriterionInput::default(),
            CriterionInput { id: None, text: both("Сумма верна") },
        ],
        pricing: Pricing::Fixed { price: 0 },
        client_seconds: 300,
        ready: true,
        obligatory: true,
        class: Class::Open,
        promise: None,
        delivery_days: Some(300),
        audience: std::collections::BTreeSet::new(),
        seen: None,
    }
}

fn published(world: &World<'_>, unit: UnitId, code: &'static str) -> ServiceId {
    let id = world.as_admin(move |tx, cx| create_service(tx, cx, unit, code)).unwrap();
    world.as_admin(move |tx, cx| publish_service_version(tx, cx, version(id))).unwrap();
    id
}

fn found(f: &testkit::Fixture, stem: &'static str, audience: String) -> Vec<uuid::Uuid> {
    read(f, move |tx| {
        let term = text::analyse(stem).terms;
        let query = IndexQuery { audience: vec![audience.clone()], ..IndexQuery::all(term) };
        Ok(tx.index_search(&query)?)
    })
}

each_db! {
    fn a_service_is_created_published_and_offered(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let hr = world.hr;
        let owner = world.member("Вера", hr, Some(Role::ServiceOwner));
        let stranger = world.member("Игорь", world.it, Some(Role::ServiceOwner));
        let create = move |tx: &mut dyn store::Tx, cx: &mut app::Cx| create_service(tx, cx, hr, "Certificate");
        assert!(is_forbidden(&world.by(stranger, create)));
        let one = cx(f, viewer(f, owner));
        let id = run(f, &one, create).unwrap();
        assert_eq!(run(f, &one, create).unwrap(), id, "the same command is done once");
        assert_eq!(problems(world.by(owner, create)), ["code: field-taken"]);
        let stage = move |stage| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| change_stage(tx, cx, id, stage);
        assert_eq!(problems(world.by(owner, stage(ServiceStage::Live))), ["stage: service-unpublished"]);

        let publish = move |tx: &mut dyn store::Tx, cx: &mut app::Cx| publish_service_version(tx, cx, version(id));
        assert!(is_forbidden(&world.by(stranger, publish)));
        let two = cx(f, viewer(f, owner));
        let first = run(f, &two, publish).unwrap();
        assert_eq!(run(f, &two, publish).unwrap(), first);
        // An idea is seen by its unit alone.
        let (theirs, own) = (viewer(f, stranger), viewer(f, owner));
        let hidden = f.db.read_blocking(move |tx| service_by_code(tx, &theirs, "certificate"));
        assert!(matches!(hidden, Err(AppError::Missing("service"))));
        let seen = read(f, move |tx| service_by_code(tx, &own, "certificate"));
        let offered = seen.offered.unwrap();
        assert_eq!(offered.version.criteria.len(), 2);
        assert_eq!(offered.texts.criteria[1].text(Language::Ru), "Сумма верна");
        assert_eq!(offered.version.promise, world.started.promise);
        let theirs = viewer(f, stranger);
        assert!(read(f, move |tx| orderable(tx, &theirs, id)).is_none());

        assert!(is_forbidden(&world.by(stranger, stage(ServiceStage::Live))));
        world.by(owner, stage(ServiceStage::Live)).unwrap();
        let theirs = viewer(f, stranger);
        let order = read(f, move |tx| orderable(tx, &theirs, id)).unwrap();
        assert_eq!((order.unit, order.version.id), (hr, first));
        assert_eq!(problems(world.by(owner, stage(ServiceStage::Idea))), ["stage: service-idea-again"]);

        // The next version keeps the criteria it names.
        let kept = order.version.criteria[0];
        let seen = read(f, move |tx| version_of(tx, StreamId(id.0)));
        let next = move |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            let mut new = version(id);
            new.criteria[0].id = Some(kept);
            new.criteria[2].id = Some(kept);
            new.seen = Some(seen);
            publish_service_version(tx, cx, new)
        };
        let second = world.by(owner, next).unwrap();
        assert!(matches!(world.by(owner, next), Err(AppError::Changed { .. })));
        let facts = read(f, move |tx| service_version(tx, second));
        assert_eq!((facts.number, facts.criteria[0]), (2, kept));
        assert_ne!(facts.criteria[1], kept, "one id is one criterion");
        assert_eq!(read(f, move |tx| service_versions(tx, id)).len(), 2);
        let (reference, unit) = read(f, move |tx| current_version(tx, stranger, id));
        assert_eq!((reference.version, unit), (second, hr));
        assert_eq!(read(f, move |tx| service_version(tx, first)).number, 1, "the old one stays");
    }

    fn terms_that_contradict_each_other_are_told(f) {
        let world = World::new(f);
        let it = world.it;
        let id = world.as_admin(move |tx, cx| create_service(tx, cx, it, "field")).unwrap();
        let check = |change: fn(&mut PublishServiceVersion)| {
            let mut new = version(id);
            change(&mut new);
            problems(world.as_admin(move |tx, cx| publish_service_version(tx, cx, new.clone())))
        };
        assert_eq!(
            check(|new| new.pricing = Pricing::Estimated),
            ["pricing: service-ready-price", "pricing: service-obligatory-free"]
        );
        assert_eq!(check(|new| new.pricing = Pricing::Fixed { price: 1 }), ["pricing: service-obligatory-free"]);
        assert_eq!(check(|new| new.criteria.clear()), ["criteria: field-required"]);
        assert_eq!(check(|new| new.delivery_days = None), ["delivery_days: field-required"]);
        assert_eq!(check(|new| new.delivery_days = Some(999_999)), ["delivery_days: field-too-large"]);
        assert_eq!(check(|new| new.client_seconds = -1), ["client_seconds: field-negative"]);
        assert_eq!(
            check(|new| { new.obligatory = false; new.pricing = Pricing::Fixed { price: i64::MAX } }),
            ["price: field-too-large"]
        );
        assert_eq!(
            check(|new| { new.name = Localized::default(); new.outcome = Localized::default() }),
            ["name: field-required", "outcome: field-required"]
        );
        assert_eq!(
            check(|new| new.promise = Some(domain::ids::PromiseId(uuid::Uuid::from_u128(3)))),
            ["promise: field-not-found"]
        );
        assert_eq!(
            check(|new| new.criteria = vec![CriterionInput { id: None, text: both("x") }; 101]),
            ["criteria: field-too-many"]
        );
        assert_eq!(
            check(|new| new.lead.en = Some("x".repeat(301))),
            ["lead_en: field-too-long"]
        );
    }

    fn services_are_found_by_those_who_may_see_them(f) {
        let world = World::new(f);
        let id = published(&world, world.hr, "certificate");
        let own = tokens::unit(world.hr);
        assert!(found(f, "справки", tokens::EVERYBODY.into()).is_empty());
        assert_eq!(found(f, "справки", own.clone()), [id.0]);
        let stage = move |stage| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| change_stage(tx, cx, id, stage);
        world.as_admin(stage(ServiceStage::Pilot)).unwrap();
        assert_eq!(found(f, "банку", tokens::EVERYBODY.into()), [id.0]);
        world.as_admin(stage(ServiceStage::Retired)).unwrap();
        assert!(found(f, "справки", tokens::EVERYBODY.into()).is_empty() && found(f, "справки", own).is_empty());
        world.as_admin(stage(ServiceStage::Live)).unwrap();
        assert_eq!(found(f, "справки", tokens::EVERYBODY.into()), [id.0]);
    }

    fn a_storefront_shows_what_can_be_ordered(f) {
        let world = World::new(f);
        let (hr, it) = (world.hr, world.it);
        let vera = world.member("Вера", hr, Some(Role::UnitHead));
        let ivan = world.member("Иван", it, None);
        let live = published(&world, hr, "live");
        let idea = published(&world, hr, "idea");
        let retired = published(&world, hr, "retired");
        world.as_admin(move |tx, cx| change_stage(tx, cx, live, ServiceStage::Live)).unwrap();
        world.as_admin(move |tx, cx| change_stage(tx, cx, retired, ServiceStage::Retired)).unwrap();
        let page = |person| {
            let context = cx(f, viewer(f, person));
            read(f, move |tx| storefront(tx, &context, "hr"))
        };
        let theirs = page(ivan);
        assert_eq!(theirs.unit.id, hr);
        assert_eq!(theirs.people.len(), 1);
        assert_eq!((theirs.people[0].name.as_str(), &theirs.people[0].roles), ("Вера", &[Role::UnitHead].into()));
        assert_eq!(theirs.services.iter().map(|(service, _)| service.id).collect::<Vec<_>>(), [live]);
        assert!(theirs.ideas.is_empty());
        assert_eq!(page(vera).ideas.iter().map(|service| service.id).collect::<Vec<_>>(), [idea]);
        assert_eq!(read(f, |tx| services(tx, None, 100)).len(), 3);
        let nobody = cx(f, domain::permission::Viewer::nobody());
        let hidden = f.db.read_blocking(move |tx| storefront(tx, &nobody, "hr"));
        assert!(matches!(hidden, Err(AppError::Missing("unit"))));
    }

    fn a_unit_with_services_on_offer_does_not_close(f) {
        let world = World::new(f);
        let hr = world.hr;
        let id = published(&world, hr, "certificate");
        world.as_admin(move |tx, cx| change_stage(tx, cx, id, ServiceStage::Live)).unwrap();
        let outcome = world.as_admin(move |tx, cx| close_unit(tx, cx, hr));
        assert_eq!(problems(outcome), ["unit: unit-has-services"]);
        world.as_admin(move |tx, cx| change_stage(tx, cx, id, ServiceStage::Retired)).unwrap();
        world.as_admin(move |tx, cx| close_unit(tx, cx, hr)).unwrap();
        let outcome = world.as_admin(move |tx, cx| change_stage(tx, cx, id, ServiceStage::Live));
        assert_eq!(problems(outcome), ["unit: unit-closed"]);
    }
}
