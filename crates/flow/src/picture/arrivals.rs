//! Arrivals against completions as pairs of bars, and above them what is open, on a scale of its own: it is a stock, they are flows.

use std::fmt::Write;

use super::{
    Cell, Frame, Picture, Table, Target, Word, axis,
    plot::{BOTTOM, FINGER, LEFT, RIGHT, TOP, begin, days, legend, level, nothing},
    svg::{At, put},
};
use crate::{arrivals::Arrivals, filter::Period};

/// Where the line of what is open has its ground, and where the bars have their top.
const UPPER: f64 = 128.0;
const LOWER: f64 = 152.0;

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
        return Picture { svg: nothing(frame), table };
    };
    let most_open = list.iter().map(|one| one.open).max().unwrap_or(0);
    if most == 0 && most_open == 0 {
        return Picture { svg: nothing(frame), table };
    }
    let sum = |of: fn(&Arrivals) -> u64| list.iter().map(of).sum::<u64>();
    let described = [
        (Word::Arrived, sum(|one| one.arrived)),
        (Word::Completed, sum(|one| one.completed)),
        (Word::Open, last.open),
    ]
    .map(|(word, count)| format!("{}: {}", words.word(word), words.count(count)));
    let mut svg = begin(frame, "pic-bars", &described.join(", "));
    let marks = axis::counts(most);
    let top = marks[marks.len() - 1] as f64;
    let height = |count: u64| BOTTOM - (BOTTOM - LOWER) * count as f64 / top;
    for (n, &mark) in marks.iter().enumerate() {
        level(&mut svg, height(mark), &words.count(mark), n == 0);
    }
    let top_open = axis::counts(most_open).last().map_or(1.0, |&mark| mark as f64);
    let height_open = |count: u64| UPPER - (UPPER - TOP) * count as f64 / top_open;
    level(&mut svg, UPPER, &words.count(0), true);
    level(&mut svg, TOP, &words.count(top_open as u64), false);
    days(&mut svg, first.from, last.until, frame);
    let width = (RIGHT - LEFT) / list.len() as f64;
    put!(svg, "<g role=\"list\">");
    for (n, one) in list.iter().enumerate() {
        let period = Period { from: Some(one.from), until: Some(one.until) };
        let href = (frame.link)(Target::Within(period))
            .filter(|_| width >= FINGER && one.arrived + one.completed > 0);
        let told = [(Word::Arrived, one.arrived), (Word::Completed, one.completed), (Word::Open, one.open)]
            .map(|(word, count)| format!("{}: {}", words.word(word), words.count(count)));
        svg.open("bar", &format!("{}: {}", words.day(one.from), told.join(", ")), href.as_deref());
        let left = LEFT + width * n as f64;
        for (class, count, side) in [("in", one.arrived, 0.1), ("out", one.completed, 0.5)] {
            let y = height(count);
            put!(
                svg,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                At(left + width * side),
                At(y),
                At(width * 0.4),
                At(BOTTOM - y)
            );
        }
        svg.close(href.as_deref());
    }
    put!(svg, "</g>");
    let mut path = String::new();
    for (n, one) in list.iter().enumerate() {
        let letter = if n == 0 { 'M' } else { 'L' };
        let (x, y) = (LEFT + width * (n as f64 + 0.5), height_open(one.open));
        write!(path, "{letter}{} {}", At(x), At(y)).unwrap_or_default();
    }
    put!(svg, "<path class=\"trend\" d=\"{path}\"/>");
    svg.text("e hi", RIGHT, height_open(last.open) - 7.0, &words.count(last.open));
    legend(
        &mut svg,
        &[
            ("in", words.word(Word::Arrived)),
            ("out", words.word(Word::Completed)),
            ("trend-mark", words.word(Word::Open)),
        ],
    );
    Picture { svg: svg.end(), table }
}
