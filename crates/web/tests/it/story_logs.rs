//! The owner of a unit brings in the history of another system, in a browser, in both languages: uploads a file, says what its
//! columns mean, looks at what would come, imports it and goes on to the flow.

use crate::common::company::{Company, LEGAL};
use crate::common::{Served, words};
use crate::support::wait;
use app::logs::Told;
use domain::localized::Language;
use serde_json::json;
use store::repo::import_batch::{self, ImportState};
use testkit::browser::{Browser, Look};
use testkit::{Fixture, each_db};
use web::routes;

/// Puts a file into a field as a hand would.
const FILE: &str = "const data = new DataTransfer();
data.items.add(new File([arguments[1]], arguments[2], {type: 'text/csv'}));
document.querySelector(arguments[0]).files = data.files;
return true;";

/// The log of a help desk. Every day is after the twelfth, so that no date can be read in two ways.
fn log() -> String {
    let mut text = String::from("Номер;Статус;Изменено;Группа;Исполнитель;Заявитель;Категория;Тема\n");
    for n in 0..60 {
        let (day, caller) = (13 + n % 15, n % 7);
        for (hour, state, team) in
            [(9, "Новая", "Первая линия"), (10, "В работе", "Вторая линия"), (16, "Закрыта", "Вторая линия")]
        {
            text.push_str(&format!(
                "З-{n};{state};{day:02}.10.2026 {hour:02}:15;{team};Мастер {};Коллега {caller};Договоры;Договор {n}\n",
                n % 4
            ));
        }
    }
    // A third of them goes back and forth between the teams for days.
    for n in (0..60).step_by(3) {
        for (day, state, team) in [
            (1, "Новая", "Первая линия"),
            (4, "В работе", "Вторая линия"),
            (8, "В работе", "Первая линия"),
            (11, "В работе", "Вторая линия"),
            (12, "Закрыта", "Вторая линия"),
        ] {
            text.push_str(&format!(
                "П-{n};{state};{:02}.09.2026 09:15;{team};Мастер 1;Коллега 1;Договоры;Договор {n}\n",
                12 + day
            ));
        }
    }
    text.push_str("З-99;Новая;когда-то;Первая линия;;Коллега 1;Договоры;Без даты\n");
    text
}

fn story(f: &Fixture, language: Language, script: bool) {
    let company = Company::new(f, language);
    let served = Served::new(&company.site);
    let code = if language == Language::Ru { "ru" } else { "en" };
    let Some(b) = served.browser(Look { script, language: code, ..Look::default() }) else { return };
    let say = |key: &str| words(language, key);
    served.sign_in(&b, company.elena);
    b.go(&routes::unit("legal"));
    b.press(&say("storefront-history"));
    b.arrive(&routes::logs());
    b.form(&routes::logs());
    b.pick("unit", company.say(LEGAL));
    b.fill("source", "Help Desk");
    b.script(FILE, vec![json!("#log-file"), json!(log()), json!("desk.csv")]);
    b.press(&say("log-upload"));
    b.see(&say("log-map-title"));
    // The mapping is guessed; a name is given to it.
    b.see("Заявитель");
    b.fill("name", "Help Desk");
    b.press(&say("log-mapping-save"));
    b.see(&say("notice-mapping-saved"));
    b.press(&say("log-check"));
    b.see(&say("log-try-title"));
    assert!(b.address().starts_with("/admin/import-log/try/"), "{}", b.address());
    b.press(&say("log-remarks-rows"));
    b.see("когда-то");
    assert!(of_legal(&company).is_empty(), "nothing has come yet");
    b.press(&say("log-take"));
    b.see(&say("log-step-done"));
    let told = of_legal(&company);
    assert_eq!(told.len(), 1);
    let (state, told) = &told[0];
    assert_eq!((*state, told.new, told.units, told.rejected), (ImportState::Done, 80, 2, 1));
    // It can be left and found again.
    b.go(&routes::logs());
    b.press("desk.csv");
    b.see(&say("log-state-done"));
    to_the_flow(&b, language);
}

/// From the report to the map, and from a finding to its requests.
fn to_the_flow(b: &Browser, language: Language) {
    b.press(&words(language, "log-to-flow"));
    b.arrive("/u/legal/flow");
    b.see("80");
    b.press(&words(language, "flow-map"));
    b.see("В работе");
    assert!(
        b.script("return document.querySelectorAll('main svg a').length;", Vec::new()).as_i64() > Some(3)
    );
    b.press(&words(language, "flow-findings"));
    b.see(&words(language, "finding-ping-pong"));
    let open =
        "const link = document.querySelector('.findings a'); return link && link.getAttribute('href');";
    let href = b.script(open, Vec::new());
    b.go(href.as_str().expect("a finding leads to its requests"));
    b.see("П-0");
}

/// The imports that there are.
fn of_legal(company: &Company) -> Vec<(ImportState, Told)> {
    let all = wait(company.site.read(|tx| Ok(import_batch::latest(tx, 10)?))).expect("a read");
    all.iter().map(|batch| (batch.state, Told::read(batch))).collect()
}

each_db! {
    fn a_history_comes_in_in_russian(f) {
        story(f, Language::Ru, true);
    }

    fn a_history_comes_in_in_english(f) {
        story(f, Language::En, true);
    }
}

#[test]
fn it_comes_in_without_scripts() {
    story(&Fixture::sqlite(), Language::Ru, false);
}
