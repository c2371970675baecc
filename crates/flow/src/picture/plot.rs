//! The ground of a chart: its area, grid and legend.

use super::{
    Frame,
    axis::moments,
    svg::{At, Svg, put},
};
use crate::log::Millis;

/// The size of a chart, and of the area inside in which it is drawn.
pub(super) const SIZE: (f64, f64) = (760.0, 340.0);
pub(super) const LEFT: f64 = 76.0;
pub(super) const RIGHT: f64 = 744.0;
pub(super) const TOP: f64 = 40.0;
pub(super) const BOTTOM: f64 = 292.0;

/// How wide a part must be, or how far from its neighbours, to be a link: WCAG 2.2, 2.5.8. Smaller ones are read, and the table has
/// their links.
pub(super) const FINGER: f64 = 24.0;

/// Begins a chart.
pub(super) fn begin(frame: &Frame<'_>, class: &str, description: &str) -> Svg {
    Svg::begin(frame.id, &format!("pic-chart {class}"), [0.0, 0.0, SIZE.0, SIZE.1], frame.title, description)
}

/// Where a part (0 to 1) of the way up lies.
pub(super) fn up(part: f64) -> f64 {
    BOTTOM - (BOTTOM - TOP) * part.clamp(0.0, 1.0)
}

/// Where a moment lies between two.
pub(super) fn along(at: Millis, from: Millis, until: Millis) -> f64 {
    let length = (until - from).max(1) as f64;
    LEFT + (RIGHT - LEFT) * ((at - from) as f64 / length).clamp(0.0, 1.0)
}

/// A line across with its label at the left.
pub(super) fn level(svg: &mut Svg, y: f64, label: &str, ground: bool) {
    let class = if ground { "ax0" } else { "ax" };
    put!(svg, "<path class=\"{class}\" d=\"M{LEFT} {}H{RIGHT}\"/>", At(y));
    svg.text("e", LEFT - 8.0, y + 4.0, label);
}

/// Days along the ground.
pub(super) fn days(svg: &mut Svg, from: Millis, until: Millis, frame: &Frame<'_>) {
    let marks = moments(from, until);
    for (n, &at) in marks.iter().enumerate() {
        let class = if n == 0 {
            "s"
        } else if n + 1 == marks.len() {
            "e"
        } else {
            "m"
        };
        svg.text(class, along(at, from, until), BOTTOM + 22.0, &frame.words.day(at));
    }
}

/// What the parts mean, in a line at the top: class of the swatch and word. The widths are guesses from the number of signs, on the
/// generous side.
pub(super) fn legend(svg: &mut Svg, entries: &[(&str, String)]) {
    let mut x = LEFT;
    for (class, word) in entries {
        put!(svg, "<rect class=\"{class}\" x=\"{}\" y=\"10\" width=\"12\" height=\"12\"/>", At(x));
        svg.text("s", x + 18.0, 20.0, word);
        x += 18.0 + 9.0 * word.chars().count() as f64 + 14.0;
    }
}

/// A chart of nothing says so.
pub(super) fn nothing(frame: &Frame<'_>) -> String {
    let sentence = frame.words.word(super::Word::Nothing);
    let mut svg = begin(frame, "pic-none", &sentence);
    svg.text("m", f64::midpoint(LEFT, RIGHT), f64::midpoint(TOP, BOTTOM), &sentence);
    svg.end()
}
