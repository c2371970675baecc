//! Ageing as bars: how many open requests there are of each age.

use super::{
    Cell, Frame, Picture, Table, Target, Word, axis,
    plot::{BOTTOM, LEFT, RIGHT, begin, level, nothing, up},
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
    let name = |class: usize| match AGES.get(class) {
        Some(&bound) => format!("≤ {}", words.span(hours(bound))),
        None => format!("> {}", words.span(hours(AGES[AGES.len() - 1]))),
    };
    let table = Table {
        head: [Word::Age, Word::Requests].map(|word| words.word(word)).to_vec(),
        rows: (0..classes.len())
            .map(|class| vec![Cell::Text(name(class)), Cell::Count(classes[class])])
            .collect(),
        targets: (0..classes.len()).map(|class| (classes[class] > 0).then_some(Target::Age(class))).collect(),
    };
    let most = classes.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return Picture { svg: nothing(frame), table };
    }
    let open = words.requests(found.open.len() as u64);
    let mut svg = begin(frame, "pic-bars", &format!("{}: {open}", words.word(Word::Open)));
    let marks = axis::counts(most);
    let top = marks[marks.len() - 1] as f64;
    for (n, &mark) in marks.iter().enumerate() {
        level(&mut svg, up(mark as f64 / top), &words.count(mark), n == 0);
    }
    let width = (RIGHT - LEFT) / classes.len() as f64;
    put!(svg, "<g role=\"list\">");
    for (class, &count) in classes.iter().enumerate() {
        let href = (frame.link)(Target::Age(class)).filter(|_| count > 0);
        svg.open("bar", &format!("{}: {}", name(class), words.requests(count)), href.as_deref());
        let (x, y) = (LEFT + width * (class as f64 + 0.5), up(count as f64 / top));
        put!(
            svg,
            "<rect class=\"in\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            At(x - width * 0.3),
            At(y),
            At(width * 0.6),
            At(BOTTOM - y)
        );
        svg.text("m hi", x, y - 6.0, &words.count(count));
        svg.text("m", x, BOTTOM + 22.0, &name(class));
        svg.close(href.as_deref());
    }
    put!(svg, "</g>");
    Picture { svg: svg.end(), table }
}
