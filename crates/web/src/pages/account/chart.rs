//! Six months as columns: earned solid, spent hollow, the figures of the last one beside them.

use app::ledger::MonthView;
use domain::money::Minor;

use crate::chrome::Chrome;
use crate::parts::table::{Cell, Table};
use crate::routes;

const BOTTOM: i64 = 190;
const HEIGHT: i64 = 168;
const STEP: i64 = 84;
const FIRST: i64 = 56;
const WIDTH: i64 = 32;

/// A column of the chart, in units of its drawing.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    pub x: i64,
    pub y: i64,
    pub height: i64,
}

/// A month.
#[derive(Debug, Clone)]
pub(crate) struct Month {
    /// Three letters.
    pub short: String,
    /// Where its name stands.
    pub x: i64,
    pub earned: Bar,
    pub spent: Bar,
    /// The figures that stand over its columns; on the last month alone.
    pub labels: Option<(String, String)>,
}

/// The chart.
#[derive(Debug, Clone)]
pub(crate) struct Chart {
    pub months: Vec<Month>,
    /// The same in figures, each month with its account.
    pub table: Table,
    /// Lines across: height, figure.
    pub lines: Vec<(i64, String)>,
    /// In what it counts: `тыс. ₽ в месяц`.
    pub unit: String,
    /// What it shows, in one sentence.
    pub desc: String,
}

impl Chart {
    /// The chart of these months, oldest first.
    pub(super) fn of(c: &Chrome, key: &str, months: &[MonthView]) -> Self {
        let one = 10_i64.pow(c.currency.digits());
        let largest = months.iter().map(|month| month.earned.max(month.spent)).max().unwrap_or(0).max(0);
        let thousands = largest >= 10_000 * one;
        let scale = if thousands { 1_000 * one } else { one };
        let step = step(largest, scale);
        let top = step * 3 * scale;
        let height = |sum: Minor| {
            let sum = i128::from(sum.clamp(0, top));
            i64::try_from(sum * i128::from(HEIGHT) / i128::from(top)).unwrap_or(0)
        };
        let bar = |x: i64, sum: Minor| Bar { x, y: BOTTOM - height(sum), height: height(sum) };
        let short = |sum: Minor| c.number((sum + scale / 2).div_euclid(scale));
        let last = months.len().saturating_sub(1);
        let drawn = months.iter().zip(0_i64..).enumerate().map(|(index, (month, place))| {
            let x = FIRST + place * STEP;
            Month {
                short: c.month(month.month.start()).chars().take(3).collect(),
                x: x + WIDTH + 2,
                earned: bar(x, month.earned),
                spent: bar(x + WIDTH + 4, month.spent),
                labels: (index == last).then(|| (short(month.earned), short(month.spent))),
            }
        });
        let ends = |said: &dyn Fn(&MonthView) -> String| {
            (months.first().map(said).unwrap_or_default(), months.last().map(said).unwrap_or_default())
        };
        let (from, to) = ends(&|month| c.month(month.month.start()));
        let (earned_from, earned_to) = ends(&|month| c.money(month.earned));
        let (spent_from, spent_to) = ends(&|month| c.money(month.spent));
        let table = Table::new("", c.t("account-months"))
            .look("sm")
            .plain(c.t("account-chart-month"))
            .figures(c.t("account-earned"))
            .figures(c.t("account-spent"))
            .filled(months.iter().map(|month| {
                let name = Cell::text(c.month(month.month.start()));
                let sums = [month.earned, month.spent].map(|sum| Cell::text(c.money(sum)));
                let [earned, spent] = sums;
                vec![name.to(routes::account_of(key, month.month)), earned, spent]
            }));
        let desc = c.ta(
            "account-chart-desc",
            &[
                ("from", from.into()),
                ("to", to.into()),
                ("earned_from", earned_from.into()),
                ("earned_to", earned_to.into()),
                ("spent_from", spent_from.into()),
                ("spent_to", spent_to.into()),
            ],
        );
        let lines = (0..=3).map(|n| (BOTTOM - HEIGHT / 3 * n, c.number(step * n))).collect();
        // The sign of the currency, as it stands beside a sum.
        let sign: String =
            c.money(0).chars().filter(|sign| !sign.is_ascii_digit() && !sign.is_whitespace()).collect();
        let key = if thousands { "account-chart-thousands" } else { "account-chart-units" };
        Self { months: drawn.collect(), table, lines, unit: c.ta(key, &[("sign", sign.into())]), desc }
    }
}

/// A third of the axis: 1, 2 or 5 times a power of ten, so that three of it hold the largest sum.
fn step(largest: Minor, scale: i64) -> i64 {
    let mut power = 1_i64;
    loop {
        for step in [1, 2, 5] {
            let step = step * power;
            if i128::from(step) * 3 * i128::from(scale) >= i128::from(largest) {
                return step;
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_holds_the_largest_sum() {
        for (largest, scale, expected) in [
            (0, 100, 1),
            (54_000_000, 100_000, 200),
            (60_000_000, 100_000, 200),
            (60_000_001, 100_000, 500),
            (300, 100, 1),
        ] {
            assert_eq!(step(largest, scale), expected, "{largest}");
        }
        assert!(step(i64::MAX, 1) > 0);
    }
}
