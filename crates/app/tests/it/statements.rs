//! How many statements each command runs: the ratchet is the file beside this one. Fewer is better; more wants a reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use app::requests::{Input, NewStatement, Target, act, state};
use domain::ids::PersonId;
use domain::request::{LineKind, Solved, WouldPay};
use domain::time::Clock;
use store::Engine;
use testkit::each_db;

use crate::journey::crm::Crm;
use crate::world::{cx, viewer};

/// What commands ran at most when the file was written last: a line for each, with the statements without and with the customer's time on
/// SQLite, then on PostgreSQL.
const RATCHET: &str = include_str!("statements.txt");

/// Counts commands of one story, told twice: as programs send them, and from a page, which counts the customer's time.
struct Count<'a> {
    s: &'a Crm<'a>,
    metered: bool,
    counts: BTreeMap<&'static str, [u64; 2]>,
}

impl Count<'_> {
    fn note(&mut self, name: &'static str, count: u64) {
        let place = usize::from(self.metered);
        let known = &mut self.counts.entry(name).or_default()[place];
        *known = count.max(*known);
    }

    fn opened(&self) -> Option<domain::time::Instant> {
        self.metered.then(|| self.s.w.f.clock.now().plus_seconds(-60))
    }

    fn act(&mut self, name: &'static str, who: PersonId, number: i64, input: Input) {
        self.s.w.f.clock.advance_seconds(3600);
        let (f, opened) = (self.s.w.f, self.opened());
        let cx = cx(f, viewer(f, who));
        let shown = std::env::var("VITRINA_STATEMENTS").is_ok_and(|shown| shown == name);
        let ran = f.db.write_blocking(move |tx| -> Result<_, app::AppError> {
            tx.trace();
            act(tx, &mut cx.clone(), number, None, opened, input.clone())?;
            Ok((tx.statements(), tx.traced()))
        });
        let (count, traced) = ran.unwrap();
        if shown {
            for traced in traced {
                println!("{name}: {:.110}", traced.text);
            }
        }
        self.note(name, count);
    }

    fn state(&mut self, who: PersonId) -> i64 {
        self.s.w.f.clock.advance_seconds(3600);
        let (f, opened, unit) = (self.s.w.f, self.opened(), self.s.w.it);
        let cx = cx(f, viewer(f, who));
        let new = NewStatement {
            text: "Нужно поле".to_owned(),
            target: Target::Unit(unit),
            beneficiary: None,
            files: Vec::new(),
            parent: None,
            class: None,
        };
        let ran = f.db.write_blocking(move |tx| -> Result<_, app::AppError> {
            let acted = state(tx, &mut cx.clone(), opened, new.clone())?;
            Ok((acted.number, tx.statements()))
        });
        let (number, count) = ran.unwrap();
        self.note("state", count);
        number
    }

    fn tell(&mut self, metered: bool) {
        self.metered = metered;
        let (anna, ilya) = (self.s.anna, self.s.ilya);
        let no = self.state(anna);
        self.act("claim", ilya, no, Input::Claim);
        let text = "Для чего поле?".to_owned();
        self.act("message", ilya, no, Input::Message { text: text.clone(), files: Vec::new() });
        self.act("message", anna, no, Input::Message { text, files: Vec::new() });
        let brief = self.s.brief(no, &["работает"]);
        self.act("send_brief", ilya, no, brief);
        self.act("confirm_brief", anna, no, Input::ConfirmBrief { version: 1 });
        let offer = self.s.offer(no, &[(LineKind::Labour, 100_000, &[0])], 90);
        self.act("send_offer", ilya, no, offer);
        let chosen = self.s.request(no).offers[0].id;
        self.act("choose", anna, no, Input::Choose { offer: chosen, reason: "Берём".to_owned() });
        let note = "Готово".to_owned();
        self.act("deliver", ilya, no, Input::Deliver { note, files: Vec::new(), actuals: Vec::new() });
        let verdicts = self.s.verdicts(no, &[]);
        self.act("judge", anna, no, verdicts);
        let review = Input::Review {
            solved: Solved::Yes,
            seconds: None,
            would_pay: WouldPay::Yes,
            comment: String::new(),
        };
        self.act("review", anna, no, review);
        let no = self.state(anna);
        self.act("cancel", anna, no, Input::Cancel { reason: "Не нужно".to_owned() });
    }
}

each_db! {
    fn no_command_runs_more_statements_than_it_did(f) {
        let s = Crm::new(f);
        // As pages do before anybody gives a command.
        f.db.read_blocking(|tx| app::ledger::Books::load(tx)).unwrap();
        let mut count = Count { s: &s, metered: false, counts: BTreeMap::new() };
        // Told once before, so that what is remembered of the company does not count.
        count.tell(false);
        count.tell(true);
        count.counts.clear();
        count.tell(false);
        count.tell(true);
        let mut now = String::new();
        for (name, [plain, metered]) in &count.counts {
            writeln!(now, "{name} {plain} {metered}").unwrap();
        }
        let place = if f.engine() == Engine::Sqlite { 1 } else { 3 };
        let kept: String = RATCHET.lines().map(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            format!("{} {} {}\n", words[0], words[place], words[place + 1])
        }).collect();
        assert_eq!(now, kept, "on {}: write down what is fewer; more wants a reason", f.engine().name());
    }
}
