//! The exported journal, read by an independent program.

use std::io::Write;
use std::process::{Command, Stdio};

use app::AppError;
use app::ledger::journal;
use domain::permission::Viewer;
use testkit::each_db;

use crate::ledger::checks::sound;
use crate::ledger::effects::crm;
use crate::ledger::world::*;

fn exported(world: &World<'_>) -> String {
    let cx = cx(world.f, finance());
    let text = world.f.db.read_blocking(move |tx| {
        let mut text = String::new();
        journal(tx, &cx, &mut |piece| {
            text.push_str(piece);
            Ok(())
        })?;
        Ok::<_, AppError>(text)
    });
    text.unwrap()
}

/// The output of hledger on a journal; `None` when it is not there and need not be.
fn hledger(text: &str, arguments: &[&str]) -> Option<String> {
    let required = std::env::var("VITRINA_TEST_HLEDGER").is_ok_and(|value| value == "required");
    if Command::new("hledger").arg("--version").output().is_err() {
        assert!(!required, "VITRINA_TEST_HLEDGER=required, but hledger is not found");
        eprintln!("skipped: hledger is not found");
        return None;
    }
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
    Some(String::from_utf8(output.stdout).unwrap())
}

each_db! {
    fn hledger_reads_the_same_balances(f) {
        let mut world = World::new(f);
        crm(&mut world);
        let book = sound(&world);
        let text = exported(&world);
        let Some(flat) = hledger(&text, &["balance", "--flat"]) else { return };
        let lines: Vec<_> = flat.lines().map(str::trim).collect();
        assert_eq!(lines.last(), Some(&"0"), "{flat}");
        for expected in [
            "457000.00 RUB  budget:marketing:2026-03",
            "183000.00 RUB  cost:marketing",
            "-183000.00 RUB  revenue:it",
            "12000.00 RUB  settlement:legal",
            "-640000.00 RUB  appropriation:company:2026-03",
            "-485 XTS  client_time_taken:legal",
        ] {
            assert!(lines.contains(&expected), "{expected:?} is missing in\n{flat}");
        }
        let moved = book.balances().filter(|(_, balance)| *balance != 0).count();
        assert_eq!(lines.len(), moved + 2, "nothing beside the accounts, a rule and the total:\n{flat}");
    }

    fn only_finance_and_auditors_export(f) {
        World::new(f);
        let cx = cx(f, Viewer::nobody());
        let refused = f.db.read_blocking(move |tx| journal(tx, &cx, &mut |_| Ok(())));
        assert!(matches!(refused, Err(AppError::Forbidden)));
    }
}
