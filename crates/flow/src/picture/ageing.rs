//! Ageing as bars: how many open requests there are of each age.

use super::{
    Cell, Frame, Picture, Table, Target, Word, axis,
    plot::{Sheet, both, nothing, width},
    svg::{At, put},
};
use crate::{
    ageing::{AGES, Ageing},
    quantile::hours,
};

/// The bars of what is open.
#[must_use]
pub fn ageing(found: &Ageing, frame: &Frame<'_>) -> Picture {
    let words = frame.words;
    let classes = found.classes();
    let name = |class: usize| name(frame, class);
    let table = Table {
        head: [Word::Age, Word::Requests].map(|word| words.word(word)).to_vec(),
        rows: (0..classes.len())
            .map(|class| vec![Cell::Text(name(class)), Cell::Count(classes[class])])
            .collect(),
        targets: (0..classes.len()).map(|class| (classes[class] > 0).then_some(Target::Age(class))).collect(),
    };
    let most = classes.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return nothing(frame, table);
    }
    both(frame, table, |sheet| draw(sheet, found, &classes, most))
}

/// A class of age in words.
fn name(frame: &Frame<'_>, class: usize) -> String {
    match AGES.get(class) {
        Some(&bound) => format!("≤ {}", frame.words.span(hours(bound))),
        None => format!("> {}", frame.words.span(hours(AGES[AGES.len() - 1]))),
    }
}

fn draw(sheet: &Sheet<'_>, found: &Ageing, classes: &[u64], most: u64) -> String {
    let (frame, words) = (&sheet.frame, sheet.frame.words);
    let open = words.requests(found.open.len() as u64);
    let mut svg = sheet.begin("pic-bars", &format!("{}: {open}", words.word(Word::Open)));
    let marks = axis::counts(most);
    let labels: Vec<String> = marks.iter().map(|&mark| words.count(mark)).collect();
    let area = sheet.area(&labels, 8.0, 1);
    let top = marks[marks.len() - 1] as f64;
    for (n, (&mark, label)) in marks.iter().zip(&labels).enumerate() {
        area.level(&mut svg, area.up(mark as f64 / top), label, n == 0);
    }
    let wide = (area.right - area.left) / classes.len() as f64;
    let names: Vec<String> = (0..classes.len()).map(|class| name(frame, class)).collect();
    // Where there is little room, the unit stands below its number.
    let tight = names.iter().any(|name| width(name) > wide);
    put!(svg, "<g role=\"list\">");
    for (class, (&count, name)) in classes.iter().zip(&names).enumerate() {
        let href = (frame.link)(Target::Age(class)).filter(|_| count > 0);
        svg.open("bar", &format!("{name}: {}", words.requests(count)), href.as_deref());
        let (x, y) = (area.left + wide * (class as f64 + 0.5), area.up(count as f64 / top));
        put!(
            svg,
            "<rect class=\"in\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            At(x - wide * 0.3),
            At(y),
            At(wide * 0.6),
            At(area.bottom - y)
        );
        svg.text("m hi", x, y - 6.0, &words.count(count));
        match name.rsplit_once([' ', '\u{a0}']).filter(|_| tight) {
            Some((number, unit)) => {
                svg.text("m", x, area.bottom + 18.0, number);
                svg.text("m", x, area.bottom + 34.0, unit);
            }
            None => svg.text("m", x, area.bottom + 22.0, name),
        }
        svg.close(href.as_deref());
    }
    put!(svg, "</g>");
    svg.end()
}
