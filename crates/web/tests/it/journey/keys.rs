//! The key of a form: a double click is one command; the same key from somebody else, with other words or elsewhere is none.

use testkit::each_db;

use web::server::Seat;

use crate::support::world::World;

each_db! {
    fn a_key_belongs_to_its_person_and_to_what_they_sent(f) {
        let world = World::new(f);
        let key = "018f0000-0000-7000-8000-0000000000aa";
        let ask = |browser: &mut crate::support::Browser, text: &str| {
            let csrf = browser.get("/ask").hidden("csrf").unwrap();
            browser.post("/ask", &[("csrf", &csrf), ("command", key), ("text", text)])
        };
        let mut one = world.browser(Seat::Customer);
        let mut other = world.browser(Seat::Colleague);
        let first = ask(&mut one, "Нужен отчёт о сделках");
        assert_eq!(first.status, 303, "{}", first.body);
        assert_eq!(ask(&mut one, "Нужен отчёт о сделках").location(), first.location(), "a double click");
        let foreign = ask(&mut other, "Нужен доступ к складу");
        assert_eq!(foreign.status, 303, "{}", foreign.body);
        assert_ne!(foreign.location(), first.location(), "nobody's words are dropped");
        assert!(other.get(foreign.location()).says("Нужен доступ к складу"));

        // With other words, and elsewhere: refused, with what was typed.
        let recorded = world.recorded();
        let changed = ask(&mut one, "Нужен отчёт о возвратах");
        assert_eq!(changed.status, 422, "{}", changed.body);
        assert!(changed.says("Эту форму уже отправляли") && changed.says("Нужен отчёт о возвратах"), "{}", changed.body);
        assert_ne!(changed.hidden("command").unwrap(), key, "it can be sent again");
        let say = format!("{}/message", first.location().split(['?', '#']).next().unwrap());
        let csrf = one.get("/ask").hidden("csrf").unwrap();
        let elsewhere = one.post(&say, &[("csrf", &csrf), ("command", key), ("text", "Ещё одно")]);
        assert_eq!(elsewhere.status, 422, "{}", elsewhere.body);
        assert!(elsewhere.says("Эту форму уже отправляли") && elsewhere.says("Ещё одно"), "{}", elsewhere.body);
        assert_eq!(world.recorded(), recorded, "nothing of it was done");
    }
}
