use super::*;
use crate::stem::{groups, is_stop, stem};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Two hundred everyday words of company services.
const WORDS: &str = "
    аванс авария автобус адрес аккаунт акция анализ аналитик анкета аренда архив база банк баннер безопасность бланк
    блокнот больничный бонус бронирование бумага бухгалтер бюджет вагон вакансия ведомость видео виза витрина вложение
    вопрос восстановление встреча выборка выгрузка выписка выплата гарантия гостиница график группа данные дашборд
    двигатель дверь декларация деньги департамент деталь диагностика диплом директор дисциплина документ договор
    доверенность должность доставка доступ жалоба железо журнал задача задержка заказ закупка замена запись зарплата
    заявка заявление звонок знание изменение изучение инвентарь инструкция инструмент интервью интернет исследование
    кабинет кадры календарь камера кампания карта картридж касса качество клавиатура клиент ключ книга кодекс коллега
    командировка комиссия компания компьютер конкурс консультация контракт конференция коридор корпорация кредит курс
    кухня лампа лекция лицензия логотип макет маркетинг мастер материал мебель медосмотр менеджер место метка модель
    монитор мышь название назначение наставник настройка наушники недостача ноутбук нумерация обед оборудование обучение
    объявление окно оператор оплата опрос отдел отзыв отпуск отчёт оценка очередь ошибка папка пароль парковка партнёр
    паспорт перевод переезд перенос переписка печать письмо план платёж подарок поддержка подписка подпись поездка
    поиск поле политика помещение помощь поручение поставка почта право праздник практика презентация премия претензия
    приглашение приказ приложение принтер проверка программа продажа продление проект прогноз пропуск протокол процесс путешествие работа
    расписание рассылка расход реклама ремонт";

fn finds(query: &str, text: &str) -> bool {
    Query::parse(query).matches(&analyse(text))
}

#[test]
fn russian_forms_find_each_other() {
    assert!(finds("уходит аналитик ", "Помогите: уход аналитика в пятницу"));
    assert!(finds("уход аналитика ", "Уходит аналитик"));
    assert!(finds("справку ", "Получить справки о доходах"));
    assert!(finds("справки ", "Нужна справка в банк"));
    assert!(finds("договоры ", "Проверка договора с поставщиком"));
    assert!(!finds("справку ", "Отпуск за свой счёт"));
}

#[test]
fn english_forms_find_each_other() {
    assert!(finds("ordering laptops ", "Order a laptop"));
    assert!(finds("invoice approvals ", "Approve invoices: approval in a day"));
    assert!(!finds("laptop ", "Legal advice"));
}

#[test]
fn yo_accents_and_two_part_letters_do_not_matter() {
    assert!(finds("отчет ", "Отчёт о продажах") && finds("отчёт ", "ОТЧЕТ"));
    // A stress mark, the letters й and ё written as two characters, and a soft hyphen inside a word.
    assert!(finds("замок ", "за\u{301}мок"));
    assert!(finds("партнёрский ", "партне\u{308}рскии\u{306}"));
    assert!(finds("справка ", "спра\u{ad}вка"));
    assert!(finds("resume ", "Résumé"));
}

#[test]
fn synonyms_find_each_other() {
    for (query, text) in [
        ("шёл", "идёт"),
        ("люди", "человек"),
        ("ПК", "Компьютер для разработчика"),
        ("зп", "Справка о зарплате"),
        ("laptop", "Ноутбук новому сотруднику"),
        ("notebook", "laptops"),
        ("people", "a person"),
        ("went", "go"),
        ("1c", "Доступ в 1С"),
        ("IT", "Отдел ИТ"),
    ] {
        assert!(finds(&format!("{query} "), text), "{query} should find {text}");
    }
    assert!(!finds("отгул ", "Отпуск"));
}

#[test]
fn no_stem_stands_in_two_groups_and_every_group_is_needed() {
    let mut standing: BTreeMap<String, Vec<&Vec<String>>> = BTreeMap::new();
    let groups = groups();
    assert!(groups.len() >= 60);
    for group in &groups {
        let stems: BTreeSet<_> = group.iter().map(|word| stem(word)).collect();
        assert!(stems.len() > 1, "stemming alone joins {group:?}");
        for stem in stems {
            standing.entry(stem).or_default().push(group);
        }
        for word in group {
            assert!(!is_stop(word), "{word} is a stop word");
        }
    }
    let twice: Vec<_> = standing.iter().filter(|(_, groups)| groups.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
}

#[test]
fn inner_digits_and_mixed_scripts_stay_whole() {
    let analysis = analyse("Доступ в 1С, CRM2 и e-mail; онлайн-курс №5, МФУ-xerox");
    assert_eq!(
        analysis.words,
        ["доступ", "в", "1с", "crm2", "и", "e", "mail", "онлайн", "курс", "5", "мфу", "xerox"]
    );
    assert!(!analysis.terms.contains(&"и".to_owned()));
    assert!(finds("crm2 ", "поле в CRM2") && !finds("crm3 ", "поле в CRM2"));
}

#[test]
fn terms_and_words_come_once_each() {
    let analysis = analyse("Справка, справки, СПРАВКУ; справка");
    assert_eq!(analysis.terms, ["справк"]);
    assert_eq!(analysis.words, ["справка", "справки", "справку"]);
}

#[test]
fn every_beginning_of_two_hundred_words_finds_the_word() {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    assert_eq!(words.len(), 200);
    for word in words {
        let analysis = analyse(&format!("Услуга: {word}!"));
        for (end, c) in word.char_indices() {
            let typed = &word[..end + c.len_utf8()];
            assert!(Query::parse(typed).matches(&analysis), "{typed} should find {word}");
            assert!(Query::parse(&format!("услуга {}", typed.to_uppercase())).matches(&analysis), "{typed}");
        }
    }
}

#[test]
fn only_a_last_word_still_being_typed_is_a_beginning() {
    assert!(finds("спра", "справка") && !finds("спра ", "справка") && !finds("спра.", "справка"));
    assert!(!finds("спра отпуск", "справка отпуск"));
    let query = Query::parse("Новая заявка на нау");
    assert_eq!(query.terms().collect::<Vec<_>>(), ["нов", "заявк"]);
    assert_eq!(query.prefix().map(|part| part.word.as_str()), Some("нау"));
    // Invisible characters after the word do not end it.
    assert!(Query::parse("спра\u{200b}").prefix().is_some());
}

#[test]
fn stop_words_do_not_restrict() {
    assert!(finds("мне нужна справка для банка ", "Справка в банк"));
    assert!(finds("справка на", "Справка в банк"));
    assert!(Query::parse("как это ").is_empty());
    assert!(!finds("", "Справка") && !finds("!!! ", "Справка"));
    // A stop word alone and unfinished may become another word.
    assert!(finds("на", "Наушники"));
}

#[test]
fn hits_are_marked_as_they_stand() {
    let marked = |text: &str, query: &str| {
        let query = Query::parse(query);
        highlight(text, &query)
            .into_iter()
            .map(|(range, hit)| (text[range].to_owned(), hit))
            .collect::<Vec<_>>()
    };
    let own = |parts: &[(&str, bool)]| {
        parts.iter().map(|(text, hit)| ((*text).to_owned(), *hit)).collect::<Vec<_>>()
    };
    assert_eq!(
        marked("Нужны СПРАВКИ, отчёт", "справка отч"),
        own(&[("Нужны ", false), ("СПРАВКИ", true), (", ", false), ("отчёт", true),])
    );
    assert_eq!(marked("за\u{301}мок\u{301}!", "замок "), own(&[("за\u{301}мок\u{301}", true), ("!", false)]));
    assert_eq!(marked("ничего", "другое "), own(&[("ничего", false)]));
    assert_eq!(marked("", "другое "), own(&[]));
}

fn rank(title: &str, body: &str, query: &str) -> u64 {
    let (title, body) = (analyse(title), analyse(body));
    let fields = [Field { analysis: &title, weight: TITLE }, Field { analysis: &body, weight: BODY }];
    score(&fields, &Query::parse(query))
}

#[test]
fn titles_short_texts_and_full_coverage_rank_higher() {
    let query = "справка о доходах ";
    assert!(rank("Справка о доходах", "", query) > rank("Справка", "о доходах и расходах", query));
    assert!(rank("Услуга", "справка о доходах", query) > rank("Справка", "", "справка о доходах в банк "));
    let long = (0..500).map(|number| format!("слово{number} ")).collect::<String>();
    assert!(rank("Услуга", "справка", query) > rank("Услуга", &format!("справка {long}"), query));
    assert!(rank("Справка", "", "справка ") > rank("Справки", "", "справка "));
    assert!(rank("Справки", "", "справка ") > 0);
    assert!(rank("Справка", "", "справ") > 0);
    assert_eq!(rank("Отпуск", "ежегодный", query), 0);
    assert_eq!(rank("Отпуск", "ежегодный", ""), 0);
}

#[test]
fn hostile_text_is_just_text() {
    let bidi = "\u{202e}спра\u{2066}вка\u{2069}\u{202c}\u{0}\u{7}";
    assert_eq!(analyse(bidi).words, ["справка"]);
    assert!(finds("<script>alert(1)</script>", "script alert 1 script"));
    assert_eq!(analyse("\u{202e}\u{0}\u{feff}\u{301}"), Analysis::default());
    assert!(Query::parse("\u{202e}\u{0}").is_empty());
}

#[test]
fn ten_megabytes_are_read_up_to_the_limit() {
    let size = 10 << 20;
    let one_word = "я".repeat(size / 2);
    let analysis = analyse(&one_word);
    assert_eq!(analysis.words.len(), 1);
    assert_eq!(analysis.words[0].chars().count(), 64);
    let many: String = (0..1_000_000).map(|number| format!("слово{number} ")).collect();
    assert_eq!(analyse(&many).words.len(), MAX_TOKENS);
    let query = Query::parse(&many);
    assert!(query.parts().len() <= MAX_PARTS && query.prefix().is_none());
    let segments = highlight(&many, &Query::parse("слово1 слово999999 "));
    assert_eq!(segments.iter().filter(|(_, hit)| *hit).count(), 1);
    assert_eq!(segments.last().map(|(range, _)| range.end), Some(many.len()));
    for filler in ["\u{301}", "\u{0}", " ", "\u{202e}"] {
        assert_eq!(analyse(&filler.repeat(size / filler.len())), Analysis::default());
    }
}

proptest! {
    #[test]
    fn any_string_is_text(text in any::<String>(), other in any::<String>()) {
        let analysis = analyse(&text);
        for word in &analysis.words {
            prop_assert!(!word.is_empty());
        }
        prop_assert!(analysis.terms.len() <= analysis.words.len());
        for typed in [&text, &other] {
            let query = Query::parse(typed);
            let mut end = 0;
            let mut before = None;
            for (range, hit) in highlight(&text, &query) {
                prop_assert_eq!(range.start, end);
                prop_assert!(text.get(range.clone()).is_some_and(|segment| !segment.is_empty()));
                prop_assert!(before != Some(hit));
                end = range.end;
                before = Some(hit);
            }
            prop_assert_eq!(end, text.len());
            let field = Field { analysis: &analysis, weight: TITLE };
            prop_assert!(!query.matches(&analysis) || score(&[field], &query) > 0);
        }
    }

    #[test]
    fn words_find_themselves(words in proptest::collection::vec("[а-яёА-ЯЁ]{1,12}|[a-zA-Z0-9]{1,9}", 1..8)) {
        let text = words.join(", ");
        let query = Query::parse(&text);
        prop_assert!(query.is_empty() || query.matches(&analyse(&text)), "{:?}", query);
        let shouted = text.to_uppercase();
        prop_assert_eq!(analyse(&shouted).terms, analyse(&text).terms);
    }

    #[test]
    fn a_beginning_of_any_word_finds_it(word in "\\w{1,20}", cut in 1_usize..20) {
        let beginning: String = word.chars().take(cut).collect();
        let query = Query::parse(&beginning);
        prop_assert!(query.is_empty() || query.matches(&analyse(&word)), "{:?} {:?}", query, analyse(&word));
    }
}
