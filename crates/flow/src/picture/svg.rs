//! Writing SVG.

use std::fmt::{self, Display, Write};

/// A text with the signs of XML escaped. What XML cannot hold at all is left out.
pub(super) struct Safe<'a>(pub &'a str);

impl Display for Safe<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for sign in self.0.chars() {
            match sign {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\t' | '\n' | '\r' => out.write_char(' ')?,
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => (),
                other => out.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// A length with at most one place after the point.
#[derive(Clone, Copy)]
pub(super) struct At(pub f64);

impl Display for At {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        if tenths % 10 == 0 {
            write!(out, "{}", tenths / 10)
        } else {
            write!(out, "{}", tenths as f64 / 10.0)
        }
    }
}

/// An element `svg` being written.
pub(super) struct Svg(String);

/// Adds formatted text; writing to a string cannot fail.
macro_rules! put {
    ($svg:expr, $($text:tt)*) => { $svg.add(format_args!($($text)*)) };
}
pub(super) use put;

impl Svg {
    /// Begins a picture of this class; the box is left, top, width, height. Its parts are to be reached one by one, so it is a group
    /// and not one image.
    pub(super) fn begin(id: &str, class: &str, bounds: [f64; 4], title: &str, description: &str) -> Self {
        let mut svg = Self(String::with_capacity(16 * 1024));
        let [left, top, width, height] = bounds.map(At);
        put!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pic {class}\" viewBox=\"{left} {top} {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"group\" aria-labelledby=\"{id}-t\" aria-describedby=\"{id}-d\">\
             <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            Safe(title),
            Safe(description)
        );
        svg
    }

    pub(super) fn add(&mut self, text: fmt::Arguments<'_>) {
        self.0.write_fmt(text).unwrap_or_default();
    }

    /// A text.
    pub(super) fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        put!(self, "<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>", At(x), At(y), Safe(text));
    }

    /// A part that can be reached: a link where there is something to open, else a thing that only reads. Its label is that of an image
    /// inside, so that what is drawn is not read a second time. Its content follows until [`Svg::close`].
    pub(super) fn open(&mut self, class: &str, label: &str, href: Option<&str>) {
        let label = Safe(label);
        match href {
            Some(href) => put!(
                self,
                "<g role=\"listitem\"><a class=\"{class}\" href=\"{}\"><g role=\"img\" aria-label=\"{label}\">",
                Safe(href)
            ),
            None => put!(
                self,
                "<g role=\"listitem\"><g class=\"{class}\" tabindex=\"0\" role=\"img\" aria-label=\"{label}\">"
            ),
        }
        put!(self, "<title>{label}</title>");
    }

    /// Ends what [`Svg::open`] began.
    pub(super) fn close(&mut self, href: Option<&str>) {
        self.0.push_str(if href.is_some() { "</g></a></g>" } else { "</g></g>" });
    }

    /// Ends a group.
    pub(super) fn close_plain(&mut self) {
        self.0.push_str("</g>");
    }

    pub(super) fn end(mut self) -> String {
        self.0.push_str("</svg>");
        self.0
    }
}

/// A text cut to about this many signs, with an ellipsis.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A text in at most so many lines of at most about so many signs, broken between words; what does not fit is cut with an ellipsis.
pub(super) fn wrapped(text: &str, most: usize, lines: usize) -> Vec<String> {
    let mut found = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let row = found.len();
        let Some(line) = found.last_mut() else { break };
        let long = line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && long > most && row < lines {
            found.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    found.iter().map(|line| shortened(line, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_broken_between_words_and_cut() {
        assert_eq!(wrapped("ИТ, служба поддержки", 18, 2), ["ИТ, служба", "поддержки"]);
        assert_eq!(wrapped("Юристы", 18, 2), ["Юристы"]);
        assert_eq!(
            wrapped("Елена Савина: для своих и для соседей", 18, 2),
            ["Елена Савина: для", "своих и для сосед…"]
        );
        assert_eq!(wrapped("Гидроэлектростанция имени", 18, 1), ["Гидроэлектростанц…"]);
        assert_eq!(wrapped("", 5, 2), [""]);
    }
}
