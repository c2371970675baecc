//! The one story that the samples tell, step by step.

use domain::ids::*;
use domain::localized::Language;
use domain::request::*;
use domain::time::Instant;

use super::story::*;
use crate::samples::at;

/// The words of the one story that the samples tell, up to some step.
pub(super) struct Crm(pub Story);

impl Crm {
    pub fn new(language: Language, hostile: bool) -> Self {
        let mut story = Story::new(language, hostile);
        story.state(Class::Open, None);
        Self(story)
    }

    pub fn say(&mut self, who: Who, when: &str, ru: &str, en: &str) -> &mut Self {
        let text = self.0.text(ru, en);
        self.0.act(who, when, Command::Message { text, files: vec![] });
        self
    }

    pub fn claimed(&mut self) -> &mut Self {
        self.0.act(Who::Handler, "16 10:20", Command::Claim);
        self.say(
            Who::Handler,
            "16 10:41",
            "Добрый день! Прежде чем менять карточку, хочу понять, для чего поле. Хватит 20 минут: завтра в 11:00 удобно?",
            "Good morning! Before changing the form I would like to know what the field is for. Would 20 minutes tomorrow at 11:00 suit you?",
        )
    }

    pub fn asked(&mut self) -> &mut Self {
        let text = self
            .0
            .text("Кто и когда смотрит на источник сделки?", "Who looks at the source of a deal, and when?");
        let question = QuestionId(self.0.fresh());
        self.0.act(Who::Handler, "16 15:00", Command::Ask { question, text });
        self
    }

    pub fn answered(&mut self) -> &mut Self {
        self.say(Who::Customer, "16 16:10", "Совет, раз в квартал.", "The board, once a quarter.")
    }

    pub fn interviewed(&mut self) -> &mut Self {
        let quote = Quote {
            id: ItemId(self.0.fresh()),
            text: self.0.text(
                "На совете я не смогла объяснить, куда ушли четыре миллиона: у половины сделок нет источника.",
                "At the board I could not say where four million went: half of the deals have no source.",
            ),
            insight: Some(self.0.text(
                "нужно не поле, а ответ, какая кампания окупилась",
                "what is needed is not a field but which campaign paid off",
            )),
        };
        let note = Note {
            prompt: "tried".into(),
            text: self
                .0
                .text("Просили менеджеров заполнять руками.", "Asked the managers to fill it in by hand."),
        };
        let interview = Interview {
            by: Who::Handler.person(),
            happened_at: at("2026-11-17T11:00:00+03:00"),
            seconds: 1_320,
            notes: vec![note],
            quotes: vec![quote],
        };
        self.0.act(Who::Handler, "17 11:30", Command::RecordInterview { interview });
        self
    }

    pub fn brief(&mut self, when: &str) -> &mut Self {
        let by = Who::Handler.person();
        let s = &mut self.0;
        let before = s.request().brief().cloned();
        let version = before.as_ref().map_or(1, |brief| brief.version + 1);
        let mut criteria = before.map_or_else(
            || {
                vec![
                    s.item(
                        "источник указан не меньше чем в 95 % новых сделок",
                        "at least 95% of new deals have a source",
                    ),
                    s.item("менеджер ничего не вводит вручную", "managers type nothing by hand"),
                    s.item(
                        "отчёт по кампаниям сходится с выручкой до 1 %",
                        "the report by campaign agrees with revenue within 1%",
                    ),
                ]
            },
            |brief| brief.criteria,
        );
        if version > 1 {
            criteria.insert(
                2,
                s.item("заявки от партнёров видны отдельно", "requests from partners are shown apart"),
            );
        }
        let brief = Brief {
            version,
            title: s.text("Видеть, какая кампания привела сделку", "See which campaign brought a deal"),
            problem: s.text(
                "Поле уже есть, но заполняют его в 48 % сделок: менеджер не знает, откуда пришёл клиент. Маркетинг делит бюджет между кампаниями вслепую.",
                "The field exists, but it is filled in for 48% of deals: managers do not know where a client came from. Marketing splits its budget between campaigns blindly.",
            ),
            outcome: s.text(
                "К совету в январе видно, какие кампании привели сделки и на какую сумму.",
                "By the board in January it is seen which campaigns brought deals, and for how much.",
            ),
            criteria,
            assumptions: vec![s.item("метки кампаний есть во всех ссылках", "all links carry campaign tags")],
            distance: Distance::Other,
            by,
            sent_at: at("2026-11-18T14:30:00+03:00"),
            confirmed_at: None,
            corrected_at: None,
        };
        s.act(Who::Handler, when, Command::SendBrief { brief });
        self
    }

    pub fn corrected(&mut self) -> &mut Self {
        let comment = self.0.text(
            "Всё верно, не хватает партнёров: они приводят пятую часть сделок.",
            "All right, only partners are missing: they bring a fifth of the deals.",
        );
        self.0.act(Who::Customer, "19 10:05", Command::CorrectBrief { version: 1, comment });
        self
    }

    /// Both versions, confirmed.
    pub fn agreed(&mut self) -> &mut Self {
        self.claimed().interviewed().brief("18 14:30").corrected().brief("19 11:40");
        self.0.act(Who::Customer, "19 12:20", Command::ConfirmBrief { version: 2 });
        self
    }

    pub fn invited(&mut self) -> &mut Self {
        self.0.act(Who::Customer, "19 13:00", Command::Invite { unit: VENDOR });
        self
    }

    pub fn offer(&mut self, who: Who, when: &str, valid_until: Instant) -> &mut Self {
        let outside = who == Who::Bidder;
        let s = &mut self.0;
        let criteria: Vec<ItemId> =
            s.request().confirmed_brief().unwrap().criteria.iter().map(|item| item.id).collect();
        let (own, other) = ((16_000, 400_000), (1_000, 14_200_000));
        let (quantity, unit_price) = if outside { other } else { own };
        let mut lines = vec![Line {
            id: s.line_id(),
            kind: if outside { LineKind::Fixed } else { LineKind::Labour },
            text: s.text("Разработка", "Development"),
            quantity,
            unit_price,
            criteria: criteria.iter().copied().take(2).collect(),
        }];
        if !outside {
            lines.push(Line {
                id: s.line_id(),
                kind: LineKind::PassThrough,
                text: s.text("Выгрузка расходов у финансов", "Export of costs by Finance"),
                quantity: 1_000,
                unit_price: 12_200_000,
                criteria: Default::default(),
            });
        }
        let risk = if outside {
            s.text(
                "Данные клиентов уходят наружу, согласование с ИБ займёт 2 рабочих дня",
                "Client data leaves the company; the security review takes 2 working days",
            )
        } else {
            s.text(
                "Команда занята закрытием года: с 14 декабря изменения только в январе",
                "The team is closing the year: after 14 December changes wait until January",
            )
        };
        let offer = Offer {
            id: OfferId(s.fresh()),
            unit: if outside { VENDOR } else { CRM },
            outside,
            by: Some(who.person()),
            brief: 2,
            lines,
            estimate: Estimate { optimistic: 3_600, likely: 7_200, pessimistic: 14_400 },
            client_seconds: if outside { 19_200 } else { 5_400 },
            ready_by: at(if outside { "2026-12-09T18:00:00+03:00" } else { "2026-12-11T18:00:00+03:00" }),
            probability: if outside { 60 } else { 85 },
            criteria: criteria.iter().copied().filter(|id| !outside || *id != criteria[2]).collect(),
            risk: Some(risk),
            own_answer: (!outside).then_some(WouldPay::Less),
            valid_until,
            sent_at: at("2026-11-23T09:10:00+03:00"),
            withdrawn_at: None,
        };
        s.act(who, when, Command::SendOffer { offer });
        self
    }

    pub fn offers(&mut self) -> &mut Self {
        let until = at("2026-12-01T18:00:00+03:00");
        self.agreed().invited().offer(Who::Handler, "19 14:00", until).offer(Who::Bidder, "19 15:00", until)
    }

    pub fn chosen(&mut self, bidder: bool) -> &mut Self {
        self.offers();
        let s = &mut self.0;
        let offer = s.request().offers[usize::from(bidder)].id;
        let reason = s.text("Все критерии и меньше моего времени", "All criteria and less of my time");
        let funding = Funding::Budget {
            unit: MARKETING,
            period: "2026-11".parse().unwrap(),
            mode: domain::ledger::BudgetMode::Soft,
            over: true,
        };
        s.act(Who::Customer, "19 16:00", Command::Choose { offer, reason, funding });
        self
    }

    pub fn at_work(&mut self) -> &mut Self {
        self.chosen(false);
        let s = &mut self.0;
        for (ru, en, when) in [
            ("Метки в ссылках", "Tags in links", "20 10:00"),
            ("Справочник кампаний", "List of campaigns", "20 10:05"),
        ] {
            let (task, text) = (TaskId(s.fresh()), s.text(ru, en));
            s.act(Who::Handler, when, Command::AddTask { task, text });
        }
        let task = s.request().tasks[0].id;
        s.act(Who::Handler, "20 15:00", Command::LogEffort { task: Some(task), seconds: 9_000 });
        s.act(Who::Handler, "20 15:00", Command::FinishTask { task });
        let child = s.listed(1490, RequestState::Working, Class::Open);
        let line = s.request().chosen().map(|offer| offer.lines[1].id);
        s.act(Who::Handler, "20 16:00", Command::ChildStated { child: child.id, unit: FINANCE, line });
        s.act(Who::Handler, "20 16:30", Command::ChildAgreed { child: child.id, amount: 1_200_000 });
        s.children.push(child);
        self
    }

    /// The sub-request is paid and over.
    pub fn ended(&mut self) -> &mut Self {
        let s = &mut self.0;
        if let Some(child) = s.request().children.iter().find(|child| child.open).cloned() {
            s.act(Who::Handler, "20 17:00", Command::ChildPaid { child: child.request, amount: 1_200_000 });
            s.act(Who::Handler, "20 17:00", Command::ChildEnded { child: child.request });
            s.children[0] = s.listed(1490, RequestState::Closed, Class::Confidential);
            s.children[0].title.clear();
        }
        self
    }

    pub fn delivered(&mut self, when: &str) -> &mut Self {
        self.ended();
        let s = &mut self.0;
        let note = s.text(
            "Метки ставятся сами, справочник заполнен, отчёт в разделе «Кампании».",
            "Tags are set by themselves, the list is filled in, the report is under Campaigns.",
        );
        let files = vec![s.file("отчёт.pdf")];
        s.act(Who::Handler, when, Command::Deliver { note, files, actuals: vec![] });
        self
    }

    pub fn judged(&mut self, when: &str, all: bool) -> &mut Self {
        let s = &mut self.0;
        let criteria: Vec<ItemId> = s.request().chosen().unwrap().criteria.iter().copied().collect();
        let mut verdicts = Vec::new();
        for (n, criterion) in criteria.into_iter().enumerate() {
            let accepted = all || n > 0;
            let comment = (!accepted).then(|| s.text("В 12 сделках пусто", "12 deals have none"));
            verdicts.push(Verdict { criterion, accepted, comment });
        }
        s.act(Who::Customer, when, Command::Judge { verdicts });
        self
    }

    pub fn disputed(&mut self, when: &str) -> &mut Self {
        let dispute = DisputeId(self.0.fresh());
        let text = self.0.text("Отчёт не сходится с выручкой", "The report does not agree with revenue");
        self.0.act(Who::Customer, when, Command::OpenDispute { dispute, text });
        self
    }

    pub fn resolved(&mut self, when: &str, resolution: Resolution) -> &mut Self {
        let text = self.0.text("Проверили вместе", "Checked together");
        self.0.act(Who::Administrator, when, Command::Resolve { resolution, text });
        self
    }

    pub fn reviewed(&mut self) -> &mut Self {
        let comment = Some(self.0.text("Теперь видно, что окупилось", "Now it shows what paid off"));
        let review = Command::Review {
            solved: Solved::Partly,
            seconds: Some(7_500),
            would_pay: WouldPay::Less,
            comment,
        };
        self.0.act(Who::Customer, "23 10:10", review);
        self
    }

    pub fn timed_out(&mut self, days: usize) -> &mut Self {
        for day in 0..days {
            let (nudge, _) = self.0.request().next_timeout().unwrap();
            self.0.act(Who::Timer, &format!("{:02} 09:00", 17 + day), Command::TimeOut(nudge));
        }
        self
    }

    pub fn cancelled(&mut self, who: Who) -> &mut Self {
        let reason = self.0.text("Больше не нужно", "No longer needed");
        self.0.act(who, "20 18:00", Command::Cancel { reason });
        self
    }
}

/// Terms of a service from the price list.
pub(super) fn ready(story: &mut Story) -> ReadyTerms {
    let by = Who::Provider.person();
    let item = story.item("доступ открыт", "access is open");
    let line = Line {
        id: story.line_id(),
        kind: LineKind::Fixed,
        text: story.text("Доступ в CRM", "Access to the CRM"),
        quantity: 1_000,
        unit_price: 0,
        criteria: Default::default(),
    };
    let brief = Brief {
        version: 1,
        title: story.text("Доступ в CRM", "Access to the CRM"),
        problem: story.text("Новому сотруднику нужен доступ", "A new colleague needs access"),
        outcome: story.text("Можно войти и видеть свои сделки", "They can sign in and see their deals"),
        criteria: vec![item.clone()],
        assumptions: vec![],
        distance: Distance::Same,
        by,
        sent_at: at("2026-11-16T10:12:00+03:00"),
        confirmed_at: None,
        corrected_at: None,
    };
    let offer = Offer {
        id: OfferId(story.fresh()),
        unit: CRM,
        outside: false,
        by: Some(by),
        brief: 1,
        lines: vec![line],
        estimate: Estimate { optimistic: 0, likely: 0, pessimistic: 0 },
        client_seconds: 300,
        ready_by: at("2026-11-18T18:00:00+03:00"),
        probability: 90,
        criteria: [item.id].into(),
        risk: None,
        own_answer: Some(WouldPay::Yes),
        valid_until: at("2026-12-16T10:12:00+03:00"),
        sent_at: at("2026-11-16T10:12:00+03:00"),
        withdrawn_at: None,
    };
    ReadyTerms { offer, brief, funding: Funding::Nothing }
}
