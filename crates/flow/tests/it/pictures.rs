//! Pictures: well-formed, reachable, the same for the same data, and with the figures behind them.

use std::collections::BTreeMap;

use flow::{
    ageing, arrivals, cumulative,
    filter::View,
    graph::{graph, time_in_states},
    log::{Log, Meaning, Millis, Name, NewCase, Step},
    pairs::pairs,
    picture::{self, Cell, Detail, Frame, Picture, Supply, Target, Word, Words},
    times::RoundTheClock,
};

struct Plain;

impl Words for Plain {
    fn word(&self, word: Word) -> String {
        format!("{word:?}")
    }
    fn meaning(&self, meaning: Meaning) -> String {
        format!("{meaning:?}").to_lowercase()
    }
    fn count(&self, count: u64) -> String {
        count.to_string()
    }
    fn requests(&self, count: u64) -> String {
        format!("{count} requests")
    }
    fn times(&self, count: u64) -> String {
        format!("{count} times")
    }
    fn span(&self, hours: f64) -> String {
        if hours < 1.0 {
            format!("{:.0} min", hours * 60.0)
        } else if hours < 48.0 {
            format!("{hours:.1} h")
        } else {
            format!("{:.1} d", hours / 24.0)
        }
    }
    fn day(&self, at: Millis) -> String {
        format!("day {}", at / ageing::DAY)
    }
    fn gap(&self, from: Millis, until: Millis) -> String {
        format!("nothing for {} days", (until - from) / ageing::DAY)
    }
}

fn no_link(_: Target) -> Option<String> {
    None
}

fn frame<'a>(link: &'a dyn Fn(Target) -> Option<String>) -> Frame<'a> {
    Frame { id: "p", title: "A <title> & \"more\"", words: &Plain, link }
}

fn all(log: &Log, frame: &Frame<'_>) -> Vec<(&'static str, Picture)> {
    let view = View::whole(log);
    let clock = &RoundTheClock;
    let (from, until) =
        (crate::real::moment("1/3/2016 00:00").unwrap(), crate::real::moment("1/7/2016 00:00").unwrap());
    let weeks = arrivals::every(from, until, 7 * ageing::DAY, 60);
    let days = arrivals::every(from, until, ageing::DAY, 200);
    let followed = graph(&view, clock);
    let visits = time_in_states(&view, crate::real::NOW, clock);
    let company = company();
    let supplies: Vec<Supply> = pairs(&View::whole(&company), crate::real::NOW, clock)
        .into_iter()
        .map(|pair| Supply {
            label: pair.requests().to_string(),
            weight: pair.requests() as f64,
            pair,
            money: Some("1 ₽".to_owned()),
            minutes: None,
        })
        .collect();
    vec![
        ("map", picture::map(log, &followed, &visits, Detail::default(), frame)),
        ("map-all", picture::map(log, &followed, &visits, Detail(1.0), frame)),
        ("chain", picture::chain(&company, &supplies, frame)),
        ("scatter", picture::scatter(&view, clock, frame)),
        ("cumulative", picture::cumulative(&cumulative::cumulative(&view, &days), frame)),
        ("ageing", picture::ageing(&ageing::ageing(&view, from + 60 * ageing::DAY, clock), frame)),
        ("arrivals", picture::arrivals(&arrivals::arrivals(&view, &weeks), frame)),
    ]
}

/// A company of units that ask each other: the number of requests is the product of their places.
fn company() -> Log {
    let mut log = Log::default();
    let units =
        ["HR", "IT", "Finance", "Sales", "A <unit> & \"Co\"", "Legal"].map(|unit| log.names.intern(unit));
    let [queue, work] = ["Queue", "Work"].map(|state| log.names.intern(state));
    log.mean(queue, Meaning::Queue);
    for (n, &customer) in (1..).zip(&units) {
        for (m, &unit) in (1..).zip(&units).filter(|(m, _)| (m + n) % 3 != 0) {
            for _ in 0..n * m {
                let case = NewCase { customer, unit, closed: Some(10 * HOUR), ..NewCase::default() };
                let step = |activity, hour: i64| Step { activity, at: hour * HOUR, ..NO_STEP };
                log.push(case, [step(queue, 0), step(work, n * 2)]);
            }
        }
    }
    log
}

const HOUR: Millis = 3_600_000;
const NO_STEP: Step = Step { activity: Name::NONE, team: Name::NONE, person: Name::NONE, at: 0 };

/// Opens what it is asked to open: enough of XML to see that every tag is closed, every attribute quoted, nothing stray. Gives the tags
/// with their attributes.
fn read(svg: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut open: Vec<&str> = Vec::new();
    let mut tags = Vec::new();
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "stray > in {}", &rest[..at]);
        assert!(rest[..at].split('&').skip(1).all(|after| {
            after.split_once(';').is_some_and(|(name, _)| ["amp", "lt", "gt", "quot"].contains(&name))
        }));
        let until = rest.find('>').expect("a tag ends");
        let tag = &rest[at + 1..until];
        rest = &rest[until + 1..];
        assert!(!tag.contains('<'), "stray < in {tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let (tag, alone) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut map = BTreeMap::new();
        let mut left = attributes.trim();
        while !left.is_empty() {
            let (key, after) = left.split_once("=\"").expect("an attribute has a quoted value");
            let (value, after) = after.split_once('"').expect("a value ends");
            assert!(map.insert(key.to_owned(), value.to_owned()).is_none(), "{key} twice in {tag}");
            left = after.trim_start();
        }
        tags.push((name.to_owned(), map));
        if !alone {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} left open");
    assert!(rest.is_empty());
    tags
}

#[test]
fn every_picture_can_be_read_by_keyboard_and_aloud() {
    let linked = |target: Target| Some(format!("/x?to=\"{target:?}\"&y"));
    for link in [&no_link as &dyn Fn(Target) -> Option<String>, &linked] {
        let pictures = all(crate::real::log(), &frame(link)).into_iter();
        let sheets = pictures.flat_map(|(name, picture)| {
            assert!(picture.table.rows.iter().all(|row| row.len() == picture.table.head.len()), "{name}");
            let narrow = picture.narrow.map(|svg| (name, "p-narrow", svg));
            [Some((name, "p", picture.svg)), narrow].into_iter().flatten()
        });
        for (name, id, svg) in sheets {
            let tags = read(&svg);
            let (root, attributes) = &tags[0];
            assert_eq!((root.as_str(), attributes["role"].as_str()), ("svg", "group"));
            assert_eq!(attributes["aria-labelledby"], format!("{id}-t"));
            let named = |tag: &str, end: &str| {
                let is = |of: &BTreeMap<String, String>| {
                    of.get("id").is_some_and(|it| *it == format!("{id}{end}"))
                };
                tags.iter().any(|(name, of)| name == tag && is(of))
            };
            assert!(named("title", "-t") && named("desc", "-d"), "{name}");
            assert!(svg.contains("A &lt;title&gt; &amp; &quot;more&quot;"));
            let mut reached = 0;
            for (n, (tag, of)) in tags.iter().enumerate() {
                assert!(!of.contains_key("style") && tag != "script" && tag != "style", "{name}");
                assert!(of.keys().all(|key| !key.starts_with("on")), "{name}");
                if tag == "a" || of.get("tabindex").is_some() {
                    // A link takes its name from the image inside.
                    let image = &tags[n + usize::from(tag == "a")].1;
                    assert!(image["role"] == "img" && !image["aria-label"].is_empty(), "{name}");
                    reached += 1;
                }
            }
            let listed =
                tags.iter().filter(|(_, of)| of.get("role").is_some_and(|role| role == "listitem")).count();
            assert_eq!(listed, reached, "{name}: each part can be reached, once");
            assert!(reached > 0, "{name}");
            assert!(svg.len() < 64 * 1024, "{name} is {} bytes", svg.len());
        }
    }
}

#[test]
fn the_same_data_gives_the_same_picture() {
    let once = all(crate::real::log(), &frame(&no_link));
    assert_eq!(once, all(crate::real::log(), &frame(&no_link)));
}

/// What stands where: the labels of the boxes with their place across.
fn boxes(svg: &str) -> BTreeMap<String, String> {
    let nodes = svg.split("class=\"node ").skip(1);
    nodes
        .map(|node| {
            let after = |key: &str| node.split_once(key).unwrap().1.split('"').next().unwrap().to_owned();
            (after("aria-label=\"").split(',').next().unwrap().to_owned(), after(" x=\""))
        })
        .collect()
}

#[test]
fn detail_adds_and_never_rearranges() {
    let log = crate::real::log();
    let view = View::whole(log);
    let followed = graph(&view, &RoundTheClock);
    let visits = time_in_states(&view, crate::real::NOW, &RoundTheClock);
    let at = |part| picture::map(log, &followed, &visits, Detail(part), &frame(&no_link)).svg;
    let mut fewer: BTreeMap<String, String> = BTreeMap::new();
    let mut arrows = 0;
    for part in [0.0, 0.3, 0.6, 0.8, 0.95, 1.0] {
        let svg = at(part);
        let more = boxes(&svg);
        for (state, x) in &fewer {
            assert_eq!(more.get(state), Some(x), "{state} moved or left at {part}");
        }
        let count = svg.matches("class=\"edge ").count();
        assert!(count >= arrows);
        (fewer, arrows) = (more, count);
    }
    // Nine states, the start and the end; 49 pairs, each state's starts and ends.
    let outer = followed.nodes.iter().map(|node| usize::from(node.starts > 0) + usize::from(node.ends > 0));
    assert_eq!((fewer.len(), arrows), (11, 49 + outer.sum::<usize>()));
}

#[test]
fn the_table_has_every_figure_and_a_file_is_harmless() {
    let log = company();
    let view = View::whole(&log);
    let supplies: Vec<Supply> = pairs(&view, crate::real::NOW, &RoundTheClock)
        .into_iter()
        .map(|pair| Supply {
            label: String::new(),
            weight: 1.0,
            pair,
            money: Some("=1+1".to_owned()),
            minutes: None,
        })
        .collect();
    let picture = picture::chain(&log, &supplies, &frame(&no_link));
    assert_eq!(picture.table.rows.len(), supplies.len());
    let csv = picture.table.csv(&Plain);
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(rows.headers().unwrap().len(), picture.table.head.len());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), supplies.len());
    let requests: usize = rows.iter().map(|row| row[2].parse::<usize>().unwrap()).sum();
    assert_eq!(requests, view.len());
    assert!(rows.iter().all(|row| &row[4] == "'=1+1" && row[5].is_empty()));
    assert!(rows.iter().any(|row| &row[0] == "A <unit> & \"Co\""));
    assert_eq!(Cell::Hours(1.5).shown(&Plain), "1.5 h");
}

#[test]
fn a_chain_draws_a_dozen_of_the_heaviest_and_tells_how_many() {
    let log = company();
    let supplies: Vec<Supply> = pairs(&View::whole(&log), crate::real::NOW, &RoundTheClock)
        .into_iter()
        .map(|pair| Supply {
            label: pair.requests().to_string(),
            weight: pair.requests() as f64,
            pair,
            money: None,
            minutes: None,
        })
        .collect();
    let between = supplies.iter().filter(|one| one.pair.customer != one.pair.unit);
    let mut weights: Vec<u64> = between.map(|one| one.pair.requests()).collect();
    weights.sort_unstable_by(|one, other| other.cmp(one));
    assert!(weights.len() > 12);
    let picture = picture::chain(&log, &supplies, &frame(&no_link));
    assert_eq!(picture.svg.matches("class=\"edge ").count(), picture::chain_drawn(&supplies));
    assert_eq!(picture::chain_drawn(&supplies), 12);
    let told = |count: &u64| picture.svg.contains(&format!(": {count} requests,"));
    assert!(weights[..12].iter().all(told));
    assert_eq!(picture.table.rows.len(), supplies.len());
    assert_eq!(picture::chain_drawn(&[]), 0);
}

/// Everything of a chart lies on its sheet, as far as places of rectangles, dots and texts tell.
fn lies_on_its_sheet(name: &str, svg: &str) {
    let tags = read(svg);
    let number =
        |of: &BTreeMap<String, String>, key: &str| of.get(key).map_or(0.0, |at| at.parse::<f64>().unwrap());
    let (wide, high) = (number(&tags[0].1, "width"), number(&tags[0].1, "height"));
    for (tag, of) in tags.iter().filter(|(tag, _)| ["rect", "circle", "text"].contains(&tag.as_str())) {
        let (x, y) = (number(of, "x") + number(of, "cx"), number(of, "y") + number(of, "cy"));
        let (right, bottom) =
            if tag == "rect" { (x + number(of, "width"), y + number(of, "height")) } else { (x, y) };
        assert!(x >= 0.0 && y >= 0.0 && right <= wide + 0.1 && bottom <= high + 0.1, "{name}: {tag} {of:?}");
    }
}

#[test]
fn years_of_nothing_are_a_break_and_the_table_has_all() {
    // A month of requests, nine years of nothing, a week of them.
    let mut log = Log::default();
    let work = log.names.intern("Work");
    log.mean(work, Meaning::Work);
    let days: Vec<Millis> = (0..30).chain(3_300..3_307).collect();
    for day in &days {
        let (opened, closed) = (day * ageing::DAY, day * ageing::DAY + 9 * HOUR);
        let case = NewCase { opened, closed: Some(closed), ..NewCase::default() };
        log.push(case, [Step { activity: work, at: opened, ..NO_STEP }]);
    }
    let view = View::whole(&log);
    let until = 3_307 * ageing::DAY;
    let moments: Vec<Millis> = arrivals::every(0, until, ageing::DAY, 4_000);
    let spaces = arrivals::arrivals(&view, &moments);
    let frame = frame(&no_link);
    for (name, picture) in [
        ("scatter", picture::scatter(&view, &RoundTheClock, &frame)),
        ("cumulative", picture::cumulative(&cumulative::cumulative(&view, &moments), &frame)),
        ("arrivals", picture::arrivals(&spaces, &frame)),
    ] {
        for svg in [&picture.svg, picture.narrow.as_ref().unwrap()] {
            assert_eq!(svg.matches("class=\"gap\"").count(), 1, "{name}");
            let told = svg.split_once("<desc").unwrap().1.split_once("</desc>").unwrap().0;
            // Bands change between two moments, the day before and the day after.
            let gap = if name == "cumulative" {
                "day 31 – day 3299: nothing for 3268 days"
            } else {
                "day 30 – day 3300: nothing for 3270 days"
            };
            assert!(told.contains(gap), "{name}: {told}");
            lies_on_its_sheet(name, svg);
        }
    }
    let whole = picture::arrivals(&spaces, &frame).table;
    assert_eq!(whole.rows.len(), spaces.len());
    // Without the gap there is no break.
    let near = Log::default();
    assert!(!picture::scatter(&View::whole(&near), &RoundTheClock, &frame).svg.contains("gap"));
    for (name, picture) in all(crate::real::log(), &frame) {
        for svg in picture.narrow.iter().chain(picture.narrow.as_ref().map(|_| &picture.svg)) {
            assert!(!svg.contains("class=\"gap\""), "{name}");
            lies_on_its_sheet(name, svg);
        }
    }
}

#[test]
fn a_file_brings_its_look_along() {
    assert!(!picture::STYLE.contains(['<', '&']) && !picture::STYLE.contains("]]>"));
    for (_, picture) in all(crate::real::log(), &frame(&no_link)) {
        let file = picture.standalone();
        assert!(file.starts_with("<?xml") && file.contains("xmlns=\"http://www.w3.org/2000/svg\""));
        assert_eq!(file.matches("<style>").count(), 1);
    }
}

#[test]
fn nothing_is_told_as_nothing() {
    let log = Log::default();
    let view = View::whole(&log);
    let (clock, frame) = (&RoundTheClock, &frame(&no_link));
    let pictures = [
        picture::map(&log, &graph(&view, clock), &[], Detail::default(), frame),
        picture::chain(&log, &[], frame),
        picture::scatter(&view, clock, frame),
        picture::cumulative(&[], frame),
        picture::ageing(&ageing::ageing(&view, 0, clock), frame),
        picture::arrivals(&[], frame),
    ];
    for picture in pictures {
        read(&picture.svg);
        assert!(picture.svg.contains("Nothing"), "{}", picture.svg);
    }
}
