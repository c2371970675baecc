//! Cumulative flow as bands, one for each meaning, the closed at the bottom.

use std::fmt::Write;

use super::{
    Cell, Frame, Picture, Table, Target, Word, axis,
    course::Course,
    map::class,
    plot::{Sheet, both, nothing},
    svg::{At, put},
};
use crate::{
    cumulative::Standing,
    log::{Meaning, Millis},
    times::MEANINGS,
};

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
        return nothing(frame, table);
    };
    let before = first.of(Meaning::Closed);
    let height = |standing: &Standing| standing.stated().saturating_sub(before);
    let most = standings.iter().map(height).max().unwrap_or(0);
    if most == 0 || first.at >= last.at {
        return nothing(frame, table);
    }
    both(frame, table, |sheet| draw(sheet, standings, first, last, most))
}

/// The times at which something changed.
fn busy(standings: &[Standing]) -> impl Iterator<Item = (Millis, Millis)> {
    standings.windows(2).filter(|pair| pair[0].counts != pair[1].counts).map(|pair| (pair[0].at, pair[1].at))
}

fn draw(sheet: &Sheet<'_>, standings: &[Standing], first: &Standing, last: &Standing, most: u64) -> String {
    let (frame, words) = (&sheet.frame, sheet.frame.words);
    let before = first.of(Meaning::Closed);
    // From the bottom up: the closed, then back along the way of a request.
    let count = |standing: &Standing, meaning: Meaning| match meaning {
        Meaning::Closed => standing.of(meaning).saturating_sub(before),
        other => standing.of(other),
    };
    let used: Vec<Meaning> = (MEANINGS.into_iter())
        .filter(|&meaning| standings.iter().any(|standing| count(standing, meaning) > 0))
        .collect();
    let entries: Vec<(String, String)> =
        used.iter().map(|&one| (format!("fill {}", class(one)), words.meaning(one))).collect();
    let marks = axis::counts(most);
    let labels: Vec<String> = marks.iter().map(|&mark| words.count(mark)).collect();
    let mut area = sheet.area(&labels, 8.0, sheet.rows(&entries));
    let course = Course::new((first.at, last.at), busy(standings), (area.left, area.right));
    if course.breaks().next().is_some() {
        area.top += 20.0;
    }
    area.course = Some(course.clone());
    let told = |standing: &Standing| {
        let open = standing.stated() - standing.of(Meaning::Closed);
        format!("{}: {}: {}", words.day(standing.at), words.word(Word::Open), words.count(open))
    };
    let told = sheet.told(&format!("{}. {}", told(first), told(last)), &course);
    let mut svg = sheet.begin("pic-bands", &told);
    let top = marks[marks.len() - 1] as f64;
    for (n, (&mark, label)) in marks.iter().zip(&labels).enumerate() {
        area.level(&mut svg, area.up(mark as f64 / top), label, n == 0);
    }
    area.days(&mut svg, frame);

    let mut floor: Vec<u64> = vec![0; standings.len()];
    put!(svg, "<g role=\"list\">");
    for &meaning in used.iter().rev() {
        let ceiling: Vec<u64> =
            floor.iter().zip(standings).map(|(floor, one)| floor + count(one, meaning)).collect();
        let mut path = String::new();
        for piece in course.pieces() {
            let inside: Vec<usize> = (0..standings.len())
                .filter(|&n| (piece.from..=piece.until).contains(&standings[n].at))
                .collect();
            // What stands alone beside a break is as wide as its piece.
            let places: Vec<(usize, f64)> = match inside[..] {
                [n] => vec![(n, piece.left), (n, piece.right)],
                _ => inside.into_iter().map(|n| (n, course.x(standings[n].at))).collect(),
            };
            let point = |n: usize, x: f64, counts: &[u64]| {
                format!("{} {}", At(x), At(area.up(counts[n] as f64 / top)))
            };
            let above = places.iter().map(|&(n, x)| point(n, x, &ceiling));
            let below = places.iter().rev().map(|&(n, x)| point(n, x, &floor));
            let outline: Vec<String> = above.chain(below).collect();
            if !outline.is_empty() {
                write!(path, "M{}z", outline.join("L")).unwrap_or_default();
            }
        }
        let label = format!(
            "{}: {} → {}",
            words.meaning(meaning),
            words.count(count(first, meaning)),
            words.count(count(last, meaning))
        );
        svg.open("band", &label, None);
        put!(svg, "<path class=\"fill {}\" d=\"{path}\"/>", class(meaning));
        svg.close(None);
        floor = ceiling;
    }
    put!(svg, "</g>");
    sheet.legend(&mut svg, &entries);
    svg.end()
}
