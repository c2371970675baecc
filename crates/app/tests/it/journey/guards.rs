//! What the use cases refuse, and what they never do twice.

use app::AppError;
use app::requests::*;
use domain::request::*;
use domain::time::Clock;
use testkit::each_db;

use crate::journey::crm::Crm;
use crate::world::{cx, read, viewer};

each_db! {
    fn a_double_click_is_one_command(f) {
        let s = Crm::new(f);
        let new = NewStatement {
            text: "Доступ к отчётам".into(),
            target: Target::Unit(s.w.it),
            beneficiary: None,
            files: Vec::new(),
            parent: None,
            class: None,
        };
        let context = cx(f, viewer(f, s.anna));
        let once = |cx: &app::Cx| {
            let (new, cx) = (new.clone(), cx.clone());
            f.db.write_blocking(move |tx| state(tx, &mut cx.clone(), None, new.clone())).unwrap()
        };
        let first = once(&context);
        assert_eq!(once(&context), first);
        let mine = read(f, move |tx| lists::mine(tx, &context, true, None, 50));
        assert_eq!(mine.len(), 1);
    }

    fn a_stale_page_is_refused_and_a_message_is_not(f) {
        let s = Crm::new(f);
        let no = s.state(s.anna, s.w.it, "Нужно поле", None);
        let seen = s.request(no).seq;
        s.act(s.ilya, no, Input::Claim);
        let brief = s.brief(no, &["работает"]);
        let stale = s.w.by(s.ilya, {
            let brief = brief.clone();
            move |tx, cx| act(tx, cx, no, Some(seen), None, brief.clone())
        });
        assert!(matches!(stale, Err(AppError::Changed { .. })));
        let said = s.w.by(s.anna, move |tx, cx| {
            act(tx, cx, no, Some(seen), None, Input::Message { text: "Ещё одно".into(), files: Vec::new() })
        });
        assert!(said.is_ok());
    }

    fn a_foreign_request_does_not_exist(f) {
        let s = Crm::new(f);
        let no = s.state(s.anna, s.w.it, "Нужно поле", None);
        let foreign = s.try_act(s.lena, no, Input::Claim);
        assert!(matches!(foreign, Err(AppError::Missing("request"))));
        let context = cx(f, viewer(f, s.lena));
        let page = f.db.read_blocking(move |tx| page::page(tx, &context, no));
        assert!(matches!(page, Err(AppError::Missing("request"))));
    }

    fn a_hard_budget_refuses_and_says_what_is_free(f) {
        let s = Crm::new(f);
        let no = s.state(s.anna, s.w.it, "Дорогая переделка", None);
        s.act(s.ilya, no, Input::Claim);
        let brief = s.brief(no, &["работает"]);
        s.act(s.ilya, no, brief);
        s.act(s.anna, no, Input::ConfirmBrief { version: 1 });
        s.act(s.ilya, no, s.offer(no, &[(LineKind::Fixed, 64_000_001, &[])], 10));
        let offer = s.request(no).offers[0].id;
        let refused = s.try_act(s.anna, no, Input::Choose { offer, reason: "Надо".into() });
        match refused {
            Err(AppError::Budget(short)) => assert_eq!((short.free, short.needed), (64_000_000, 64_000_001)),
            other => panic!("{other:?}"),
        }
        assert_eq!(s.request(no).state, RequestState::Choosing, "nothing is half-applied");
    }

    fn a_service_that_costs_nothing_needs_no_budget(f) {
        let s = Crm::new(f);
        let no = s.state(s.lena, s.w.it, "Справка", None);
        s.act(s.ilya, no, Input::Claim);
        let brief = s.brief(no, &["готово"]);
        s.act(s.ilya, no, brief);
        s.act(s.lena, no, Input::ConfirmBrief { version: 1 });
        s.act(s.ilya, no, s.offer(no, &[], 5));
        let offer = s.request(no).offers[0].id;
        s.act(s.lena, no, Input::Choose { offer, reason: "Бесплатно".into() });
        s.act(s.ilya, no, Input::Deliver { note: "Готово".into(), files: Vec::new(), actuals: Vec::new() });
        s.act(s.lena, no, s.verdicts(no, &[]));
        assert_eq!(s.request(no).state, RequestState::Reviewing);
        assert_eq!(s.request(no).choice.unwrap().funding, Funding::Nothing);
    }

    fn silence_reminds_goes_up_and_lapses(f) {
        let s = Crm::new(f);
        let no = s.state(s.anna, s.w.it, "Нужно поле", None);
        s.act(s.ilya, no, Input::Claim);
        let brief = s.brief(no, &["работает"]);
        s.act(s.ilya, no, brief);
        for _ in 0..60 {
            s.pass_hours(24);
            let now = s.w.f.clock.now();
            let mut chance = 0_u8;
            let turned = app::work::turn(&f.db, uuid::Uuid::from_u128(9), now, || {
                chance += 1;
                let mut bytes = [chance; 32];
                bytes[..8].copy_from_slice(&now.millis().to_be_bytes());
                bytes
            });
            assert_eq!(turned.unwrap().failed, 0);
        }
        assert_eq!(s.request(no).state, RequestState::Cancelled, "nothing was agreed, so silence ends it");
        let page = s.page(s.anna, no);
        let kinds: Vec<_> = page.events.iter().map(|event| std::mem::discriminant(&event.event)).collect();
        let reminded = std::mem::discriminant(&Event::Reminded { nudge: 0 });
        assert!(kinds.contains(&reminded));
    }

    fn a_bidder_sees_the_brief_and_own_offers_only(f) {
        let s = Crm::new(f);
        let (no, _) = {
            let no = s.state(s.anna, s.w.it, "Тайное первое слово", None);
            s.act(s.ilya, no, Input::Claim);
            s.act(s.ilya, no, Input::Message { text: "Внутреннее".into(), files: Vec::new() });
            let brief = s.brief(no, &["работает"]);
            s.act(s.ilya, no, brief);
            s.act(s.anna, no, Input::ConfirmBrief { version: 1 });
            s.act(s.anna, no, Input::Invite { unit: s.integra });
            s.act(s.ilya, no, s.offer(no, &[(LineKind::Fixed, 100, &[])], 10));
            (no, ())
        };
        let page = s.page(s.pavel, no);
        assert_eq!(page.sight, page::Sight::Brief);
        assert!(page.events.is_empty() && page.request.offers.is_empty());
        assert!(page.texts.values().all(|text| !text.contains("Тайное") && !text.contains("Внутреннее")));
        let listed = {
            let context = cx(f, viewer(f, s.pavel));
            let unit = s.integra;
            read(f, move |tx| lists::bids(tx, &context, unit, None, 50))
        };
        assert_eq!(listed.len(), 1);
    }

    fn a_conversation_that_was_not_shared_stays_behind(f) {
        let s = Crm::new(f);
        let told = |share_history| {
            let no = s.state(s.anna, s.w.it, "Нужен договор", None);
            s.act(s.ilya, no, Input::Claim);
            s.act(s.ilya, no, Input::Ask { text: "Секретный вопрос".into() });
            s.act(s.anna, no, Input::Message { text: "Секретный ответ".into(), files: Vec::new() });
            let note = "Это к юристам".to_owned();
            s.act(s.ilya, no, Input::PassOn { to: s.legal, service: None, note, share_history });
            s.act(s.anna, no, Input::Message { text: "Добрый день".into(), files: Vec::new() });
            no
        };
        let reads = |page: &page::RequestPage, text: &str| page.texts.values().any(|known| known.contains(text));
        let alone = told(false);
        let page = s.page(s.lena, alone);
        for hidden in ["Секретный вопрос", "Секретный ответ"] {
            assert!(!reads(&page, hidden), "{hidden}");
        }
        assert!(page.request.questions.is_empty());
        assert!(reads(&page, "Нужен договор") && reads(&page, "Это к юристам") && reads(&page, "Добрый день"));
        assert!(reads(&s.page(s.anna, alone), "Секретный вопрос"), "the customer's own words stay theirs");
        assert!(reads(&s.page(s.ilya, alone), "Секретный вопрос"), "whoever handled it knows it");
        let together = told(true);
        assert!(reads(&s.page(s.lena, together), "Секретный вопрос"));
    }

    fn a_sub_request_tells_others_no_more_than_its_figures(f) {
        let s = Crm::new(f);
        let no = s.state(s.anna, s.w.it, "Нужно поле", None);
        s.act(s.ilya, no, Input::Claim);
        let child = s.state(s.ilya, s.legal, "Согласие на обработку", Some((no, None)));
        let seen = s.page(s.anna, no).children;
        assert_eq!((seen[0].number, seen[0].title.as_str(), seen[0].unit), (child, "", s.legal));
        assert_eq!(s.page(s.ilya, no).children[0].title, "Согласие на обработку");
    }

    fn search_finds_stems_of_own_requests_only(f) {
        let s = Crm::new(f);
        s.state(s.anna, s.w.it, "Уходит аналитик, нужна замена", None);
        let found = |person| {
            let context = cx(f, viewer(f, person));
            read(f, move |tx| app::search::find(tx, &context, "уход аналитика"))
        };
        assert_eq!(found(s.anna).requests.len(), 1);
        assert_eq!(found(s.ilya).requests.len(), 1, "the desk that serves it");
        assert_eq!(found(s.lena).requests.len(), 0);
    }
}
