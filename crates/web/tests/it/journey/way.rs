//! A request on its way, moved by the forms of the pages.

use testkit::Fixture;
use web::server::Seat;

use crate::support::world::World;
use crate::support::{Answer, Browser};

/// A request with its people in their browsers.
pub struct Way {
    pub world: World,
    pub customer: Browser,
    pub handler: Browser,
}

/// What a page's form carries beside what is typed.
pub fn carried(page: &Answer) -> Vec<(String, String)> {
    ["csrf", "command", "seen"]
        .into_iter()
        .map(|name| {
            (name.to_owned(), page.hidden(name).unwrap_or_else(|| panic!("no {name}: {}", page.body)))
        })
        .collect()
}

pub fn post(
    browser: &mut Browser,
    path: &str,
    carried: &[(String, String)],
    typed: &[(&str, &str)],
) -> Answer {
    let mut all: Vec<(&str, &str)> = carried.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    all.extend_from_slice(typed);
    browser.post(path, &all)
}

impl Way {
    pub fn new(f: &Fixture) -> Self {
        let world = World::new(f);
        let (customer, handler) = (world.browser(Seat::Customer), world.browser(Seat::Handler));
        Self { world, customer, handler }
    }

    pub fn path(&self, action: &str) -> String {
        format!("/r/{}/{action}", self.world.number)
    }

    /// Opens the page of a step and sends its form.
    pub fn send(&mut self, seat: Seat, action: &str, typed: &[(&str, &str)]) -> Answer {
        let path = self.path(action);
        let browser = if seat == Seat::Customer { &mut self.customer } else { &mut self.handler };
        let page = browser.get(&path);
        assert_eq!(page.status, 200, "{action}: {}", page.body);
        post(browser, &path, &carried(&page), typed)
    }

    /// The same, and it is done.
    pub fn done(&mut self, seat: Seat, action: &str, place: &str, typed: &[(&str, &str)]) {
        let answer = self.send(seat, action, typed);
        assert_eq!(answer.status, 303, "{action}: {}", answer.body);
        assert_eq!(answer.location(), format!("/r/{}#{place}", self.world.number), "{action}");
    }

    pub fn page(&self) -> app::requests::page::RequestPage {
        let (cx, number) = (self.world.cx(Seat::Handler), self.world.number);
        crate::support::wait(self.world.site.read(move |tx| app::requests::page::page(tx, &cx, number)))
            .unwrap()
    }

    /// The day so many days from now, as a field of a date has it.
    pub fn day(&self, days: i64) -> String {
        let at = self.world.site.now().plus_seconds(days * 86_400).to_timestamp();
        at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
    }

    pub fn brief(&mut self) {
        self.done(
            Seat::Handler,
            "brief",
            "brief",
            &[
                ("title", "Видеть, какая кампания привела сделку"),
                ("problem", "Поле есть, но его не заполняют."),
                ("outcome", "Видно, куда ушли деньги."),
                ("criterion_0", "Источник указан в 95 % сделок"),
                ("criterion_1", ""),
                ("criterion_2", "Менеджер ничего не вводит"),
                ("assumption_0", "Метки ставят все кампании"),
                ("distance", "other"),
            ],
        );
    }

    pub fn criteria(&self) -> Vec<String> {
        self.page().request.brief().unwrap().criteria.iter().map(|item| item.id.to_string()).collect()
    }

    /// The fields of an offer that is right.
    pub fn offer(&self) -> Vec<(String, String)> {
        let mut fields: Vec<(String, String)> = [
            ("line_0_kind", "labour"),
            ("line_0_text", "Метки и справочник"),
            ("line_0_quantity", "24,5"),
            ("line_0_price", "6 400"),
            ("line_1_kind", "pass_through"),
            ("line_1_text", "Лицензия"),
            ("line_1_quantity", "1"),
            ("line_1_price", "30 000,50"),
            ("line_2_kind", "fixed"),
            ("line_2_text", ""),
            ("line_2_quantity", ""),
            ("line_2_price", ""),
            ("optimistic", "16"),
            ("likely", "24:30"),
            ("pessimistic", "40,5"),
            ("client_minutes", "90"),
            ("ready_by_time", "16:00"),
            ("probability", "85 %"),
            ("risk", ""),
            ("own_answer", "less"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        fields.push(("ready_by".to_owned(), self.day(20)));
        let (year, rest) = self.day(10).split_once('-').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let (month, day) = rest.split_once('-').unwrap();
        fields.push(("valid_until".to_owned(), format!("{day}.{month}.{year}")));
        for id in self.criteria() {
            fields.push(("criteria".to_owned(), id.clone()));
            fields.push(("line_0_criteria".to_owned(), id));
        }
        fields
    }
}

pub fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
