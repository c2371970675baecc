//! Cumulative flow as bands, one for each meaning, the closed at the bottom.

use std::fmt::Write;

use super::{
    Cell, Frame, Picture, Table, Target, Word, axis,
    map::class,
    plot::{along, begin, days, legend, level, nothing, up},
    svg::{At, put},
};
use crate::{cumulative::Standing, log::Meaning, times::MEANINGS};

/// The bands of some standings in the order of time. What was closed at the first of them is left out of the drawing, so that the bands
/// are not pressed against the top; the table has all.
#[must_use]
pub fn cumulative(standings: &[Standing], frame: &Frame<'_>) -> Picture {
    let words = frame.words;
    let mut head = vec![words.word(Word::Day)];
    head.extend(MEANINGS.map(|meaning| words.meaning(meaning)));
    let row = |standing: &Standing| {
        let mut row = vec![Cell::Day(standing.at)];
        row.extend(standing.counts.map(Cell::Count));
        row
    };
    let targets = standings.iter().map(|standing| {
        let open = standing.stated() > standing.of(Meaning::Closed);
        open.then_some(Target::Standing(standing.at))
    });
    let table = Table { head, rows: standings.iter().map(row).collect(), targets: targets.collect() };
    let (Some(first), Some(last)) = (standings.first(), standings.last()) else {
        return Picture { svg: nothing(frame), table };
    };
    let before = first.of(Meaning::Closed);
    let height = |standing: &Standing| standing.stated().saturating_sub(before);
    let most = standings.iter().map(height).max().unwrap_or(0);
    if most == 0 || first.at >= last.at {
        return Picture { svg: nothing(frame), table };
    }
    let told = |standing: &Standing| {
        let open = standing.stated() - standing.of(Meaning::Closed);
        format!("{}: {}: {}", words.day(standing.at), words.word(Word::Open), words.count(open))
    };
    let mut svg = begin(frame, "pic-bands", &format!("{}. {}", told(first), told(last)));
    let marks = axis::counts(most);
    let top = marks[marks.len() - 1] as f64;
    for (n, &mark) in marks.iter().enumerate() {
        level(&mut svg, up(mark as f64 / top), &words.count(mark), n == 0);
    }
    days(&mut svg, first.at, last.at, frame);

    // From the bottom up: the closed, then back along the way of a request.
    let mut floor: Vec<u64> = vec![0; standings.len()];
    let mut used = Vec::new();
    put!(svg, "<g role=\"list\">");
    for meaning in MEANINGS.into_iter().rev() {
        let count = |standing: &Standing| match meaning {
            Meaning::Closed => standing.of(meaning).saturating_sub(before),
            other => standing.of(other),
        };
        if standings.iter().all(|standing| count(standing) == 0) {
            continue;
        }
        let ceiling: Vec<u64> = floor.iter().zip(standings).map(|(floor, one)| floor + count(one)).collect();
        let x = |n: usize| At(along(standings[n].at, first.at, last.at));
        let y = |counts: &[u64], n: usize| At(up(counts[n] as f64 / top));
        let mut path = String::new();
        for n in 0..standings.len() {
            let letter = if n == 0 { 'M' } else { 'L' };
            write!(path, "{letter}{} {}", x(n), y(&ceiling, n)).unwrap_or_default();
        }
        for n in (0..standings.len()).rev() {
            write!(path, "L{} {}", x(n), y(&floor, n)).unwrap_or_default();
        }
        let label = format!(
            "{}: {} → {}",
            words.meaning(meaning),
            words.count(count(first)),
            words.count(count(last))
        );
        svg.open("band", &label, None);
        put!(svg, "<path class=\"fill {}\" d=\"{path}z\"/>", class(meaning));
        svg.close(None);
        used.push((class(meaning), words.meaning(meaning)));
        floor = ceiling;
    }
    put!(svg, "</g>");
    used.reverse();
    let entries: Vec<(String, String)> =
        used.into_iter().map(|(class, word)| (format!("fill {class}"), word)).collect();
    legend(&mut svg, &entries.iter().map(|(class, word)| (class.as_str(), word.clone())).collect::<Vec<_>>());
    Picture { svg: svg.end(), table }
}
