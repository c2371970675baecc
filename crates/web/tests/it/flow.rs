//! The pages of flow over a log whose figures are known: what a page says is what the log says, every figure opens to as many
//! requests, pictures come as files, words only for those who may read them.

use std::sync::Arc;

use crate::support::world::{LOG, World, gathered};
use crate::support::{Browser, wait};
use app::analytics::{Subject, Window, read, working_clock};
use app::logs::{Order, take};
use domain::actor::Channel;
use domain::localized::Language;
use domain::permission::Viewer;
use domain::time::Instant;
use flow::filter::View;
use flow::report::{Options, Report, report};
use scraper::{Html, Selector};
use web::server::Seat;

/// The report of everything that the sample unit served.
fn known(world: &World) -> Report {
    let (cx, unit, now) = (world.cx(Seat::UnitHead), world.providers, world.site.now());
    wait(world.site.read(move |tx| {
        let window = Window { from: Instant::from_millis(0), to: now.plus_seconds(1) };
        let flow = read(tx, &cx, Subject::Unit(unit), window, None, Language::En)?;
        let from = flow.log.cases().iter().map(|case| case.opened).min().unwrap();
        let clock = working_clock(tx, Some(unit), Instant::from_millis(from), window.to)?;
        Ok(report(&View::whole(&flow.log), now.millis(), &clock, &Options::default()))
    }))
    .unwrap()
}

fn english(world: &World, seat: Seat) -> Browser {
    let mut browser = world.browser(seat);
    browser.cookies.insert("lang".to_owned(), "en".to_owned());
    browser
}

/// The text and the address of every figure on top, by its label.
fn figures(body: &str) -> Vec<(String, String, String)> {
    let page = Html::parse_document(body);
    let select = |text: &str| Selector::parse(text).unwrap();
    let text = |element: scraper::ElementRef<'_>| element.text().collect::<String>().trim().to_owned();
    page.select(&select(".figs > div"))
        .map(|fig| {
            let label = text(fig.select(&select("dt")).next().unwrap());
            let link = fig.select(&select("dd > a")).next().unwrap();
            (label, text(link), link.attr("href").unwrap().to_owned())
        })
        .collect()
}

/// How many requests a list says it has, and how many rows can be paged through.
fn listed(browser: &mut Browser, path: &str) -> (u64, usize) {
    let (mut path, mut rows, mut said) = (Some(path.to_owned()), 0, None);
    while let Some(next) = path.take() {
        let answer = browser.get(&next);
        assert_eq!(answer.status, 200, "{next}");
        let page = Html::parse_document(&answer.body);
        let select = |text: &str| Selector::parse(text).unwrap();
        let count = page.select(&select("h1 + p")).next().unwrap().text().collect::<String>();
        let count: String = count.chars().take_while(char::is_ascii_digit).collect();
        said = said.or(count.parse().ok());
        rows += page.select(&select("#requests > tr")).count();
        path = page.select(&select("a[data-more]")).next().map(|more| more.attr("href").unwrap().to_owned());
    }
    (said.unwrap_or(0), rows)
}

#[test]
fn the_page_says_what_the_log_says_and_every_figure_opens() {
    let (_f, world) = World::sqlite();
    let known = known(&world);
    assert!(known.cases > 40 && known.findings.len() > 1, "{known:?}");
    let mut browser = english(&world, Seat::UnitHead);
    let answer = browser.get("/u/it/flow?period=all");
    assert_eq!(answer.status, 200);
    let figs = figures(&answer.body);
    let fig = |label: &str| {
        figs.iter().find(|(one, ..)| one == label).unwrap_or_else(|| panic!("{label} {figs:?}"))
    };
    let percent = |part: f64| {
        let text = format!("{:.1}", part * 100.0);
        format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
    };
    let closed = known.cases - known.open;
    let promised = 1.0 - known.promise_missed_share.unwrap();
    let moved = known.handoff_table[1..].iter().map(|line| line.requests).sum::<u64>();
    for (label, text, count) in [
        ("Requests", known.cases.to_string(), Some(known.cases)),
        ("Promise kept", percent(promised), Some(known.promise_given)),
        ("Ping-pong", percent(known.handoffs.came_back_share.unwrap()), Some(known.handoffs.came_back)),
        (
            "Solved by the first team",
            percent(known.handoffs.first_team_share.unwrap()),
            Some(known.handoffs.first_team),
        ),
        ("Reopened", percent(known.reopening.share.unwrap()), Some(known.reopening.reopened)),
        ("Arrived in the period", known.cases.to_string(), Some(known.cases)),
        (
            "Hand-offs per request",
            format!("{:.2}", known.handoffs.per_request.unwrap()).trim_end_matches('0').to_owned(),
            Some(moved),
        ),
    ] {
        let (_, shown, href) = fig(label);
        assert_eq!(*shown, text, "{label}");
        if let Some(count) = count {
            let rows = usize::try_from(count).unwrap();
            assert_eq!(listed(&mut browser, href), (count, rows), "{label}");
        }
    }
    let lead = known.lead_time_hours.unwrap();
    let (_, shown, href) = fig("Lead time, median");
    let hours: f64 = shown.split(['\u{a0}', ' ']).next().unwrap().parse().unwrap();
    let expected = if shown.ends_with('d') { lead.median / 24.0 } else { lead.median };
    assert!((hours - expected).abs() <= 0.05, "{shown}, not {}", lead.median);
    assert_eq!(listed(&mut browser, href).0, closed);
    assert!(answer.says("Group A") && answer.says("New → Active"), "teams and ways are told");
}

#[test]
fn findings_open_to_their_requests() {
    let (_f, world) = World::sqlite();
    let known = known(&world);
    let mut browser = english(&world, Seat::ServiceOwner);
    let answer = browser.get("/u/it/flow?period=all&view=findings");
    let page = Html::parse_document(&answer.body);
    let select = |text: &str| Selector::parse(text).unwrap();
    let shown: Vec<(String, String)> = page
        .select(&select(".findings .cost > a"))
        .map(|link| (link.text().collect(), link.attr("href").unwrap().to_owned()))
        .collect();
    assert_eq!(shown.len(), known.findings.len());
    for (finding, (text, href)) in known.findings.iter().zip(&shown) {
        assert!(text.starts_with(&finding.requests.to_string()), "{text}: {finding:?}");
        assert_eq!(listed(&mut browser, href).0, finding.requests, "{href}");
    }
}

#[test]
fn finance_sets_a_rate_and_others_see_money_but_never_the_rate() {
    let (_f, world) = World::sqlite();
    let findings = "/u/it/flow?period=all&view=findings";
    let mut head = english(&world, Seat::UnitHead);
    let before = head.get(findings);
    assert!(before.says("There is no money beside the hours") && !before.says("≈"), "{}", before.body);
    let mut finance = english(&world, Seat::Finance);
    assert!(finance.get("/admin/rates").says("No rates yet"));
    let unit = world.providers.to_string();
    let mut set = |rate: &str, day: &str| {
        let fields = [("unit", unit.as_str()), ("per_hour", rate), ("valid_from", day)];
        finance.send("/admin/rates", "/admin/rates", &fields)
    };
    // What is wrong is said beside its field, and what was typed stays.
    let wrong = set("free", "some day");
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.says("Write a number in digits, such as 12,400 or 12.5")
            && wrong.says("Write the date like this: 26.11.2026")
            && wrong.body.contains("value=\"free\"")
    );
    assert_eq!(set("1437", "2020-01-01").status, 303);
    let early = set("1500", "2019-12-31");
    assert!(early.status == 422 && early.says("a version that begins later"), "{}", early.body);
    assert_eq!(set("1438", "2020-01-01").status, 303);
    let page = finance.get("/admin/rates");
    assert!(page.says("₽1,438") && page.says("in force"), "{}", page.body);
    assert!(page.says("₽1,437") && page.says("replaced"), "{}", page.body);
    let after = head.get(findings);
    assert!(after.says("≈ ₽") && after.says("Money is the same hours"), "{}", after.body);
    assert!(!after.body.contains("1,438") && !after.body.contains("1438"));
    assert_eq!(head.get("/admin/rates").status, 404);
    assert!(!head.get("/").body.contains("/admin/rates") && finance.get("/").body.contains("/admin/rates"));
}

#[test]
fn pictures_are_files_and_read_without_eyes() {
    let (_f, world) = World::sqlite();
    let mut browser = english(&world, Seat::Auditor);
    for view in ["map", "chain", "scatter", "cumulative", "ageing", "arrivals"] {
        let header =
            |answer: &crate::support::Answer, name: &str| answer.headers[name].to_str().unwrap().to_owned();
        let svg = browser.get(&format!("/flow/picture.svg?period=all&view={view}"));
        assert_eq!(header(&svg, "content-type"), "image/svg+xml; charset=utf-8");
        let name = format!("attachment; filename=\"flow-company-{view}.svg\"");
        assert_eq!(header(&svg, "content-disposition"), name);
        assert!(svg.body.starts_with("<?xml") && svg.body.contains("<style>"), "{view}");
        for (open, close) in [("<title", "</title>"), ("<desc", "</desc>")] {
            let from = svg.body.find(open).unwrap_or_else(|| panic!("{view} has no {open}"));
            let text = svg.body[from..].split_once('>').unwrap().1.split_once(close).unwrap().0;
            assert!(!text.trim().is_empty(), "{view}: {open} is empty");
        }
        let csv = browser.get(&format!("/flow/picture.csv?period=all&view={view}"));
        assert_eq!(header(&csv, "content-type"), "text/csv; charset=utf-8");
        assert!(header(&csv, "content-disposition").contains(&format!("flow-company-{view}.csv")));
        assert!(csv.body.lines().count() > 1, "{view}: {}", csv.body);
        let page = browser.get(&format!("/flow?period=all&view={view}"));
        assert!(page.body.contains("<svg") && page.body.contains(&format!("view={view}")), "{view}");
    }
    assert_eq!(browser.get("/u/it/flow/picture.svg?view=chain").status, 404, "the chain is the company's");
    assert_eq!(browser.get("/flow/picture.svg?view=nothing").status, 404);
}

#[test]
fn words_of_other_systems_are_for_those_who_serve() {
    let (_f, world) = World::sqlite();
    let path = format!("/i/{}", world.imported);
    let serves = english(&world, Seat::Provider).get(&path);
    assert!(serves.says("INC8") && serves.says("Resolver 3") && serves.says("Group B"));
    let sees = english(&world, Seat::Finance).get(&path);
    assert!(sees.says("INC8") && sees.says("Group B") && !sees.says("Resolver 3"));
    assert_eq!(english(&world, Seat::OtherHead).get(&path).status, 404);
    // Own requests: the number for all who see flow, the title for those who may read it.
    let title = "Нужно новое поле в CRM";
    let list = "/u/it/flow/requests?about=open&period=all";
    assert!(english(&world, Seat::Handler).get(list).says(title));
    let list = english(&world, Seat::Finance).get(list);
    assert!(!list.says(title) && list.says(&format!("href=\"/r/{}\"", world.number)));
}

/// Every address on a page that leads to requests, with the text of its link.
fn lists(body: &str) -> Vec<(String, String)> {
    let page = Html::parse_document(body);
    let links = Selector::parse("main a[href*='/flow/requests']").unwrap();
    let link = |link: scraper::ElementRef<'_>| (link.text().collect(), link.attr("href").unwrap().to_owned());
    page.select(&links).map(link).collect()
}

#[test]
fn every_figure_of_every_part_opens() {
    let (_f, world) = World::sqlite();
    let mut browser = english(&world, Seat::UnitHead);
    let mut opened = std::collections::BTreeSet::new();
    for view in ["", "findings", "map", "cumulative", "ageing", "arrivals", "baseline"] {
        let page = browser.get(&format!("/u/it/flow?period=all&view={view}"));
        let lists = lists(&page.body);
        assert!(!lists.is_empty(), "{view}");
        for (text, href) in lists {
            if !opened.insert(href.clone()) || text.trim() == "no data" {
                continue;
            }
            let answer = browser.get(&href);
            assert_eq!(answer.status, 200, "{view}: {text} {href}");
            // Nothing stands behind a nought, or behind a side of a comparison on which nothing was closed yet.
            let nothing = view == "baseline" || text.split(' ').next() == Some("0") || text == "0%";
            assert!(nothing || !answer.says("There are no such requests"), "{view}: {text} {href}");
        }
        let html = Html::parse_document(&page.body);
        let cells = Selector::parse(".flow-grids td.n").unwrap();
        let link = Selector::parse("a").unwrap();
        for cell in html.select(&cells) {
            let text = cell.text().collect::<String>();
            assert!(text == "no data" || cell.select(&link).next().is_some(), "{view}: {text} leads nowhere");
        }
    }
    assert!(opened.len() > 60, "{}", opened.len());
}

#[test]
fn what_is_for_few_is_counted_and_not_told() {
    let (_f, world) = World::sqlite();
    let number = format!("/r/{}\"", world.secret);
    for (seat, told) in [(Seat::Handler, true), (Seat::Provider, false), (Seat::Finance, false)] {
        let mut browser = english(&world, seat);
        let list = browser.get("/u/it/flow/requests?about=open&period=all");
        assert_eq!((list.says(&number), list.says("Kept to a few")), (told, !told), "{seat:?}");
        let (count, rows) = listed(&mut browser, "/u/it/flow/requests?about=open&period=all");
        assert_eq!(usize::try_from(count).unwrap(), rows);
    }
}

#[test]
fn nothing_to_show_says_what_to_do() {
    let (_f, world) = World::sqlite();
    let mut browser = english(&world, Seat::UnitHead);
    let before = browser.get("/u/it/flow?period=own&from=2001-01-01&to=2001-01-31");
    assert!(before.says("No requests in this period") && before.says("period=all"));
    let other = browser.get("/u/it/flow?period=all&priority=nothing");
    assert!(other.says("Nothing fits these filters"));
    assert!(browser.get("/u/it/flow?view=baseline&since=2026-01-05").says("too early to tell"));
    let never = english(&world, Seat::Administrator).get("/u/vendor/flow?period=all");
    assert!(never.says("No requests yet") && never.says("/admin/import-log"));
    for hostile in ["?period=own&from=x&to=99", "?view=%3Cscript%3E&detail=-1", "/requests?about=age&a=x"] {
        let status = browser.get(&format!("/u/it/flow{hostile}")).status;
        assert!(matches!(status.as_u16(), 200 | 404), "{hostile}: {status}");
    }
}

#[test]
fn old_history_is_shown_when_nobody_asked_for_a_period() {
    let (_f, world) = World::sqlite();
    let widened = "There were no requests in the last quarter";
    let mut browser = english(&world, Seat::UnitHead);
    let recent = browser.get("/u/it/flow");
    assert!(!recent.says(widened) && !figures(&recent.body).is_empty(), "{}", recent.body);
    // Another unit whose history ended ten years before.
    let log = gathered(&LOG.replace("/2025", "/2015").replace("/2026", "/2016"));
    let order = Order { source: "old".to_owned(), file: "log.csv".to_owned(), unit: world.others };
    let (cx, now) = (world.site.cx(&Viewer::console(), Channel::Cli, None), world.site.now());
    take(world.site.db(), &cx, &order, &Arc::new(log), &|| now, &mut |_| {}).unwrap();
    let mut browser = english(&world, Seat::OtherHead);
    let old = browser.get("/u/hr/flow");
    assert!(old.says(widened) && old.says("All time"), "{}", old.body);
    let figs = figures(&old.body);
    let (_, count, href) = figs.iter().find(|(label, ..)| label == "Requests").unwrap();
    assert!(href.contains("period=all"), "{href}");
    assert_eq!(listed(&mut browser, href).0.to_string(), *count);
    assert!(browser.get("/u/hr/flow/history").says(widened));
    // What came with the history is an idea: finance reads how it flows, and has no page of it; who only asks has neither.
    let unit = world.others;
    let services = wait(world.site.read(move |tx| Ok(store::repo::service::of_unit(tx, unit)?))).unwrap();
    let idea = services.iter().find(|one| one.stage == domain::company::ServiceStage::Idea).unwrap();
    let (flow, page) = (format!("/s/{}/flow?view=map", idea.code), format!("/s/{}", idea.code));
    let mut finance = english(&world, Seat::Finance);
    let map = finance.get(&flow);
    assert_eq!((map.status.as_u16(), finance.get(&page).status.as_u16()), (200, 404));
    assert!(map.body.contains("pic-map") && !map.body.contains(&format!("href=\"{page}\"")), "{}", map.body);
    assert!(english(&world, Seat::OtherHead).get(&flow).body.contains(&format!("href=\"{page}\"")));
    assert_eq!(english(&world, Seat::Customer).get(&flow).status, 404);
    // Whoever asks for the quarter gets the quarter.
    let asked = browser.get("/u/hr/flow?period=quarter");
    assert!(!asked.says(widened) && asked.says("No requests in this period"));
    // Without any history there is nothing to widen to.
    let never = english(&world, Seat::Administrator).get("/u/vendor/flow");
    assert!(!never.says(widened) && never.says("No requests yet"));
}

#[test]
fn a_page_takes_as_many_statements_for_many_requests() {
    let (_f, world) = World::sqlite();
    let (cx, unit, now) = (world.cx(Seat::UnitHead), world.providers, world.site.now());
    let count = |from: i64| {
        let cx = cx.clone();
        wait(world.site.read(move |tx| {
            let window = Window { from: Instant::from_millis(from), to: now.plus_seconds(1) };
            let before = tx.statements();
            let flow = read(tx, &cx, Subject::Unit(unit), window, None, Language::En)?;
            let ids = |own: bool| -> Vec<_> {
                let both = flow.log.cases().iter().zip(&flow.own).filter(|(_, one)| **one == own);
                both.map(|(case, _)| app::analytics::case(case.id)).collect()
            };
            app::analytics::titles(tx, &cx, &ids(true), &ids(false))?;
            Ok((flow.log.cases().len(), tx.statements() - before))
        }))
        .unwrap()
    };
    let (all, some) = (count(0), count(now.millis() - 40 * 86_400_000));
    assert!(all.0 > some.0 && some.0 > 0, "{all:?} {some:?}");
    assert_eq!(all.1, some.1, "{all:?} {some:?}");
}
