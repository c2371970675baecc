//! The history that is taken along: every form holds what its reader may have and nothing else, and reads back as what the pages tell of.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::world::World;
use crate::support::{Answer, Browser};
use domain::request::Class;
use flow::format::{Export, Gathered, Mapping, gather, open};
use scraper::{Html, Selector};
use testkit::each_db;
use web::server::Seat;

fn english(world: &World, seat: Seat) -> Browser {
    let mut browser = world.browser(seat);
    browser.cookies.insert("lang".to_owned(), "en".to_owned());
    browser
}

/// Reads a file with the product's own readers.
fn read(form: Export, file: &[u8]) -> Gathered {
    let mapping = match form {
        Export::Csv => Mapping::csv(),
        Export::Xes => Mapping::xes(),
        Export::OcelJson | Export::OcelXml | Export::OcelSqlite => Mapping::ocel(),
    };
    let mut source = open(file, &mapping.options()).unwrap();
    gather(&mut source, &mapping).unwrap()
}

/// The states of each request by its number.
fn told(read: &Gathered) -> BTreeMap<String, Vec<String>> {
    let states = |case| -> Vec<String> {
        let steps = read.log.steps(case);
        steps.activity.iter().map(|state| read.log.names.text(*state).to_owned()).collect()
    };
    read.log.cases().iter().map(|case| (case.key.to_string(), states(case))).collect()
}

fn header(answer: &Answer, name: &str) -> String {
    answer.headers[name].to_str().unwrap().to_owned()
}

/// The addresses of the files of a page, and how many requests and steps it says they hold.
fn offered(page: &Answer) -> (Vec<String>, usize, usize) {
    let html = Html::parse_document(&page.body);
    let of = |text: &str| Selector::parse(text).unwrap();
    let forms = of(".forms a[download]");
    let links = html.select(&forms).map(|link| link.attr("href").unwrap().to_owned());
    let count = html.select(&of("h1 + p")).next().unwrap().text().collect::<String>();
    let mut numbers = count.split(", ").map(|part| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    });
    (links.collect(), numbers.next().unwrap(), numbers.next().unwrap())
}

each_db! {
    fn each_reader_gets_what_is_theirs_in_every_form(f) {
        let world = World::new(f);
        let few = world.stated("Только своим", Some(Class::UnitOnly)).to_string();
        let (secret, known) = (world.secret.to_string(), world.number.to_string());
        let mut all = Vec::new();
        // Named on both; serves the unit; sees how the company flows.
        for (seat, hidden) in [
            (Seat::Handler, vec![]),
            (Seat::Provider, vec![&secret]),
            (Seat::Finance, vec![&secret, &few]),
            (Seat::Administrator, vec![&secret, &few]),
        ] {
            let mut browser = english(&world, seat);
            let page = browser.get("/u/it/flow/history?period=all");
            assert_eq!(page.status, 200, "{}", page.body);
            let (links, cases, steps) = offered(&page);
            assert_eq!(links.len(), 5, "{links:?}");
            let mut seen = BTreeSet::new();
            for (form, link) in Export::ALL.into_iter().filter_map(|form| {
                let end = format!("/{}?", form.extension());
                Some((form, links.iter().find(|link| link.contains(&end))?))
            }) {
                let file = browser.get(link);
                assert_eq!(file.status, 200, "{link}");
                assert_eq!(header(&file, "content-type"), form.media_type());
                let named = header(&file, "content-disposition");
                assert!(named.ends_with(&format!("it%20all%20time.{}", form.extension())), "{named}");
                let read = read(form, &file.bytes);
                assert_eq!(read.report.rejected, 0, "{form:?}");
                assert_eq!((read.log.cases().len(), read.log.events()), (cases, steps), "{form:?} {seat:?}");
                let told = told(&read);
                assert!(told.contains_key("INC8") && told.contains_key(&known), "{form:?} {seat:?}");
                for number in [&secret, &few] {
                    assert_eq!(told.contains_key(number), !hidden.contains(&number), "{form:?} {seat:?} {number}");
                }
                assert_eq!(told[&known][0], "new", "{form:?}");
                // Words and names of people are in no file.
                for words in ["Совсем тайное", "Только своим", "Нужно новое поле", "Resolver 3", "Анна"] {
                    let found = file.bytes.windows(words.len()).any(|bytes| bytes == words.as_bytes());
                    assert!(!found, "{form:?} {seat:?}: {words}");
                }
                seen.insert(format!("{told:?}"));
            }
            assert_eq!(seen.len(), 1, "every form tells the same");
            all.push(cases);
        }
        assert_eq!((all[0] - all[1], all[1] - all[2], all[2]), (1, 1, all[3]), "{all:?}");
    }
}

#[test]
fn the_choice_of_the_page_is_that_of_the_file() {
    let (_f, world) = World::sqlite();
    let mut browser = english(&world, Seat::UnitHead);
    // From the page of figures to the history, with its period and filters.
    let html = browser.get("/u/it/flow?period=own&from=2016-01-01&to=2026-02-28&priority=3%20-%20Moderate");
    let html = Html::parse_document(&html.body);
    let link = html.select(&Selector::parse(".tools a").unwrap()).next().unwrap();
    assert_eq!(link.text().collect::<String>(), "Download the history");
    let page = browser.get(link.attr("href").unwrap());
    let (links, cases, _) = offered(&page);
    let file = browser.get(&links[0]);
    assert!(header(&file, "content-disposition").ends_with("it%202016-01-01--2026-02-28.csv"));
    let read = read(Export::Csv, &file.bytes);
    assert!(cases > 0 && read.log.cases().len() == cases);
    let priority = |case: &flow::log::Case| read.log.names.text(case.priority) == "3 - Moderate";
    assert!(read.log.cases().iter().all(priority));
    let (_, all, _) = offered(&browser.get("/u/it/flow/history?period=all"));
    assert!(all > cases);
    // The company's and the service's; what is not there.
    let company = english(&world, Seat::Auditor).get("/flow/history/xes?period=all");
    assert!(header(&company, "content-disposition").contains("all%20time.xes"));
    let service = browser.get("/s/crm/flow/history/csv?period=all");
    assert!(header(&service, "content-disposition").contains("crm%20all%20time.csv"));
    let none = browser.get("/u/it/flow/history?period=own&from=2001-01-01&to=2001-01-31");
    assert!(none.says("Nothing to download"));
    let none = browser.get("/u/it/flow/history/csv?period=own&from=2001-01-01&to=2001-01-31");
    assert_eq!((none.status.as_u16(), none.body.lines().count()), (200, 1), "only the heading");
    assert_eq!(browser.get("/u/it/flow/history/exe").status, 404);
    assert_eq!(browser.get("/flow/history/csv").status, 403);
}
