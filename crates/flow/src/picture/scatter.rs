//! Scatter: each closed request by the day it was closed and the time it took, with lines below which half, 85 and 95 of 100 lie. The
//! axis of time is logarithmic: most requests take hours, some take months.

use super::{
    Cell, Frame, Picture, Table, Target, Word, axis,
    course::Course,
    plot::{FINGER, Sheet, both, nothing},
    svg::{At, put},
};
use crate::{
    filter::View,
    log::{Log, Millis},
    quantile::{Spread, hours},
    times::WorkingTime,
};

/// Up to so many requests are drawn one by one, each to be opened where there is room for a finger; of more, only the slowest are, and the rest as a cloud.
const SINGLE: usize = 200;
/// How many of the slowest stand out of a cloud.
const SLOWEST: usize = 20;

struct Dot {
    place: u32,
    closed: Millis,
    hours: f64,
}

/// The scatter of a view. The table has the requests that are drawn one by one, the slowest first.
#[must_use]
pub fn scatter(view: &View<'_>, calendar: &impl WorkingTime, frame: &Frame<'_>) -> Picture {
    let words = frame.words;
    let log = view.log();
    let mut dots: Vec<Dot> = view
        .iter()
        .filter_map(|one| {
            let closed = one.case.closed?;
            Some(Dot { place: one.place, closed, hours: hours(calendar.between(one.case.opened, closed)) })
        })
        .collect();
    dots.sort_by(|one, other| other.hours.total_cmp(&one.hours).then(one.place.cmp(&other.place)));
    let alone = if dots.len() <= SINGLE { dots.len() } else { SLOWEST };
    let table = Table {
        head: [Word::Request, Word::ClosedOn, Word::LeadTime].map(|word| words.word(word)).to_vec(),
        rows: dots[..alone]
            .iter()
            .map(|dot| {
                let key = log.cases()[dot.place as usize].key.to_string();
                vec![Cell::Text(key), Cell::Day(dot.closed), Cell::Hours(dot.hours)]
            })
            .collect(),
        targets: dots[..alone].iter().map(|dot| Some(Target::Request(dot.place))).collect(),
    };
    let spread = Spread::of(dots.iter().map(|dot| dot.hours).collect());
    let Some(spread) = spread else { return nothing(frame, table) };
    both(frame, table, |sheet| draw(sheet, log, &dots, alone, spread))
}

/// How far apart the middles of two labels of lines are, each of two rows.
const LABELS: f64 = 36.0;

/// `alone` of the dots, the slowest first, are drawn one by one.
fn draw(sheet: &Sheet<'_>, log: &Log, dots: &[Dot], alone: usize, spread: Spread) -> String {
    let (frame, words) = (&sheet.frame, sheet.frame.words);
    let (from, until) = (dots.iter().map(|dot| dot.closed))
        .fold((Millis::MAX, Millis::MIN), |(from, until), at| (from.min(at), until.max(at)));
    let lines = [(Word::Median, spread.median), (Word::P85, spread.p85), (Word::P95, spread.p95)];
    let told = lines.map(|(word, hours)| format!("{}: {}", words.word(word), words.span(hours)));

    let slowest = dots.first().map_or(0.0, |dot| dot.hours);
    // One in a hundred may lie below the ground: they are drawn on it.
    let fastest = dots.get(dots.len() - 1 - dots.len() / 100).map_or(0.0, |dot| dot.hours);
    let marks = axis::spans(fastest, slowest);
    let (low, high) = (marks[0], marks[marks.len() - 1].max(marks[0] * 2.0));
    let below = dots.last().is_some_and(|dot| dot.hours < low);
    let labels: Vec<String> = (marks.iter().enumerate())
        .map(|(n, &mark)| format!("{}{}", if n == 0 && below { "≤ " } else { "" }, words.span(mark)))
        .collect();
    let mut area = sheet.area(&labels, if sheet.narrow { 76.0 } else { 92.0 }, 1);
    let busy = dots.iter().map(|dot| (dot.closed, dot.closed));
    let course = Course::new((from, until), busy, (area.left, area.right));
    let told = sheet.told(&format!("{}. {}", words.requests(spread.count), told.join(", ")), &course);
    let mut svg = sheet.begin("pic-scatter", &told);
    area.course = Some(course.clone());
    let height = |hours: f64| area.up((hours.max(low) / low).ln() / (high / low).ln());
    for (n, (&mark, label)) in marks.iter().zip(&labels).enumerate() {
        area.level(&mut svg, height(mark), label, n == 0);
    }
    area.days(&mut svg, frame);

    // The cloud: dots on a grid of three by three units, by how many fall on one spot.
    let mut cloud = std::collections::BTreeMap::<(i32, i32), u32>::new();
    for dot in &dots[alone..] {
        let spot = ((course.x(dot.closed) / 3.0) as i32, (height(dot.hours) / 3.0) as i32);
        *cloud.entry(spot).or_default() += 1;
    }
    for (class, least, most) in [("c1", 1, 1), ("c2", 2, 3), ("c3", 4, 9), ("c4", 10, u32::MAX)] {
        let mut path = String::new();
        for ((x, y), _) in cloud.iter().filter(|(_, count)| (least..=most).contains(*count)) {
            path.push_str(&format!("M{} {}h0", x * 3 + 1, y * 3 + 1));
        }
        if !path.is_empty() {
            put!(svg, "<path class=\"cloud {class}\" d=\"{path}\"/>");
        }
    }
    let spots: Vec<(f64, f64)> =
        dots[..alone].iter().map(|dot| (course.x(dot.closed), height(dot.hours))).collect();
    put!(svg, "<g role=\"list\">");
    for (n, dot) in dots[..alone].iter().enumerate() {
        let (x, y) = spots[n];
        let near = |&(m, other): &(usize, &(f64, f64))| m != n && (other.0 - x).hypot(other.1 - y) < FINGER;
        let crowded = spots.iter().enumerate().any(|other| near(&other));
        let key = &log.cases()[dot.place as usize].key;
        let href = (frame.link)(Target::Request(dot.place)).filter(|_| !crowded);
        let told = format!("{}, {}", words.day(dot.closed), words.span(dot.hours));
        // The caller may keep a number to itself.
        let label = if key.is_empty() { told } else { format!("{key}, {told}") };
        svg.open("dot", &label, href.as_deref());
        put!(svg, "<circle cx=\"{}\" cy=\"{}\" r=\"3.5\"/>", At(x), At(y));
        svg.close(href.as_deref());
    }
    put!(svg, "</g>");
    // The labels stand beside the lines, where no dot is, and make room for each other.
    let mut at = lines.map(|(_, hours)| height(hours));
    for n in 1..at.len() {
        at[n] = at[n].min(at[n - 1] - LABELS);
    }
    let over = (area.top - at[2]).max(0.0);
    let at = at.map(|y| (y + over).min(area.bottom));
    for ((class, (word, hours)), label) in ["p50", "p85", "p95"].into_iter().zip(lines).zip(at) {
        let y = height(hours);
        put!(svg, "<path class=\"pct {class}\" d=\"{}\"/>", area.across(y));
        let (x, end) = (area.right, area.right + 8.0);
        put!(svg, "<path class=\"ax0\" d=\"M{} {}L{} {}\"/>", At(x), At(y), At(end), At(label));
        svg.text("hi", end + 4.0, label, &words.span(hours));
        svg.text("lo", end + 4.0, label + 15.0, &words.word(word));
    }
    svg.end()
}
