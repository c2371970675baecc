//! The ground of a chart: its sheet in two sizes, its area, grid, days, breaks and legend.

use super::{
    Frame, Picture, Table, Word,
    course::{Course, Piece},
    svg::{At, Safe, Svg, put, wrapped},
};

/// How wide a part must be, or how far from its neighbours, to be a link: WCAG 2.2, 2.5.8. Smaller ones are read, and the table has
/// their links.
pub(super) const FINGER: f64 = 24.0;
/// About how wide a sign of a text is, on the generous side: fonts differ.
pub(super) const SIGN: f64 = 7.8;
/// How wide a row of texts is taken to be.
pub(super) fn width(text: &str) -> f64 {
    SIGN * text.chars().count() as f64
}

/// A chart is drawn twice, so that its words can be read on a wide page and on a phone alike.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub frame: Frame<'a>,
    pub narrow: bool,
}

/// Draws a chart on both sheets.
pub(super) fn both(frame: &Frame<'_>, table: Table, draw: impl Fn(&Sheet<'_>) -> String) -> Picture {
    let id = format!("{}-narrow", frame.id);
    let svg = draw(&Sheet { frame: *frame, narrow: false });
    let narrow = draw(&Sheet { frame: Frame { id: &id, ..*frame }, narrow: true });
    Picture { svg, narrow: Some(narrow), table }
}

/// A chart of nothing says so.
pub(super) fn nothing(frame: &Frame<'_>, table: Table) -> Picture {
    both(frame, table, |sheet| {
        let sentence = frame.words.word(Word::Nothing);
        let mut svg = sheet.begin("pic-none", &sentence);
        let (wide, high) = sheet.size();
        let lines = wrapped(&sentence, if sheet.narrow { 38 } else { 80 }, 3);
        for (n, line) in (0..).zip(&lines) {
            svg.text("m", wide / 2.0, high / 2.0 + 20.0 * f64::from(n), line);
        }
        svg.end()
    })
}

impl Sheet<'_> {
    /// Width and height.
    pub(super) fn size(&self) -> (f64, f64) {
        if self.narrow { (360.0, 340.0) } else { (880.0, 360.0) }
    }

    /// Begins a chart.
    pub(super) fn begin(&self, class: &str, description: &str) -> Svg {
        let (wide, high) = self.size();
        let size = if self.narrow { "pic-narrow" } else { "pic-wide" };
        let class = format!("pic-chart {size} {class}");
        Svg::begin(self.frame.id, &class, [0.0, 0.0, wide, high], self.frame.title, description)
    }

    /// The area of a chart: beside its labels at the left, with so much room at the right, below so many rows of words.
    pub(super) fn area(&self, labels: &[String], right: f64, rows: usize) -> Area {
        let (wide, high) = self.size();
        let longest = labels.iter().map(|label| width(label)).fold(0.0, f64::max);
        Area {
            left: (longest + 10.0).max(24.0),
            right: wide - right,
            top: 20.0 + 22.0 * rows as f64,
            bottom: high - 46.0,
            edge: wide,
            course: None,
        }
    }

    /// Where each entry of a legend stands: its place across and its row. And how many rows there are.
    fn places(&self, entries: &[(String, String)]) -> (Vec<(f64, usize)>, usize) {
        let (mut x, mut row) = (1.0, 0);
        let mut places = Vec::new();
        for (_, word) in entries {
            let wide = 18.0 + width(word);
            if x > 1.0 && x + wide > self.size().0 {
                (x, row) = (1.0, row + 1);
            }
            places.push((x, row));
            x += wide + 18.0;
        }
        (places, row + 1)
    }

    /// How many rows a legend takes.
    pub(super) fn rows(&self, entries: &[(String, String)]) -> usize {
        self.places(entries).1
    }

    /// What the parts mean, at the top: class of the swatch and word.
    pub(super) fn legend(&self, svg: &mut Svg, entries: &[(String, String)]) {
        for ((x, row), (class, word)) in self.places(entries).0.into_iter().zip(entries) {
            let y = 22.0 * row as f64;
            put!(
                svg,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"12\" height=\"12\"/>",
                At(x),
                At(y + 4.0)
            );
            svg.text("s", x + 18.0, y + 14.0, word);
        }
    }

    /// A description, with what the breaks of time leave out.
    pub(super) fn told(&self, description: &str, course: &Course) -> String {
        let words = self.frame.words;
        let mut told = description.to_owned();
        for (before, after) in course.breaks() {
            let gap = words.gap(before.until, after.from);
            told.push_str(&format!(". {} – {}: {gap}", words.day(before.until), words.day(after.from)));
        }
        told
    }
}

/// The area in which a chart is drawn.
pub(super) struct Area {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    /// Where the sheet ends.
    edge: f64,
    /// Time along it, if that is what lies along it.
    pub course: Option<Course>,
}

impl Area {
    /// Where a part (0 to 1) of the way up lies.
    pub(super) fn up(&self, part: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * part.clamp(0.0, 1.0)
    }

    /// A line across, as a path.
    pub(super) fn across(&self, y: f64) -> String {
        match &self.course {
            Some(course) => course.across(y),
            None => format!("M{} {}H{}", At(self.left), At(y), At(self.right)),
        }
    }

    /// A line across with its label at the left.
    pub(super) fn level(&self, svg: &mut Svg, y: f64, label: &str, ground: bool) {
        let class = if ground { "ax0" } else { "ax" };
        put!(svg, "<path class=\"{class}\" d=\"{}\"/>", self.across(y));
        svg.text("e", self.left - 8.0, y + 4.0, label);
    }

    /// Days along the ground, and the breaks between them: torn edges, and how long nothing happened.
    pub(super) fn days(&self, svg: &mut Svg, frame: &Frame<'_>) {
        let Some(course) = &self.course else { return };
        // What finds no room beside the others stands a row below, if it is not one of many.
        let mut taken: [Vec<(f64, f64)>; 2] = Default::default();
        let needed = 2 * course.pieces().len();
        for (n, (at, x)) in course.moments(140.0).into_iter().enumerate() {
            let text = frame.words.day(at);
            let wide = width(&text);
            let edge = |right: bool| {
                let place = |piece: &Piece| if right { piece.right } else { piece.left };
                course.pieces().iter().any(|piece| (place(piece) - x).abs() < 0.01)
            };
            let (class, from) = match () {
                () if edge(false) => ("s", x),
                () if edge(true) => ("e", x - wide),
                () => ("m", x - wide / 2.0),
            };
            // A piece that is narrower than its label has one, that of its end: the other would seem to be later.
            let short = |piece: &Piece| (piece.left - x).abs() < 0.01 && piece.right - piece.left < wide;
            if (2..needed).contains(&n) && course.pieces().iter().any(short) {
                continue;
            }
            let free = |&(left, right): &(f64, f64)| from + wide + 8.0 < left || right + 8.0 < from;
            let inside = from >= 0.0 && from + wide <= self.edge;
            let rows = if n < needed { 2 } else { 1 };
            let Some(row) = (0..rows).find(|&row| inside && taken[row].iter().all(free)) else { continue };
            taken[row].push((from, from + wide));
            let below = 17.0 * row as f64;
            put!(svg, "<path class=\"ax0\" d=\"M{} {}v5\"/>", At(x), At(self.bottom));
            svg.text(class, x, self.bottom + 22.0 + below, &text);
        }
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for (before, after) in course.breaks() {
            let told = frame.words.gap(before.until, after.from);
            let wide = width(&told);
            let middle = f64::midpoint(before.right, after.left);
            let from = (middle - wide / 2.0).min(self.right - wide).max(0.0);
            let days = format!("{} – {}", frame.words.day(before.until), frame.words.day(after.from));
            put!(svg, "<g class=\"gap\"><title>{}: {}</title>", Safe(&days), Safe(&told));
            put!(svg, "<path class=\"tear\" d=\"{}\"/>", self.torn(before.right) + &self.torn(after.left));
            if taken.iter().all(|&(left, right)| from + wide + 8.0 < left || right + 8.0 < from) {
                taken.push((from, from + wide));
                svg.text("m", from + wide / 2.0, self.top - 9.0, &told);
            }
            svg.close_plain();
        }
    }

    /// A torn edge down the area.
    fn torn(&self, x: f64) -> String {
        let teeth = ((self.bottom + 6.0 - self.top) / 12.0).round() as usize;
        format!("M{} {}{}", At(x), At(self.top - 3.0), "l4 3l-8 6l4 3".repeat(teeth))
    }
}
