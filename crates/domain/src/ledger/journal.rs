//! The ledger as a plain-text accounting journal, for hledger and its kin to check independently.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Account, Transfer};
use crate::ids::UnitId;
use crate::money::{Currency, Minor};

/// Writes transfers as a journal, one transaction each in the order given: the effective day, the kind, the moment it was booked and the
/// ids as tags. Accounts are `kind:unit` or `kind:unit:period`; seconds are the commodity `XTS`. A unit without a name, or whose
/// name is another's too, is told apart by its id.
pub fn journal(transfers: &[Transfer], name: impl Fn(UnitId) -> Option<String>) -> String {
    let postings = transfers.iter().flat_map(Transfer::postings);
    let currencies: BTreeSet<_> = postings.map(|posting| posting.account.currency).collect();
    journal_head(currencies) + &journal_entries(transfers, name)
}

/// What a journal begins with: how its amounts are written.
pub fn journal_head(currencies: impl IntoIterator<Item = Currency>) -> String {
    let mut text = String::from("; debits are positive\ndecimal-mark .\n");
    for currency in currencies {
        let sample = match currency.digits() {
            0 => "1000.".to_owned(),
            _ => decimal(1000 * 10_i64.pow(currency.digits()), currency),
        };
        line(&mut text, format_args!("commodity {sample} {currency}"));
    }
    text
}

/// The transactions of [`journal`] alone, so that a long one can be written piece by piece. Names must then be unique by themselves: only
/// units of the same piece are told apart.
pub fn journal_entries(transfers: &[Transfer], name: impl Fn(UnitId) -> Option<String>) -> String {
    let names = names(transfers, name);
    let mut text = String::new();
    for transfer in transfers {
        let head = transfer.head();
        line(&mut text, format_args!("\n{} * {}", head.effective, head.kind.code()));
        line(&mut text, format_args!("    ; transfer:{}, booked:{}", head.id, head.booked_at.to_timestamp()));
        line(&mut text, format_args!("    ; cause:{}/{}", head.cause.stream, head.cause.seq));
        if let Some(original) = head.reverses {
            line(&mut text, format_args!("    ; reverses:{original}"));
        }
        for posting in transfer.postings() {
            let amount = decimal(posting.amount, posting.account.currency);
            let account = account(&posting.account, &names);
            let mut tags = Vec::new();
            tags.extend(posting.request.map(|id| format!("request:{id}")));
            tags.extend(posting.line.map(|id| format!("line:{id}")));
            tags.extend(posting.service_version.map(|id| format!("service:{id}")));
            tags.extend(posting.counterparty.map(|unit| format!("with:{}", names[&unit])));
            let comment = if tags.is_empty() { String::new() } else { format!("  ; {}", tags.join(", ")) };
            line(&mut text, format_args!("    {account}  {amount} {}{comment}", posting.account.currency));
        }
    }
    text
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{content}");
}

fn account(account: &Account, names: &BTreeMap<UnitId, String>) -> String {
    let (kind, unit) = (account.kind.code(), &names[&account.unit]);
    match account.period {
        Some(period) => format!("{kind}:{unit}:{period}"),
        None => format!("{kind}:{unit}"),
    }
}

/// A name for every unit of the transfers, unique and free of what the format gives a meaning.
fn names(transfers: &[Transfer], name: impl Fn(UnitId) -> Option<String>) -> BTreeMap<UnitId, String> {
    let postings = transfers.iter().flat_map(Transfer::postings);
    let units: BTreeSet<_> =
        postings.flat_map(|posting| [Some(posting.account.unit), posting.counterparty]).flatten().collect();
    let mut names: BTreeMap<UnitId, String> = BTreeMap::new();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for unit in units {
        let clean = clean(&name(unit).unwrap_or_default());
        *count.entry(clean.clone()).or_default() += 1;
        names.insert(unit, clean);
    }
    for (unit, name) in &mut names {
        if name.is_empty() {
            *name = unit.to_string();
        } else if count[name] > 1 {
            *name = format!("{name}-{unit}");
        }
    }
    names
}

/// Letters, digits and dots of any script stay; everything else becomes one hyphen.
fn clean(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '_');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// The amount with the currency's own number of decimals and a point.
fn decimal(amount: Minor, currency: Currency) -> String {
    let digits = currency.digits() as usize;
    if digits == 0 {
        return amount.to_string();
    }
    let sign = if amount < 0 { "-" } else { "" };
    let plain = format!("{:0width$}", amount.unsigned_abs(), width = digits + 1);
    let (whole, part) = plain.split_at(plain.len() - digits);
    format!("{sign}{whole}.{part}")
}
