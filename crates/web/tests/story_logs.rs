//! The owner of a unit brings in the history of another system, in a browser, in both languages: uploads a file, says what its
//! columns mean, looks at what would come, imports it and goes on to the flow.

mod common;
mod support;

use app::logs::Told;
use common::company::{Company, LEGAL};
use common::{Served, words};
use domain::localized::Language;
use serde_json::json;
use store::repo::import_batch::{self, ImportState};
use support::wait;
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
    assert_eq!((*state, told.new, told.units, told.rejected), (ImportState::Done, 60, 2, 1));
    // It can be left and found again.
    b.go(&routes::logs());
    b.press("desk.csv");
    b.see(&say("log-state-done"));
    to_the_flow(&b, language);
}

fn to_the_flow(b: &Browser, language: Language) {
    assert!(b.says(&words(language, "log-to-flow")), "{}", b.text());
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
