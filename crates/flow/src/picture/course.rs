//! Time along a chart, with breaks where nothing happened for long.

use crate::{gaps::stretches, log::Millis};

/// The width of a break.
pub(super) const BREAK: f64 = 26.0;
/// The least part of the room that a stretch gets, so that a month beside years can be seen.
const LEAST: f64 = 0.1;

/// A part of the axis: between two moments, between two places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Piece {
    pub from: Millis,
    pub until: Millis,
    pub left: f64,
    pub right: f64,
}

/// The whole axis: pieces in the order of time, a break between neighbours. They share one scale, but that none is narrower than
/// a tenth of the room.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Course(Vec<Piece>);

impl Course {
    /// The axis of the time between two moments in which these things happened (first and last moment of each), between two places.
    pub(super) fn new(
        (from, until): (Millis, Millis),
        busy: impl IntoIterator<Item = (Millis, Millis)>,
        (left, right): (f64, f64),
    ) -> Self {
        let parts = stretches(from, until, busy);
        let room = right - left - BREAK * (parts.len() as f64 - 1.0);
        let mut at = left;
        let shares = shares(&parts);
        let mut pieces: Vec<Piece> = (parts.iter().zip(shares))
            .map(|(&(from, until), share)| {
                let piece = Piece { from, until, left: at, right: at + room * share };
                at = piece.right + BREAK;
                piece
            })
            .collect();
        if let Some(last) = pieces.last_mut() {
            last.right = right;
        }
        Self(pieces)
    }

    pub(super) fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// The breaks: the end of one piece and the beginning of the next.
    pub(super) fn breaks(&self) -> impl Iterator<Item = (Piece, Piece)> {
        self.0.windows(2).map(|pair| (pair[0], pair[1]))
    }

    /// Where a moment lies; one that nothing happened at lies in its break, one outside at the end.
    pub(super) fn x(&self, at: Millis) -> f64 {
        let n = self.0.partition_point(|piece| piece.from <= at).saturating_sub(1);
        let piece = self.0[n];
        let between = |from: Millis, until: Millis, left: f64, right: f64| {
            let part = at.saturating_sub(from) as f64 / until.saturating_sub(from).max(1) as f64;
            left + (right - left) * part.clamp(0.0, 1.0)
        };
        match self.0.get(n + 1) {
            Some(next) if at > piece.until => between(piece.until, next.from, piece.right, next.left),
            None if at >= piece.until => piece.right,
            _ => between(piece.from, piece.until, piece.left, piece.right),
        }
    }

    /// A line across at a height, interrupted by the breaks, as a path.
    pub(super) fn across(&self, y: f64) -> String {
        let line = |piece: &Piece| {
            format!("M{} {}H{}", super::svg::At(piece.left), super::svg::At(y), super::svg::At(piece.right))
        };
        self.0.iter().map(line).collect()
    }

    /// Moments to be marked with their places, the most important first: both ends, those beside the breaks, then those inside at equal
    /// distance, as many as have room where a mark is so wide. Whoever draws them leaves out those that do not fit.
    pub(super) fn moments(&self, wide: f64) -> Vec<(Millis, f64)> {
        let (first, last) = (self.0[0], self.0[self.0.len() - 1]);
        let mut found = vec![(first.from, first.left), (last.until, last.right)];
        // A piece of one moment has one mark, that of the end.
        for (before, after) in self.breaks() {
            let marks = [(after, after.from, after.left), (before, before.until, before.right)];
            let marks = marks.into_iter().filter(|(piece, _, _)| piece.from < piece.until);
            found.extend(marks.map(|(_, at, x)| (at, x)));
        }
        for piece in &self.0 {
            let spaces = ((piece.right - piece.left) / wide).floor().clamp(1.0, 5.0);
            for n in 1..spaces as i64 {
                let part = n as f64 / spaces;
                let at = piece.from + ((piece.until - piece.from) as f64 * part) as Millis;
                found.push((at, self.x(at)));
            }
        }
        found
    }
}

/// What part of the room each stretch gets: by its length, but none less than [`LEAST`].
fn shares(parts: &[(Millis, Millis)]) -> Vec<f64> {
    if let [_] = parts {
        return vec![1.0];
    }
    let lengths: Vec<f64> = parts.iter().map(|(from, until)| (until - from) as f64).collect();
    let mut least = vec![false; parts.len()];
    loop {
        let (mut long, mut room) = (0.0, 1.0);
        for (length, least) in lengths.iter().zip(&least) {
            if *least { room -= LEAST } else { long += length }
        }
        let share = |n: usize| match (least[n], long > 0.0) {
            (true, _) | (_, false) => LEAST,
            _ => room * lengths[n] / long,
        };
        let shares: Vec<f64> = (0..parts.len()).map(share).collect();
        match (0..parts.len()).find(|&n| !least[n] && shares[n] < LEAST) {
            Some(n) => least[n] = true,
            None => return shares,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ageing::DAY;

    fn at(days: impl IntoIterator<Item = Millis>) -> Vec<(Millis, Millis)> {
        days.into_iter().map(|day| (day * DAY, day * DAY)).collect()
    }

    #[test]
    fn years_of_nothing_are_one_break() {
        let course = Course::new((0, 3680 * DAY), at((0..370).chain(3650..3680)), (0.0, 426.0));
        let [first, second] = course.pieces() else { panic!("{course:?}") };
        // 370 days and 30 in four hundred units, but that the thirty get a tenth.
        assert_eq!((first.left, first.right), (0.0, 360.0));
        assert_eq!((second.left, second.right), (386.0, 426.0));
        assert_eq!(course.x(185 * DAY), 180.0);
        assert_eq!(course.x(3665 * DAY), 406.0);
        let nowhere = course.x(2000 * DAY);
        assert!(nowhere > 360.0 && nowhere < 386.0);
        assert_eq!(course.across(7.0), "M0 7H360M386 7H426");
    }

    #[test]
    fn one_scale_holds_for_all_pieces_where_they_are_long_enough() {
        let course = Course::new((0, 4000 * DAY), at((0..600).chain(3600..4000)), (10.0, 1036.0));
        let scale = |piece: &Piece| (piece.right - piece.left) / ((piece.until - piece.from) / DAY) as f64;
        let scales: Vec<f64> = course.pieces().iter().map(scale).collect();
        assert!(scales.len() == 2 && scales.iter().all(|scale| (scale - 1.0).abs() < 1e-9), "{scales:?}");
    }

    #[test]
    fn marks_begin_with_the_ends() {
        let course = Course::new((0, 100 * DAY), [], (0.0, 400.0));
        let found = course.moments(100.0);
        assert_eq!(&found[..2], [(0, 0.0), (100 * DAY, 400.0)]);
        assert_eq!(found[2..].iter().map(|mark| mark.1).collect::<Vec<_>>(), [100.0, 200.0, 300.0]);
        let course = Course::new((0, 3680 * DAY), at((0..370).chain(3650..3680)), (0.0, 426.0));
        let marked: Vec<Millis> = course.moments(1000.0).into_iter().map(|mark| mark.0 / DAY).collect();
        assert_eq!(marked, [0, 3680, 3650, 370]);
    }

    proptest! {
        #[test]
        fn order_is_kept_and_all_lies_inside(
            length in 0_i64..6000,
            days in prop::collection::vec(0_i64..6000, 0..12),
            looked in prop::collection::vec(-100_i64..6100, 2..40),
        ) {
            let course = Course::new((0, length * DAY), at(days), (76.0, 744.0));
            let mut looked = looked;
            looked.sort_unstable();
            let places: Vec<f64> = looked.iter().map(|day| course.x(day * DAY)).collect();
            prop_assert!(places.iter().all(|x| (76.0 - 1e-9..=744.0 + 1e-9).contains(x)));
            prop_assert!(places.windows(2).all(|pair| pair[0] <= pair[1] + 1e-9));
            for (piece, next) in course.breaks() {
                prop_assert!((next.left - piece.right - BREAK).abs() < 1e-9);
                prop_assert!(piece.until < next.from);
            }
            let least = (744.0 - 76.0 - 3.0 * BREAK) * LEAST;
            prop_assert!(course.pieces().iter().all(|piece| piece.right - piece.left >= least - 1e-6));
        }

        #[test]
        fn without_gaps_it_is_a_ruler(length in 1_i64..170, day in 0_i64..170) {
            let course = Course::new((0, length * DAY), [], (76.0, 744.0));
            let plain = 76.0 + 668.0 * (day.min(length) as f64 / length as f64);
            prop_assert!((course.x(day * DAY) - plain).abs() < 1e-9);
            prop_assert_eq!(course.breaks().count(), 0);
        }
    }
}
