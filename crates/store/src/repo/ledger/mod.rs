//! Transfers and their postings, and the totals that are written with them in the same transaction.
//!
//! | table | what it holds | written from |
//! |---|---|---|
//! | `budget_row` | a unit's budget of a period: issued, reserved, spent | every posting to budget and reserved accounts |
//! | `open_reserve` | what is reserved now for each request and line | every posting to reserved accounts |
//! | `balance_day` | movements of each account by day, other side and service | every posting |
//! | `balance_period` | the same of earnings, spendings and client time by month | postings to those accounts |
//! | `order_count` | how many different requests those come from | postings to those accounts that name a request |
//!
//! All of them can be computed again from the postings alone.

mod between;
mod delta;
mod figures;
mod load;
mod rebuild;
mod rows;
mod save;
mod stream;
mod totals;

pub use between::paid;
pub use delta::{Balance, BalanceKey, ReserveKey, Trade, balances, periods, reserves};
pub use figures::{Opened, Place, Seen, Wanted, late_postings, opened};
pub use load::{Booked, any_budget, budget, budgets, by_id, of_request, open_of_request, reversals_of};
pub use rebuild::{OrderKey, Rebuilt, Wrong, verify};
pub use rows::{OPEN_RESERVE, POSTING, TOTALS, TRANSFER, posting_values, transfer_values};
pub use save::{SaveError, moved, save};
pub use stream::{
    Kept, KeptPosting, OfRequest, childless, each_by_request, each_of_unit, each_transfer, reserved_between,
};
pub use totals::{OpenOrder, Total, late, open_orders, orders, series, service_names, totals, unit_names};
