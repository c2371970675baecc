//! What an hour of a unit costs. Finance sets it; nobody else sees it, for behind it lie salaries. It is used only where it is spread
//! over [`FEWEST_PEOPLE`] or more, and it is never posted: it turns hours that are told anyway into money.

use std::collections::BTreeMap;

use crate::ids::UnitId;
use crate::money::{MAX_AMOUNT, Minor};
use crate::time::Instant;

/// The fewest people over whom a rate may be spread before anything is told in money.
pub const FEWEST_PEOPLE: usize = 5;

/// The largest rate: a hundred thousandth of the largest amount, so that the hours of a century stay in 64 bits.
pub const MAX_PER_HOUR: Minor = MAX_AMOUNT / 100_000;

/// One version of the rate of a unit. Versions are never changed: the next one replaces it from its day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateVersion {
    /// Counts from 1.
    pub number: u32,
    /// What an hour costs, in the smallest units of the company's currency.
    pub per_hour: Minor,
    /// From when it holds; not before the version before it.
    pub valid_from: Instant,
}

/// The version that holds at a moment: the last of those that began by then. None before the first.
pub fn in_force(versions: &[RateVersion], at: Instant) -> Option<&RateVersion> {
    versions.iter().rev().find(|version| version.valid_from <= at)
}

/// Whose rate holds for each unit: its own where it has one, else that of the nearest unit above it that has one. Units for which none
/// holds are left out. `units` gives what each is part of, and whether it has a rate.
///
/// So the people over whom a rate is spread are those of its unit and of the parts for which it holds.
pub fn holders(units: &BTreeMap<UnitId, (Option<UnitId>, bool)>) -> BTreeMap<UnitId, UnitId> {
    let holder = |unit: UnitId| {
        let mut here = Some(unit);
        // No way up is longer than there are units, so a damaged tree ends too.
        for _ in 0..=units.len() {
            let (parent, rated) = units.get(&here?)?;
            if *rated {
                return here;
            }
            here = *parent;
        }
        None
    };
    units.keys().filter_map(|unit| Some((*unit, holder(*unit)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn version(number: u32, from: i64) -> RateVersion {
        RateVersion { number, per_hour: i64::from(number) * 100, valid_from: Instant::from_millis(from) }
    }

    #[test]
    fn the_last_version_that_began_is_in_force() {
        // The third corrects the second from the same moment on.
        let versions = [version(1, 10), version(2, 20), version(3, 20), version(4, 90)];
        let number = |at| in_force(&versions, Instant::from_millis(at)).map(|version| version.number);
        assert_eq!([9, 10, 19, 20, 89, 90].map(number), [None, Some(1), Some(1), Some(3), Some(3), Some(4)]);
        assert_eq!(in_force(&[], Instant::from_millis(0)), None);
    }

    fn unit(n: u8) -> UnitId {
        UnitId(Uuid::from_u128(u128::from(n)))
    }

    #[test]
    fn a_part_has_its_own_rate_or_that_of_the_nearest_unit_above() {
        let tree = BTreeMap::from([
            (unit(1), (None, true)),
            (unit(2), (Some(unit(1)), false)),
            (unit(3), (Some(unit(2)), true)),
            (unit(4), (Some(unit(3)), false)),
            (unit(5), (None, false)),
        ]);
        let expected = [(1, 1), (2, 1), (3, 3), (4, 3)].map(|(part, of)| (unit(part), unit(of)));
        assert_eq!(holders(&tree), BTreeMap::from(expected));
    }

    proptest! {
        #[test]
        fn any_tree_even_a_damaged_one_gives_rated_holders(
            parts in prop::collection::vec((0_u8..12, any::<bool>()), 0..12),
        ) {
            let tree: BTreeMap<_, _> = (0..).zip(&parts)
                .map(|(n, (parent, rated))| (unit(n), ((*parent < 10).then_some(unit(*parent)), *rated)))
                .collect();
            let found = holders(&tree);
            for (part, holder) in &found {
                prop_assert!(tree[holder].1);
                prop_assert!(!tree[part].1 || part == holder);
            }
        }
    }
}
