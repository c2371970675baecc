//! The story of principle 4, in a browser, in both languages, on both databases. Marketing asks for a field in the CRM; IT finds
//! the real problem and owns the brief; a vendor offers too; Legal is paid from a line reserved for it; two criteria of three are
//! accepted first. In the end the accounts of three units are right to the kopeck and the second.

use crate::common::company::{Company, IT, LEGAL, VENDOR};
use crate::common::{Served, words};
use crate::support::wait;
use app::check;
use app::ledger::{StatementView, statement};
use app::requests::load;
use domain::ids::{PersonId, UnitId};
use domain::localized::Language;
use domain::request::{Request, RequestState, Solved, WouldPay};
use testkit::Fixture;
use testkit::browser::{Browser, Look};
use web::routes;

/// What one run needs.
struct Story<'f> {
    f: &'f Fixture,
    company: Company,
    served: Served,
    browser: Browser,
}

impl<'f> Story<'f> {
    /// None where there is no browser.
    fn new(f: &'f Fixture, language: Language, script: bool) -> Option<Self> {
        let company = Company::new(f, language);
        let served = Served::new(&company.site);
        let look =
            Look { script, language: if language == Language::Ru { "ru" } else { "en" }, ..Look::default() };
        let browser = served.browser(look)?;
        Some(Self { f, company, served, browser })
    }

    fn say(&self, ru: &'static str, en: &'static str) -> &'static str {
        self.company.say((ru, en))
    }

    fn words(&self, key: &str) -> String {
        words(self.company.language, key)
    }

    /// Somebody sits down at the browser.
    fn sit(&self, person: PersonId, path: &str) {
        self.served.sign_in(&self.browser, person);
        self.browser.go(path);
    }

    /// Time goes by.
    fn pass(&self, seconds: i64) {
        self.f.clock.advance_seconds(seconds);
        self.served.background();
    }

    /// Reads for so long, sends the form, and is back on the request with this notice.
    fn send(&self, no: i64, action: &'static str, seconds: i64, notice: &str) {
        self.pass(seconds);
        self.browser.send(&routes::request_action(no, action));
        self.browser.arrive(&routes::request(no));
        self.browser.see(&self.words(notice));
    }

    /// Opens the page of a step and fills in its form from then on.
    fn step(&self, no: i64, action: &'static str) {
        let address = routes::request_action(no, action);
        self.browser.go(&address);
        self.browser.form(&address);
    }

    fn request(&self, no: i64) -> Request {
        wait(self.company.site.read(move |tx| {
            let id = store::repo::request::by_number(tx, no)?.expect("the request");
            Ok(load(tx, id)?.request)
        }))
        .expect("a read")
    }

    fn statement(&self, person: PersonId, unit: UnitId) -> StatementView {
        let site = self.company.site.clone();
        let found = wait(site.read(move |tx| app::company::viewer_of(tx, person))).expect("a read");
        let cx = site.cx(&found.expect("a viewer").viewer, domain::actor::Channel::Web, None);
        let november = "2026-11".parse().expect("a month");
        wait(site.read(move |tx| statement(tx, &cx, unit, november))).expect("a statement")
    }

    /// Marketing says what it wants; IT takes it and asks what for. Gives the number.
    fn stated_and_claimed(&self) -> i64 {
        let b = &self.browser;
        self.sit(self.company.anna, "/");
        b.fill("text", self.say("Нужно новое поле в CRM", "We need a new field in the CRM"));
        b.press(&self.words("ask-more"));
        b.arrive("/ask");
        b.form("/ask");
        b.pick("unit", self.company.say(IT));
        self.pass(90);
        b.send("/ask");
        b.see(&self.words("notice-stated"));
        b.see(self.say("Нужно новое поле в CRM", "We need a new field in the CRM"));
        let address = b.address();
        let no: i64 = address
            .trim_start_matches("/r/")
            .split('?')
            .next()
            .and_then(|no| no.parse().ok())
            .expect("a number");

        self.pass(3_600);
        self.sit(self.company.ilya, &routes::request(no));
        self.send(no, "claim", 0, "notice-taken");
        self.step(no, "message");
        b.fill(
            "text",
            self.say("Для чего поле? Хватит двадцати минут", "What is the field for? Twenty minutes will do"),
        );
        self.send(no, "message", 0, "notice-message");
        no
    }

    fn interview(&self, no: i64) {
        let b = &self.browser;
        self.pass(7_200);
        self.sit(self.company.ilya, &routes::request(no));
        self.step(no, "interview");
        b.fill("happened_at", "2026-11-16");
        b.fill("happened_at_time", "12:30");
        b.fill("minutes", "22");
        b.fill("note_stated", self.say("Поле «Источник»", "A field called Source"));
        b.fill(
            "note_last_time",
            self.say("Совет спросил, откуда сделки", "The board asked where deals come from"),
        );
        b.fill(
            "quote_0",
            self.say(
                "Не смогла объяснить, куда ушли четыре миллиона",
                "I could not say where four million went",
            ),
        );
        b.fill("insight_0", self.say("Нужен ответ, а не поле", "An answer is needed, not a field"));
        self.send(no, "interview", 0, "notice-interview");
        b.see(self.say("Нужен ответ, а не поле", "An answer is needed, not a field"));
    }

    fn brief(&self, no: i64, second: &str) {
        let b = &self.browser;
        self.sit(self.company.ilya, &routes::request(no));
        self.step(no, "brief");
        b.fill(
            "title",
            self.say("Видеть, какая кампания привела сделку", "See which campaign brought a deal"),
        );
        b.fill(
            "problem",
            self.say(
                "Поле есть, но заполняют его в 48 % сделок",
                "There is a field, but half of the deals leave it empty",
            ),
        );
        b.fill(
            "outcome",
            self.say(
                "Совет видит, какие кампании привели сделки",
                "The board sees which campaigns brought deals",
            ),
        );
        b.fill("criterion_0", self.say("источник в 95 % сделок", "a source in 95% of deals"));
        b.fill("criterion_1", second);
        b.fill("criterion_2", self.say("отчёт сходится до 1 %", "the report is right to 1%"));
        b.fill("assumption_0", self.say("метки уже стоят на сайте", "tags are on the website already"));
        b.tick("distance", Some("other"));
        self.send(no, "brief", 0, "notice-brief");
    }

    fn formulated(&self, no: i64) {
        let b = &self.browser;
        self.brief(no, self.say("ничего не вводят вручную", "nothing is typed by hand"));
        self.pass(3 * 3_600);

        self.sit(self.company.anna, &routes::request(no));
        b.see(self.say("ничего не вводят вручную", "nothing is typed by hand"));
        b.press(&self.words("request-correct-open"));
        b.form(&routes::request_action(no, "correct"));
        b.fill("comment", self.say("Не хватает партнёров", "Partners are missing"));
        self.send(no, "correct", 60, "notice-corrected");

        self.brief(no, self.say("партнёры видны отдельно", "partners are seen apart"));
        self.sit(self.company.anna, &routes::request(no));
        b.see(self.say("партнёры видны отдельно", "partners are seen apart"));
        self.send(no, "confirm", 45, "notice-confirmed");
        assert_eq!(self.request(no).confirmed_brief().map(|brief| brief.version), Some(2));
    }

    /// Fills in an offer: kind, words, price and the places of the criteria that each line pays for.
    fn offer(&self, no: i64, lines: &[(&str, &str, &str, &[&str])], own: bool) {
        let b = &self.browser;
        for (row, (kind, text, price, criteria)) in lines.iter().enumerate() {
            if row > 0 && b.names(&format!("line_{row}_text")).is_empty() {
                b.press(&self.words("offer-add"));
                b.form(&routes::request_action(no, "offer"));
            }
            b.fill(&format!("line_{row}_text"), text);
            b.pick(&format!("line_{row}_kind"), kind);
            b.fill(&format!("line_{row}_quantity"), "1");
            b.fill(&format!("line_{row}_price"), price);
            for place in *criteria {
                b.tick(&format!("line_{row}_criteria"), Some(place));
            }
        }
        for (name, value) in [
            ("optimistic", "10"),
            ("likely", "15"),
            ("pessimistic", "30"),
            ("client_minutes", "90"),
            ("ready_by", "2026-12-04"),
            ("ready_by_time", "16:00"),
            ("probability", "85"),
            ("valid_until", "2026-11-23"),
        ] {
            b.fill(name, value);
        }
        if own {
            b.tick("own_answer", Some("less"));
        }
        self.send(no, "offer", 0, "notice-offer");
    }

    fn agreed(&self, no: i64) {
        let b = &self.browser;
        self.sit(self.company.anna, &routes::request(no));
        b.press(&self.words("request-invite-open"));
        b.form(&routes::request_action(no, "invite"));
        b.pick("unit", self.company.say(VENDOR));
        self.send(no, "invite", 30, "notice-invited");

        self.sit(self.company.ilya, &routes::request(no));
        self.step(no, "offer");
        self.offer(
            no,
            &[
                ("labour", self.say("Разметка и перенос", "Tags and transfer"), "120000", &["1", "2"]),
                ("fixed", self.say("Отчёт", "Report"), self.say("51000,50", "51000.50"), &["3"]),
                ("pass_through", self.say("Заключение юристов", "Legal opinion"), "15000", &[]),
            ],
            true,
        );
        self.sit(self.company.pavel, &routes::request(no));
        self.step(no, "offer");
        self.offer(no, &[("fixed", self.say("Всё под ключ", "Everything"), "142000", &[])], false);

        self.pass(3_600);
        self.sit(self.company.anna, &routes::request(no));
        b.see(self.say("186 000,50 ₽", "₽186,000.50"));
        b.see(self.say("142 000 ₽", "₽142,000"));
        b.press(&format!("{} {}", self.words("request-choose"), self.company.say(IT)));
        b.see(self.words("choose-effect").as_str());
        b.form(&routes::request_action(no, "choose"));
        b.fill("reason", self.say("Данные остаются внутри", "The data stays inside"));
        self.send(no, "choose", 120, "notice-chosen");
        let agreed = self.request(no);
        assert_eq!((agreed.state, agreed.reserved_total()), (RequestState::Working, 18_600_050));
    }

    /// IT orders from Legal against the line reserved for it. Gives the number.
    fn ordered_from_legal(&self, no: i64) -> i64 {
        let (b, company) = (&self.browser, &self.company);
        self.sit(company.ilya, &routes::request(no));
        self.step(no, "order");
        b.pick("target", company.say(LEGAL));
        b.fill("text", self.say("Можно ли хранить метки рекламы", "May we keep advertising tags"));
        b.pick("line", self.say("Заключение юристов", "Legal opinion"));
        self.send(no, "order", 50, "notice-ordered");
        let child = self.request(no).children.first().expect("a sub-request").request;
        let child = wait(company.site.read(move |tx| Ok(load(tx, child)?.request.number))).expect("a read");

        self.sit(company.elena, &routes::request(child));
        self.send(child, "claim", 0, "notice-taken");
        self.step(child, "brief");
        b.fill("title", self.say("Заключение о метках", "An opinion on tags"));
        b.fill("problem", self.say("Неясно, данные ли это о людях", "Unclear whether it is personal data"));
        b.fill("outcome", self.say("Ответ с подписью", "A signed answer"));
        b.fill("criterion_0", self.say("заключение с подписью", "a signed opinion"));
        b.tick("distance", Some("same"));
        self.send(child, "brief", 0, "notice-brief");

        self.sit(company.ilya, &routes::request(child));
        self.send(child, "confirm", 25, "notice-confirmed");
        self.sit(company.elena, &routes::request(child));
        self.step(child, "offer");
        self.offer(child, &[("fixed", self.say("Заключение", "Opinion"), "12000", &["1"])], true);
        self.sit(company.ilya, &routes::request(child));
        b.press(&self.words("request-choose"));
        b.form(&routes::request_action(child, "choose"));
        b.fill("reason", self.say("В пределах строки", "Within the line"));
        self.send(child, "choose", 40, "notice-chosen");

        self.pass(4 * 3_600);
        self.deliver(company.elena, child, self.say("Заключение готово", "The opinion is ready"));
        self.sit(company.ilya, &routes::request(child));
        self.judge(child, &[], 35);
        self.review(child, 15);
        child
    }

    fn deliver(&self, person: PersonId, no: i64, note: &str) {
        self.sit(person, &routes::request(no));
        self.step(no, "deliver");
        self.browser.fill("note", note);
        self.send(no, "deliver", 0, "notice-delivered");
    }

    fn judge(&self, no: i64, refused: &[usize], seconds: i64) {
        let b = &self.browser;
        b.form(&routes::request_action(no, "judge"));
        let (verdicts, comments) = (b.names("verdict_"), b.names("comment_"));
        assert!(!verdicts.is_empty() && verdicts.len() == comments.len());
        for (place, name) in verdicts.iter().enumerate() {
            let accepted = !refused.contains(&place);
            b.tick(name, Some(if accepted { "accepted" } else { "refused" }));
            if !accepted {
                b.fill(&comments[place], self.say("Не сходится на 4 %", "It is off by 4%"));
            }
        }
        self.pass(seconds);
        b.send(&routes::request_action(no, "judge"));
        b.arrive(&routes::request(no));
        b.see(&self.words("notice-judged"));
    }

    fn review(&self, no: i64, seconds: i64) {
        let b = &self.browser;
        b.form(&routes::request_action(no, "review"));
        b.tick("solved", Some("yes"));
        b.fill("minutes", "25");
        b.tick("would_pay", Some("yes"));
        b.fill("comment", self.say("Сэкономили месяц", "It saved us a month"));
        self.send(no, "review", seconds, "notice-reviewed");
    }

    fn done(&self, no: i64) {
        let company = &self.company;
        self.deliver(company.ilya, no, self.say("Метки и отчёт готовы", "Tags and report are ready"));
        self.pass(3_600);
        self.sit(company.anna, &routes::request(no));
        self.judge(no, &[2], 180);
        let judged = self.request(no);
        assert_eq!(
            (judged.state, judged.paid_total()),
            (RequestState::Working, 12_000_000),
            "one line is paid"
        );
        self.pass(3_600);
        self.deliver(company.ilya, no, self.say("Отчёт сходится", "The report is right now"));
        self.sit(company.anna, &routes::request(no));
        self.judge(no, &[], 75);
        self.review(no, 20);
        let review = self.request(no).review.expect("a review");
        assert_eq!((review.solved, review.would_pay), (Solved::Yes, WouldPay::Yes));
        assert_eq!(review.seconds, Some(25 * 60));
    }

    /// The accounts of three units, and everything that was written, against its history.
    fn accounts(&self, no: i64, child: i64) {
        let company = &self.company;
        // What Anna read, in the order of the story, and the interview; then what Ilya read as the customer of Legal.
        let given = 90 + 22 * 60 + 60 + 45 + 30 + 120 + 180 + 75 + 20;
        let taken = 50 + 25 + 40 + 35 + 15;
        let (request, sub) = (self.request(no), self.request(child));
        assert_eq!((request.state, sub.state), (RequestState::Closed, RequestState::Closed));
        assert_eq!((request.client_seconds, sub.client_seconds), (given, taken));
        assert_eq!(request.reserved_total(), 0);

        let of = |unit| self.statement(company.fyodor, unit);
        let (marketing, it, legal) = (of(company.marketing), of(company.it), of(company.legal));
        let sums = |half: &app::ledger::Half| (half.total.money, half.total.seconds);
        assert_eq!(sums(&marketing.ordered), (18_300_050, given), "marketing spent and gave");
        assert_eq!(sums(&marketing.supplied), (0, 0));
        assert_eq!(sums(&it.supplied), (18_300_050, given), "IT earned and took");
        assert_eq!(sums(&it.ordered), (1_200_000, taken), "IT spent and gave");
        assert_eq!(sums(&legal.supplied), (1_200_000, taken), "Legal earned and took");
        assert_eq!(sums(&legal.ordered), (0, 0));
        let budget = marketing.budget.row;
        assert_eq!((budget.issued, budget.reserved, budget.spent), (64_000_000, 0, 18_300_050));

        let checked = check::check(company.site.db(), company.site.blobs().as_ref()).expect("a check");
        assert!(checked.is_clean(), "{checked:?}");

        if web::server::routes().iter().any(|route| route.path == routes::pattern::ACCOUNT) {
            let b = &self.browser;
            self.sit(company.fyodor, "/u/marketing/account");
            b.see(self.say("183 000,50 ₽", "₽183,000.50"));
            b.go("/u/it/account");
            b.see(self.say("183 000,50 ₽", "₽183,000.50"));
            b.see(self.say("12 000 ₽", "₽12,000"));
            b.go("/u/legal/account");
            b.see(self.say("12 000 ₽", "₽12,000"));
            b.go("/flow?view=chain&weigh=money&period=all");
            b.see(self.say("183 000,50 ₽", "₽183,000.50"));
        }
    }

    fn play(&self) {
        let no = self.stated_and_claimed();
        self.interview(no);
        self.formulated(no);
        self.agreed(no);
        let child = self.ordered_from_legal(no);
        self.done(no);
        self.accounts(no, child);
    }
}

fn crm(f: &Fixture, language: Language) {
    if let Some(story) = Story::new(f, language, true) {
        story.play();
    }
}

testkit::each_db! {
    fn crm_in_russian(f) {
        crm(f, Language::Ru);
    }

    fn crm_in_english(f) {
        crm(f, Language::En);
    }
}

/// Links and forms suffice until the offer is chosen.
#[test]
fn the_first_half_goes_without_scripts() {
    let f = Fixture::sqlite();
    let Some(story) = Story::new(&f, Language::Ru, false) else { return };
    let no = story.stated_and_claimed();
    story.interview(no);
    story.formulated(no);
    story.agreed(no);
}
