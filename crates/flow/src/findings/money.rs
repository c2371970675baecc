//! Findings in money: hours at the rate of the team that had the request while they passed.
//!
//! This is a price of time, to tell a dear loss from a cheap one: what so many hours cost when the team works. Nobody was paid for a
//! request that lay, and no budget gets this money back when it no longer does. Hours in which the request waited for the customer or for
//! somebody outside have no price, for they are not the team's.
//!
//! Sums are told in two digits. Hours at an average rate are worth no more, and a rate, behind which lie salaries, is not to be read from
//! a sum and its hours; it is taken only where it is spread over enough people, which is for the caller to see to.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Finding;
use crate::log::Name;

/// What is known of an hour of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// What it costs, in the smallest units of the currency.
    PerHour(i64),
    /// No rate is set.
    NotSet,
    /// It is spread over too few people to be told.
    FewPeople,
}

/// What an hour costs, by team.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rates {
    /// The currency, by its code of ISO 4217.
    pub currency: String,
    /// The teams, by their names in the log; those that are not listed have none.
    pub by_team: HashMap<Name, Rate>,
}

/// Why hours have no money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Without {
    /// No rate is set for the team that had the request.
    NotSet,
    /// The rate is spread over too few people.
    FewPeople,
    /// The request waited for the customer or for somebody outside: this is not the team's time.
    NotOurs,
}

/// What a finding comes to in money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Money {
    /// The sum, in the smallest units of the currency, in two digits; none when no hour has a rate.
    pub amount: Option<i64>,
    /// How many of the hours it is for.
    pub hours: f64,
    /// Why the others are not in it; the reason of most of them. None when it is for all.
    pub without: Option<Without>,
}

/// The two first digits of a sum, rounded.
fn two_digits(amount: f64) -> i64 {
    let whole = amount.round() as i64;
    let mut step = 1_i64;
    while whole.abs() / step >= 100 {
        step *= 10;
    }
    (amount / step as f64).round() as i64 * step
}

impl Finding {
    /// The hours of the finding in money.
    #[must_use]
    pub fn money(&self, rates: &Rates) -> Money {
        let (mut sum, mut hours) = (0.0, 0.0);
        let (mut not_set, mut few) = (0.0, 0.0);
        for (team, spent) in &self.teams {
            match rates.by_team.get(team) {
                Some(Rate::PerHour(rate)) => {
                    sum += spent * *rate as f64;
                    hours += spent;
                }
                Some(Rate::FewPeople) => few += spent,
                Some(Rate::NotSet) | None => not_set += spent,
            }
        }
        // What is left of rounding is no reason.
        let enough = |hours: f64| hours > self.hours * 1e-6;
        let not_ours = self.hours - hours - not_set - few;
        let why = [(not_set, Without::NotSet), (few, Without::FewPeople), (not_ours, Without::NotOurs)];
        let why = why.into_iter().filter(|(hours, _)| enough(*hours));
        let without = why.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, why)| why);
        Money { amount: enough(hours).then(|| two_digits(sum)), hours, without }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{About, FindingKind};

    fn finding(hours: f64, teams: &[(u32, f64)]) -> Finding {
        Finding {
            kind: FindingKind::Idle,
            about: About::All,
            times: 1,
            hours,
            teams: teams.iter().map(|(team, hours)| (Name(*team), *hours)).collect(),
            places: vec![0],
        }
    }

    fn rates() -> Rates {
        let by_team = [(1, Rate::PerHour(150_000)), (2, Rate::PerHour(99_900)), (3, Rate::FewPeople)];
        Rates {
            currency: "RUB".into(),
            by_team: by_team.into_iter().map(|(team, rate)| (Name(team), rate)).collect(),
        }
    }

    #[test]
    fn each_hour_has_the_rate_of_its_team() {
        let money = finding(30.0, &[(1, 10.0), (2, 20.0)]).money(&rates());
        // 15 000,00 and 19 980,00 are 34 980,00.
        assert_eq!(money, Money { amount: Some(3_500_000), hours: 30.0, without: None });
    }

    #[test]
    fn hours_without_a_rate_say_why() {
        let of = |teams: &[(u32, f64)]| {
            let money = finding(10.0, teams).money(&rates());
            (money.amount, money.without)
        };
        assert_eq!(of(&[(4, 10.0)]), (None, Some(Without::NotSet)));
        assert_eq!(of(&[(3, 10.0)]), (None, Some(Without::FewPeople)));
        assert_eq!(of(&[]), (None, Some(Without::NotOurs)));
        assert_eq!(of(&[(1, 2.0), (3, 3.0), (4, 4.0)]), (Some(300_000), Some(Without::NotSet)));
        assert_eq!(finding(10.0, &[(1, 10.0)]).money(&Rates::default()).amount, None);
    }

    #[test]
    fn sums_have_two_digits() {
        for (exact, told) in
            [(0.0, 0), (7.4, 7), (99.4, 99), (99.6, 100), (104.9, 100), (995.0, 1_000), (12_499.9, 12_000)]
        {
            assert_eq!(two_digits(exact), told, "{exact}");
        }
    }
}
