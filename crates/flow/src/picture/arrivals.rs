//! Arrivals against completions as pairs of bars, and above them what is open, on a scale of its own: it is a stock, they are flows.

use std::fmt::Write;

use super::{
    Cell, Frame, Picture, Table, Target, Word, axis,
    course::Course,
    plot::{FINGER, Sheet, both, nothing},
    svg::{At, put},
};
use crate::{arrivals::Arrivals, filter::Period};

/// What part of the height the line of what is open has, and how far below it the bars end.
const UPPER: f64 = 0.32;
const BETWEEN: f64 = 24.0;

/// The bars of some spaces in the order of time, and the line.
#[must_use]
pub fn arrivals(list: &[Arrivals], frame: &Frame<'_>) -> Picture {
    let words = frame.words;
    let heads = [Word::Day, Word::Until, Word::Arrived, Word::Completed, Word::Open];
    let table = Table {
        head: heads.map(|word| words.word(word)).to_vec(),
        rows: list
            .iter()
            .map(|one| {
                let counts = [one.arrived, one.completed, one.open].map(Cell::Count);
                [Cell::Day(one.from), Cell::Day(one.until)].into_iter().chain(counts).collect()
            })
            .collect(),
        targets: list
            .iter()
            .map(|one| {
                let period = Period { from: Some(one.from), until: Some(one.until) };
                (one.arrived + one.completed > 0).then_some(Target::Within(period))
            })
            .collect(),
    };
    let most = list.iter().map(|one| one.arrived.max(one.completed)).max().unwrap_or(0);
    let (Some(first), Some(last)) = (list.first(), list.last()) else {
        return nothing(frame, table);
    };
    let most_open = list.iter().map(|one| one.open).max().unwrap_or(0);
    if most == 0 && most_open == 0 {
        return nothing(frame, table);
    }
    both(frame, table, |sheet| draw(sheet, list, (first, last), (most, most_open)))
}

fn draw(
    sheet: &Sheet<'_>,
    list: &[Arrivals],
    (first, last): (&Arrivals, &Arrivals),
    (most, most_open): (u64, u64),
) -> String {
    let (frame, words) = (&sheet.frame, sheet.frame.words);
    let counted = |list: [(Word, u64); 3]| {
        list.map(|(word, count)| format!("{}: {}", words.word(word), words.count(count))).join(", ")
    };
    let sum = |of: fn(&Arrivals) -> u64| list.iter().map(of).sum::<u64>();
    let described = counted([
        (Word::Arrived, sum(|one| one.arrived)),
        (Word::Completed, sum(|one| one.completed)),
        (Word::Open, last.open),
    ]);
    let entries = [("in", Word::Arrived), ("out", Word::Completed), ("trend-mark", Word::Open)]
        .map(|(class, word)| (class.to_owned(), words.word(word)));
    let marks = axis::counts(most);
    let top_open = axis::counts(most_open).last().copied().unwrap_or(1);
    let mut labels: Vec<String> = marks.iter().map(|&mark| words.count(mark)).collect();
    let upper_labels = [0, top_open].map(|mark| words.count(mark));
    labels.extend(upper_labels.clone());
    let mut area = sheet.area(&labels, 8.0, sheet.rows(&entries));
    let busy = list.iter().filter(|one| one.arrived + one.completed > 0).map(|one| (one.from, one.until - 1));
    let course = Course::new((first.from, last.until), busy, (area.left, area.right));
    if course.breaks().next().is_some() {
        area.top += 20.0;
    }
    area.course = Some(course.clone());
    let mut svg = sheet.begin("pic-bars", &sheet.told(&described, &course));

    let ground = area.top + (area.bottom - area.top) * UPPER;
    let top = marks[marks.len() - 1] as f64;
    let height = |count: u64| area.bottom - (area.bottom - ground - BETWEEN) * count as f64 / top;
    for (n, (&mark, label)) in marks.iter().zip(&labels).enumerate() {
        area.level(&mut svg, height(mark), label, n == 0);
    }
    let height_open = |count: u64| ground - (ground - area.top) * count as f64 / top_open.max(1) as f64;
    for (n, label) in upper_labels.iter().enumerate() {
        area.level(&mut svg, height_open(if n == 0 { 0 } else { top_open }), label, n == 0);
    }
    area.days(&mut svg, frame);
    put!(svg, "<g role=\"list\">");
    let in_a_break = |one: &Arrivals| {
        one.arrived + one.completed == 0
            && course.breaks().any(|(before, after)| one.from < after.from && before.until < one.until)
    };
    for one in list.iter().filter(|one| !in_a_break(one)) {
        let period = Period { from: Some(one.from), until: Some(one.until) };
        let left = course.x(one.from);
        let width = course.x(one.until) - left;
        let href = (frame.link)(Target::Within(period))
            .filter(|_| width >= FINGER && one.arrived + one.completed > 0);
        let told =
            counted([(Word::Arrived, one.arrived), (Word::Completed, one.completed), (Word::Open, one.open)]);
        svg.open("bar", &format!("{}: {told}", words.day(one.from)), href.as_deref());
        let bars = [("in", one.arrived, 0.1), ("out", one.completed, 0.5)];
        for (class, count, side) in bars.into_iter().filter(|(_, count, _)| *count > 0) {
            let y = height(count);
            put!(
                svg,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                At(left + width * side),
                At(y),
                At(width * 0.4),
                At(area.bottom - y)
            );
        }
        svg.close(href.as_deref());
    }
    put!(svg, "</g>");
    let mut path = String::new();
    for piece in course.pieces() {
        // How many are open is known at the end of each space.
        let inside = list.iter().filter(|one| (piece.from..=piece.until).contains(&one.until));
        for (n, one) in inside.enumerate() {
            let letter = if n == 0 { 'M' } else { 'L' };
            write!(path, "{letter}{} {}", At(course.x(one.until)), At(height_open(one.open)))
                .unwrap_or_default();
        }
    }
    put!(svg, "<path class=\"trend\" d=\"{path}\"/>");
    svg.text("e hi", area.right, height_open(last.open) - 7.0, &words.count(last.open));
    sheet.legend(&mut svg, &entries);
    svg.end()
}
