//! Arrivals against completions, as pairs of bars, and what is open as a line.

use std::fmt::Write;

use super::{
    Cell, Frame, Picture, Table, Target, Word, axis,
    plot::{BOTTOM, LEFT, RIGHT, begin, days, legend, level, nothing, up},
    svg::{At, put},
};
use crate::{arrivals::Arrivals, filter::Period};

/// The bars of some spaces in the order of time. The line of what is open has its own scale: its numbers stand at its ends.
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
    for (n, &mark) in marks.iter().enumerate() {
        level(&mut svg, up(mark as f64 / top), &words.count(mark), n == 0);
    }
    days(&mut svg, first.from, last.until, frame);
    let width = (RIGHT - LEFT) / list.len() as f64;
    put!(svg, "<g role=\"list\">");
    for (n, one) in list.iter().enumerate() {
        let period = Period { from: Some(one.from), until: Some(one.until) };
        let href = (frame.link)(Target::Within(period));
        let told = [(Word::Arrived, one.arrived), (Word::Completed, one.completed), (Word::Open, one.open)]
            .map(|(word, count)| format!("{}: {}", words.word(word), words.count(count)));
        svg.open("bar", &format!("{}: {}", words.day(one.from), told.join(", ")), href.as_deref());
        let left = LEFT + width * n as f64;
        for (class, count, side) in [("in", one.arrived, 0.1), ("out", one.completed, 0.5)] {
            let y = up(count as f64 / top);
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
    if most_open > 0 {
        let y = |open: u64| up(open as f64 / most_open as f64 * 0.94);
        let mut path = String::new();
        for (n, one) in list.iter().enumerate() {
            let letter = if n == 0 { 'M' } else { 'L' };
            write!(path, "{letter}{} {}", At(LEFT + width * (n as f64 + 0.5)), At(y(one.open)))
                .unwrap_or_default();
        }
        put!(svg, "<path class=\"trend\" d=\"{path}\"/>");
        svg.text("s hi", LEFT + 4.0, y(first.open) - 7.0, &words.count(first.open));
        svg.text("e hi", RIGHT - 4.0, y(last.open) - 7.0, &words.count(last.open));
    }
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
