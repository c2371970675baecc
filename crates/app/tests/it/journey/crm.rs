//! Principle 4: marketing asks for a CRM field; IT finds the real problem; Legal is paid from the reserved line;
//! two criteria of three are accepted first. Checked to the kopeck and the second.

use app::company::*;
use app::error::Answer;
use app::ledger::{issue_budget, statement};
use app::requests::*;
use app::{Cx, work};
use domain::company::UnitKind;
use domain::ids::*;
use domain::ledger::BudgetMode;
use domain::localized::Localized;
use domain::notice::NoticeKind;
use domain::permission::Role;
use domain::request::*;
use domain::time::Clock;
use store::{Tx, params, sql};
use testkit::{Fixture, each_db};

use crate::world::{World, cx, read, viewer};

/// The people and units of the story.
pub struct Crm<'f> {
    pub w: World<'f>,
    pub marketing: UnitId,
    pub legal: UnitId,
    pub integra: UnitId,
    pub anna: PersonId,
    pub ilya: PersonId,
    pub lena: PersonId,
    pub pavel: PersonId,
    pub finance: PersonId,
}

impl<'f> Crm<'f> {
    pub fn new(f: &'f Fixture) -> Self {
        // Monday, 16 November 2026, 10:00 in Moscow.
        f.clock.set(domain::time::Instant::from_millis(1794812400000));
        let w = World::new(f);
        let marketing = w.unit("marketing", UnitKind::Internal);
        let legal = w.unit("legal", UnitKind::Internal);
        let integra = w.unit("integra", UnitKind::Vendor);
        let anna = w.member("Анна Белова", marketing, None);
        let ilya = w.member("Илья Громов", w.it, Some(Role::Provider));
        let lena = w.member("Елена Суд", legal, Some(Role::UnitHead));
        let pavel = w.member("Павел Стороженко", integra, Some(Role::Provider));
        let finance = w.member("Фёдор Счётов", w.hr, Some(Role::Finance));
        let notice = Localized::both("Измеряем время услуг", "We measure the time of services");
        w.as_admin(move |tx, cx| publish_metering_notice(tx, cx, &notice)).unwrap();
        for person in [anna, ilya, lena] {
            w.by(person, see_metering_notice).unwrap();
        }
        w.as_admin(move |tx, cx| set_budget_mode(tx, cx, marketing, BudgetMode::Hard)).unwrap();
        let crm = Self { w, marketing, legal, integra, anna, ilya, lena, pavel, finance };
        crm.by(crm.finance, move |tx, cx| {
            issue_budget(tx, cx, marketing, "2026-11".parse().unwrap(), 64_000_000)
        });
        crm
    }

    /// Somebody's command, which must succeed.
    pub fn by<T: Send + 'static>(
        &self,
        person: PersonId,
        work: impl Fn(&mut dyn Tx, &mut Cx) -> Answer<T> + Send + 'static,
    ) -> T {
        self.w.by(person, work).unwrap()
    }

    pub fn act(&self, person: PersonId, number: i64, input: Input) -> Acted {
        let opened = Some(self.w.f.clock.now().plus_seconds(-60));
        self.by(person, move |tx, cx| act(tx, cx, number, None, opened, input.clone()))
    }

    pub fn try_act(&self, person: PersonId, number: i64, input: Input) -> Result<Acted, app::AppError> {
        self.w.by(person, move |tx, cx| act(tx, cx, number, None, None, input.clone()))
    }

    pub fn state(
        &self,
        person: PersonId,
        unit: UnitId,
        text: &str,
        parent: Option<(i64, Option<LineId>)>,
    ) -> i64 {
        let new = NewStatement {
            text: text.to_owned(),
            target: Target::Unit(unit),
            beneficiary: None,
            files: Vec::new(),
            parent,
            class: None,
        };
        let opened = Some(self.w.f.clock.now().plus_seconds(-90));
        self.by(person, move |tx, cx| state(tx, cx, opened, new.clone())).number
    }

    pub fn page(&self, person: PersonId, number: i64) -> page::RequestPage {
        let context = cx(self.w.f, viewer(self.w.f, person));
        read(self.w.f, move |tx| page::page(tx, &context, number))
    }

    pub fn request(&self, number: i64) -> Request {
        read(self.w.f, move |tx| {
            let id = store::repo::request::by_number(tx, number)?.unwrap();
            Ok(load(tx, id)?.request)
        })
    }

    pub fn pass_hours(&self, hours: i64) {
        self.w.f.clock.set(self.w.f.clock.now().plus_seconds(hours * 3600));
    }

    pub fn brief(&self, number: i64, criteria: &[&str]) -> Input {
        let known = self.request(number).brief().map(|brief| brief.criteria.clone()).unwrap_or_default();
        let criteria = criteria
            .iter()
            .enumerate()
            .map(|(i, text)| ItemInput { id: known.get(i).map(|item| item.id), text: (*text).to_owned() });
        Input::SendBrief(BriefInput {
            title: "Видеть, какая кампания привела сделку".into(),
            problem: "Поле есть, но заполняют его в 48 % сделок".into(),
            outcome: "К совету в январе видно, какие кампании привели сделки".into(),
            criteria: criteria.collect(),
            assumptions: vec![ItemInput {
                id: None, text: "Метки уже стоят на сайте".into()
            }],
            distance: Distance::Other,
        })
    }

    /// An offer of lines (kind, sum, criteria it pays for).
    pub fn offer(&self, number: i64, lines: &[(LineKind, i64, &[usize])], client_minutes: i64) -> Input {
        let criteria: Vec<ItemId> =
            self.request(number).brief().unwrap().criteria.iter().map(|item| item.id).collect();
        let now = self.w.f.clock.now();
        Input::SendOffer(OfferInput {
            lines: lines
                .iter()
                .map(|(kind, sum, of)| LineInput {
                    kind: *kind,
                    text: "Работа".into(),
                    quantity: 1000,
                    unit_price: *sum,
                    criteria: of.iter().map(|at| criteria[*at]).collect(),
                })
                .collect(),
            estimate: Estimate { optimistic: 36_000, likely: 54_000, pessimistic: 108_000 },
            client_seconds: client_minutes * 60,
            ready_by: now.plus_seconds(18 * 86_400),
            probability: 85,
            criteria,
            risk: "Закрытие года".into(),
            own_answer: Some(WouldPay::Less),
            valid_until: now.plus_seconds(5 * 86_400),
        })
    }

    pub fn verdicts(&self, number: i64, refused: &[usize]) -> Input {
        let criteria = self.request(number).chosen().unwrap().criteria.clone();
        let order = self.request(number).brief().unwrap().criteria.clone();
        assert_eq!(criteria.len(), order.len());
        let verdicts = order.iter().enumerate().map(|(at, item)| {
            let accepted = !refused.contains(&at);
            (item.id, accepted, if accepted { String::new() } else { "Не сходится".into() })
        });
        Input::Judge { verdicts: verdicts.collect() }
    }
}

const REVIEW: fn() -> Input = || Input::Review {
    solved: Solved::Yes,
    seconds: None,
    would_pay: WouldPay::Yes,
    comment: "Сэкономили месяц".into(),
};

/// Runs the whole story and gives the numbers of the request and of the sub-request.
pub fn play(s: &Crm<'_>) -> (i64, i64) {
    let no = s.state(s.anna, s.w.it, "Нужно новое поле в CRM: источник сделки, обязательное", None);
    s.pass_hours(1);
    s.act(s.ilya, no, Input::Claim);
    s.act(
        s.ilya,
        no,
        Input::Message {
            text: "Для чего поле? Хватит 20 минут".into(), files: Vec::new()
        },
    );
    s.pass_hours(2);
    s.act(
        s.ilya,
        no,
        Input::RecordInterview {
            seconds: 22 * 60,
            happened_at: s.w.f.clock.now().plus_seconds(-1320),
            notes: vec![("stated".into(), "Поле «Источник»".into())],
            quotes: vec![("Не смогла объяснить, куда ушли четыре миллиона".into(), "Нужен ответ".into())],
        },
    );
    let brief = s.brief(no, &["источник в 95 % сделок", "ничего не вводят вручную", "отчёт сходится до 1 %"]);
    s.act(s.ilya, no, brief);
    s.pass_hours(3);
    s.act(s.anna, no, Input::CorrectBrief { version: 1, comment: "Не хватает партнёров".into() });
    let brief = s.brief(no, &["источник в 95 % сделок", "партнёры видны отдельно", "отчёт сходится до 1 %"]);
    s.act(s.ilya, no, brief);
    s.act(s.anna, no, Input::ConfirmBrief { version: 2 });
    s.act(s.anna, no, Input::Invite { unit: s.integra });
    let lines: &[(LineKind, i64, &[usize])] = &[
        (LineKind::Labour, 12_000_000, &[0, 1]),
        (LineKind::Fixed, 5_100_050, &[2]),
        (LineKind::PassThrough, 1_500_000, &[]),
    ];
    s.act(s.ilya, no, s.offer(no, lines, 90));
    s.act(s.pavel, no, s.offer(no, &[(LineKind::Fixed, 14_200_000, &[])], 320));
    s.pass_hours(1);
    let chosen = s.request(no).offers[0].id;
    s.act(s.anna, no, Input::Choose { offer: chosen, reason: "Данные остаются внутри".into() });
    assert_eq!(s.request(no).reserved_total(), 18_600_050);

    let line = s.request(no).chosen().unwrap().lines[2].id;
    let child = s.state(s.ilya, s.legal, "Можно ли хранить метки рекламы", Some((no, Some(line))));
    s.act(s.lena, child, Input::Claim);
    let brief = s.brief(child, &["заключение с подписью"]);
    s.act(s.lena, child, brief);
    s.act(s.ilya, child, Input::ConfirmBrief { version: 1 });
    s.act(s.lena, child, s.offer(child, &[(LineKind::Fixed, 1_200_000, &[0])], 20));
    let offered = s.request(child).offers[0].id;
    s.act(s.ilya, child, Input::Choose { offer: offered, reason: "В пределах строки".into() });
    s.pass_hours(4);
    let deliver = |note: &str| Input::Deliver { note: note.into(), files: Vec::new(), actuals: Vec::new() };
    s.act(s.lena, child, deliver("Заключение готово"));
    s.act(s.ilya, child, s.verdicts(child, &[]));
    s.act(s.ilya, child, REVIEW());

    s.act(s.ilya, no, deliver("Метки и отчёт готовы"));
    s.pass_hours(1);
    s.act(s.anna, no, s.verdicts(no, &[2]));
    assert_eq!(s.request(no).paid_total(), 12_000_000, "the line whose criteria are all accepted");
    assert_eq!(s.request(no).state, RequestState::Working);
    s.pass_hours(1);
    s.act(s.ilya, no, deliver("Отчёт сходится"));
    s.act(s.anna, no, s.verdicts(no, &[]));
    s.act(s.anna, no, REVIEW());
    (no, child)
}

each_db! {
    fn crm_from_statement_to_statements(f) {
        let s = Crm::new(f);
        let (no, child) = play(&s);
        let done = s.request(no);
        assert_eq!(done.state, RequestState::Closed);
        assert_eq!(done.paid_total(), 12_000_000 + 5_100_050 + 1_200_000);
        assert_eq!(done.reserved_total(), 0);
        assert_eq!(s.request(child).paid_total(), 1_200_000);

        let total = |person: PersonId, unit: UnitId| {
            let context = cx(s.w.f, viewer(s.w.f, person));
            read(s.w.f, move |tx| statement(tx, &context, unit, "2026-11".parse().unwrap()))
        };
        let (marketing, it, legal) =
            (total(s.finance, s.marketing), total(s.finance, s.w.it), total(s.finance, s.legal));
        assert_eq!(marketing.ordered.total.money, 18_300_050);
        assert_eq!((it.supplied.total.money, it.ordered.total.money), (18_300_050, 1_200_000));
        assert_eq!(legal.supplied.total.money, 1_200_000);
        assert_eq!(marketing.budget.row.reserved, 0);
        // Anna: 90 s for the statement, 22 min of interview, 60 s for each of her six steps of the page that no other
        // interval covers; Ilya as Legal's customer likewise.
        assert_eq!(marketing.ordered.total.seconds, s.request(no).client_seconds);
        assert_eq!(it.supplied.total.seconds, s.request(no).client_seconds);
        assert_eq!(it.ordered.total.seconds, s.request(child).client_seconds);
        assert_eq!(legal.supplied.total.seconds, s.request(child).client_seconds);
        assert!(s.request(no).client_seconds >= 22 * 60 + 90);

        // Nobody hears of what they did themselves.
        let now = s.w.f.clock.now();
        let turned = work::turn(&f.db, uuid::Uuid::from_u128(9), now, || [3; 32]).unwrap();
        assert_eq!(turned.failed, 0);
        let notices = read(f, {
            let anna = s.anna;
            move |tx| Ok(store::repo::notice::of(tx, anna, None, 50)?)
        });
        assert!(notices.iter().any(|notice| notice.kind == Some(NoticeKind::Brief)));
        assert!(notices.iter().all(|notice| notice.kind != Some(NoticeKind::BriefConfirmed)));
    }

    fn what_waited_to_be_told_is_told_as_it_would_be_now(f) {
        let s = Crm::new(f);
        play(&s);
        let told = |f: &Fixture| -> Vec<(PersonId, String, RequestId)> {
            read(f, |tx| Ok(tx.all(sql!("SELECT person, kind, request FROM notice ORDER BY person, kind, request"), &[])?))
        };
        let before = told(f);
        assert!(before.len() > 10);
        f.db.write_blocking(|tx| -> Result<(), store::StoreError> {
            tx.execute(sql!("DELETE FROM notice"), &[])?;
            let last: Vec<(StreamId, i64)> = tx.all(
                sql!("SELECT stream, max(seq) FROM event WHERE kind LIKE 'request.%' GROUP BY stream, command"),
                &[],
            )?;
            for (n, (stream, seq)) in (0_i64..).zip(last) {
                tx.execute_one(
                    sql!(
                        "INSERT INTO outbox (id, topic, stream, seq, created_at, attempts, due_at)
                         VALUES ($1, 'notice', $2, $3, $4, 0, $4)"
                    ),
                    params![uuid::Uuid::from_u128(n.unsigned_abs().into()), stream, seq, n],
                )?;
            }
            app::check::rebuild(tx, &["outbox"])
        })
        .unwrap();
        assert_eq!(told(f), before);
        let left: i64 = read(f, |tx| Ok(tx.one(sql!("SELECT count(*) FROM outbox"), &[])?));
        assert_eq!(left, 0);
    }
}
