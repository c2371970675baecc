//! Random choices that are the same for the same seed, on every machine and in every release.

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
#[derive(Debug, Clone)]
pub(super) struct Rng(u64);

impl Rng {
    /// A source of its own for each pair: requests can be made in any order, by any thread.
    pub(super) fn new(seed: u64, place: u64) -> Self {
        let mut rng = Self(seed ^ place.wrapping_mul(0xd6e8_feb8_6659_fd93));
        rng.next();
        rng
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below `n`; 0 when `n` is 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        usize::try_from((u128::from(self.next()) * n as u128) >> 64).unwrap_or(0)
    }

    /// From `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = usize::try_from(to - from + 1).unwrap_or(1);
        from + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True in so many of a hundred cases.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// True in so many of a thousand cases.
    pub(super) fn rarely(&mut self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }

    /// One of them.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of `n`, the first ones much more often than the last: some services are asked for every hour.
    pub(super) fn favourite(&mut self, n: usize) -> usize {
        let within = self.below(n) + 1;
        self.below(within)
    }

    /// A span around `typical`, mostly shorter, now and then several times as long.
    pub(super) fn span(&mut self, typical: i64) -> i64 {
        let u = self.between(0, 999);
        let usual = typical * (150 + u * u / 600) / 1000;
        if self.chance(4) { usual + typical * self.between(2, 8) } else { usual.max(1) }
    }

    /// Bytes that tell the ids of one command from those of another.
    pub(super) fn entropy(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.next().to_le_bytes());
        bytes[8..].copy_from_slice(&self.next().to_le_bytes()[..2]);
        bytes
    }

    /// The salt of a content row.
    pub(super) fn salt(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.next().to_le_bytes());
        bytes[8..].copy_from_slice(&self.next().to_le_bytes());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_repeat_and_keep_their_bounds() {
        let draw = |place| {
            let mut rng = Rng::new(1, place);
            (0..1000)
                .map(|_| (rng.below(7), rng.between(-3, 3), rng.favourite(9), rng.span(3600)))
                .collect::<Vec<_>>()
        };
        let first = draw(0);
        assert_eq!(first, draw(0));
        assert_ne!(first, draw(1));
        assert!(first.iter().all(|(a, b, c, d)| *a < 7 && (-3..=3).contains(b) && *c < 9 && *d > 0));
        let favourites = |n| first.iter().filter(|(_, _, c, _)| *c == n).count();
        assert!(favourites(0) > 4 * favourites(8));
        assert_eq!(Rng::new(1, 1).below(0), 0);
    }
}
