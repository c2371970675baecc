//! The same random commands on both engines: the same answers, and the same rows in every table.

use app::AppError;
use app::requests::*;
use domain::ids::*;
use domain::request::*;
use domain::time::Clock;
use proptest::prelude::*;
use testkit::Fixture;

use crate::journey::crm::Crm;

/// One step: who, what, which of the requests, a small number for everything else.
type Step = (u8, u8, u8, u8);

fn input(s: &Crm<'_>, request: &Request, what: u8, n: u8) -> Input {
    let words = |text: &str| format!("{text} {n} — ёж, <b>жирно</b> № {}", request.number);
    let offers: Vec<OfferId> = request.offers.iter().map(|offer| offer.id).collect();
    let offer = offers.get(usize::from(n) % offers.len().max(1)).copied();
    let offer = offer.unwrap_or(OfferId(uuid::Uuid::from_u128(n.into())));
    let brief = !request.briefs.is_empty();
    match what % 22 {
        0 | 1 => Input::Claim,
        2 => Input::Message { text: words("Сообщение"), files: Vec::new() },
        3 => Input::Ask { text: words("Вопрос") },
        4..=6 => s.brief(request.number, &["первое", "второе"][..1 + usize::from(n % 2)]),
        7 | 8 => Input::ConfirmBrief { version: request.brief().map_or(0, |brief| brief.version) },
        9 => Input::CorrectBrief {
            version: request.brief().map_or(0, |brief| brief.version),
            comment: words("Не так"),
        },
        10..=12 if brief => {
            let sum = i64::from(n) * 100_003;
            s.offer(request.number, &[(LineKind::Labour, sum, &[0]), (LineKind::Fixed, 77, &[])], n.into())
        }
        13 | 14 => Input::Choose { offer, reason: words("Потому что") },
        15 | 16 => Input::Deliver { note: words("Готово"), files: Vec::new(), actuals: Vec::new() },
        17 | 18 if request.chosen().is_some() => {
            s.verdicts(request.number, if n.is_multiple_of(3) { &[0] } else { &[] })
        }
        19 => Input::Review {
            solved: Solved::Partly,
            seconds: Some(n.into()),
            would_pay: WouldPay::Less,
            comment: words("Так"),
        },
        20 => Input::Reopen { reason: words("Снова") },
        21 => Input::Cancel { reason: words("Хватит") },
        _ => Input::AddTask { text: words("Задача") },
    }
}

/// Plays the steps and gives what each was answered, and all rows.
fn play(f: &Fixture, steps: &[Step]) -> (Vec<String>, String) {
    let s = Crm::new(f);
    let mut numbers = vec![s.state(s.anna, s.w.it, "Первое обращение", None)];
    let mut answers = Vec::new();
    for (who, what, which, n) in steps {
        s.w.f.clock.set(s.w.f.clock.now().plus_seconds(i64::from(*n) * 97));
        let person = [s.anna, s.ilya, s.lena, s.pavel][usize::from(*who) % 4];
        if *what == 255 {
            numbers.push(s.state(person, s.w.it, "Ещё одно обращение", None));
            continue;
        }
        let number = numbers[usize::from(*which) % numbers.len()];
        let input = input(&s, &s.request(number), *what, *n);
        let answer = s.try_act(person, number, input);
        answers.push(match answer {
            Ok(acted) => format!("{} {}", acted.number, acted.seq),
            Err(AppError::Store(error)) => panic!("{error}"),
            Err(refused) => refused.to_string(),
        });
    }
    let rows = f.db.read_blocking(|tx| store::dump::dump_text(tx)).unwrap();
    (answers, rows)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_engines_answer_alike_and_keep_the_same_rows(
        steps in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>()), 1..60)
    ) {
        let Some(postgres) = Fixture::postgres() else { return Ok(()) };
        let sqlite = Fixture::sqlite();
        let (answers, rows) = play(&sqlite, &steps);
        let (other_answers, other_rows) = play(&postgres, &steps);
        prop_assert_eq!(answers, other_answers);
        for (one, other) in rows.lines().zip(other_rows.lines()) {
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(rows.lines().count(), other_rows.lines().count());
    }
}
