//! The journal, read by an independent program.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use super::*;

fn example() -> Book {
    let (it, vendor) = (order(1, MARKETING, IT), order(2, MARKETING, VENDOR));
    let shares = [share(1, 171_000_07), share(2, 15_000_00)];
    let mut book = book([
        issue(on(1, 1), COMPANY, purse(MARKETING), 640_000_00).unwrap(),
        reserve(on(2, 2), &it, &shares).unwrap().unwrap(),
        post(on(3, 3), &it, &shares[..1]).unwrap().unwrap(),
        void(on(4, 3), &it, &shares[1..]).unwrap().unwrap(),
        reserve(on(5, 4), &vendor, &whole(9)).unwrap().unwrap(),
        post(on(6, 5), &vendor, &whole(9)).unwrap().unwrap(),
        client_time(on(7, 5), MARKETING, IT, None, Some(request(1)), 3_725).unwrap(),
    ]);
    let back = reverse(on(8, 6), book.get(on(3, 3).id).unwrap(), &[], Extent::Part(1_05)).unwrap();
    book.record(back).unwrap();
    book
}

fn name(unit: UnitId) -> Option<String> {
    let names =
        [(COMPANY, "компания"), (MARKETING, "маркетинг: бренд; и  спрос"), (IT, "IT"), (VENDOR, "IT")];
    names.into_iter().find(|(known, _)| *known == unit).map(|(_, name)| name.to_owned())
}

#[test]
fn the_journal_names_everything_and_no_two_units_alike() {
    let text = journal(example().transfers(), name);
    for expected in [
        "commodity 1000.00 RUB\n",
        "commodity 1000. XTS\n",
        "\n2026-11-01 * issue\n",
        "    appropriation:компания:2026-11  -640000.00 RUB  ; with:маркетинг-бренд-и-спрос\n",
        "    client_time_given:маркетинг-бренд-и-спрос  3725 XTS  ; request:",
        &format!("    settlement:IT-{VENDOR}  0.09 RUB"),
        &format!("    ; reverses:{}\n", on(3, 3).id),
        "booked:2026-11-06T12:00:00Z\n",
    ] {
        assert!(text.contains(expected), "{expected:?} is missing in:\n{text}");
    }
    let nameless = journal(example().transfers(), |_| None);
    assert!(nameless.contains(&format!("settlement:{VENDOR}  0.09 RUB")));
    assert_eq!(journal(&[], name).lines().count(), 2);
}

#[test]
fn hledger_finds_the_same_balances() {
    let required = std::env::var("VITRINA_TEST_HLEDGER").is_ok_and(|value| value == "required");
    if Command::new("hledger").arg("--version").output().is_err() {
        assert!(!required, "VITRINA_TEST_HLEDGER=required, but hledger is not found");
        println!("skipped: hledger not found");
        return;
    }
    let book = example();
    let text = journal(book.transfers(), |unit| Some(unit.to_string()));
    let run = |arguments: &[&str]| {
        let mut child = Command::new("hledger")
            .args(["-f", "-"])
            .args(arguments)
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "hledger refused:\n{text}");
        String::from_utf8(output.stdout).unwrap()
    };

    let total = run(&["balance"]);
    assert_eq!(total.lines().last().map(str::trim), Some("0"), "{total}");

    // One line for each account: "amount commodity  account".
    let flat = run(&["balance", "--flat", "--no-total"]);
    let found: BTreeMap<String, Minor> = flat
        .lines()
        .map(|line| {
            let (amount, account) = line.trim().rsplit_once("  ").unwrap();
            let digits: String = amount.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
            (account.to_owned(), digits.parse().unwrap())
        })
        .collect();
    let expected: BTreeMap<String, Minor> = book
        .balances()
        .filter(|(_, balance)| *balance != 0)
        .map(|(account, balance)| {
            let plain = format!("{}:{}", account.kind.code(), account.unit);
            let name = account.period.map_or(plain.clone(), |period| format!("{plain}:{period}"));
            (name, balance)
        })
        .collect();
    assert_eq!(found, expected, "{flat}");
}
