//! The forms of the site's pages: found on them, filled, sent.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use axum::body::Body;
use axum::http::{Method, Request};
use scraper::{ElementRef, Html, Selector};
use store::dump::dump_text;
use store::repo::import_batch;
use testkit::Fixture;
use web::routes::pattern;
use web::server::{Door, Route, Seat, routes};

use crate::support::world::World;
use crate::support::{Answer, Browser};

/// What is typed or chosen in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Line,
    /// Words of several lines.
    Words,
    /// A password.
    Password,
    /// A file.
    File,
    /// One of some.
    Choice,
    /// A box that is ticked or not, whatever it is sent.
    Box,
    /// What the page itself put in and may be chosen elsewhere: an id, a version.
    Hidden,
    /// Token, key, version: the page's own.
    Own,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub kind: Kind,
    /// What it holds.
    pub value: String,
}

/// A form, as a page has it.
#[derive(Debug, Clone)]
pub struct Form {
    /// The route it goes to.
    pub route: &'static str,
    /// The address it goes to.
    pub action: String,
    /// Who found it.
    pub seat: Seat,
    /// The page it stands on.
    pub page: String,
    /// A page shows it.
    pub shown: bool,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A company, and its people in their browsers.
pub struct Place {
    f: Fixture,
    /// The company.
    pub world: World,
    browsers: BTreeMap<Seat, Browser>,
    /// The rows as they were after that many changes.
    rows: RefCell<Option<(i64, Rc<str>)>>,
}

impl Place {
    /// A fresh one.
    pub fn new() -> Self {
        let (f, world) = World::sqlite();
        Self { f, world, browsers: BTreeMap::new(), rows: RefCell::new(None) }
    }

    /// The browser of somebody.
    pub fn browser(&mut self, seat: Seat) -> &mut Browser {
        let world = &self.world;
        self.browsers.entry(seat).or_insert_with(|| world.browser(seat))
    }

    /// Opens a page.
    pub fn get(&mut self, seat: Seat, path: &str) -> Answer {
        // Strangers may send a few forms a minute.
        self.f.clock.advance_seconds(1);
        self.browser(seat).get(path)
    }

    /// Sends a body that is encoded already.
    pub fn post(&mut self, form: &Form, body: &str) -> Answer {
        self.post_as(form, "application/x-www-form-urlencoded", body.as_bytes().to_vec())
    }

    /// Sends a body of a kind.
    pub fn post_as(&mut self, form: &Form, kind: &str, body: Vec<u8>) -> Answer {
        if !form.seat.is_person() {
            self.f.clock.advance_seconds(60);
        }
        let request = Request::post(&form.action).header("sec-fetch-site", "same-origin");
        let request = if kind.is_empty() { request } else { request.header("content-type", kind) };
        let request = request.body(Body::from(body)).expect("a request");
        self.browser(form.seat).ask(request)
    }

    /// Everything that is written, once no import goes on any more; what a session notes of itself stays out.
    pub fn rows(&self) -> Rc<str> {
        let running = || self.f.db.read_blocking(|tx| import_batch::running(tx)).expect("imports");
        while !running().is_empty() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        // Whatever comes after is another change.
        let changes = self.f.changes();
        if let Some((_, rows)) = self.rows.borrow().as_ref().filter(|(known, _)| *known == changes) {
            return Rc::clone(rows);
        }
        let text = self.f.db.read_blocking(|tx| dump_text(tx)).expect("a dump");
        let own = ["session ", "client_open ", "file_brought "];
        let rows: Vec<_> = text.lines().filter(|line| !own.iter().any(|own| line.starts_with(own))).collect();
        let rows: Rc<str> = rows.join("\n").into();
        *self.rows.borrow_mut() = Some((changes, Rc::clone(&rows)));
        rows
    }

    /// The same form, as its page shows it now.
    pub fn fresh(&mut self, form: &Form) -> Form {
        let page = self.get(form.seat, &form.page);
        let mut fresh = form.clone();
        if let Some(found) = of_page(&page.body).into_iter().find(|found| found.action == form.action) {
            fresh.fields = found.fields;
        } else {
            fresh.renew(&page);
        }
        fresh
    }
}

impl Form {
    /// People type or choose something in it.
    pub fn is_typed(&self) -> bool {
        self.shown && self.fields.iter().any(|field| matches!(field.kind, Kind::Line | Kind::Words))
    }

    /// It takes words and nothing else.
    pub fn is_words_alone(&self) -> bool {
        let word = |field: &Field| {
            matches!(field.kind, Kind::Line | Kind::Words | Kind::Box | Kind::File | Kind::Own)
        };
        self.fields.iter().all(word)
    }

    /// Token, key and version of a page in the place of its own.
    fn renew(&mut self, page: &Answer) {
        for field in self.fields.iter_mut().filter(|field| field.kind == Kind::Own) {
            field.value = page.hidden(&field.name).unwrap_or_else(|| std::mem::take(&mut field.value));
        }
    }

    /// Names and values.
    pub fn filled(&self, value: impl Fn(&Field) -> String) -> Vec<(String, String)> {
        let fields = self.fields.iter().filter(|field| field.kind != Kind::File);
        fields
            .map(|field| {
                let value = if field.kind == Kind::Own { field.value.clone() } else { value(field) };
                (field.name.clone(), value)
            })
            .collect()
    }

    /// Values that a person might send, but for one field.
    pub fn sound(&self, but: Option<(&str, &str)>) -> Vec<(String, String)> {
        self.filled(|field| match but {
            Some((name, value)) if name == field.name => value.to_owned(),
            _ => self.good(field),
        })
    }

    /// What a person might put into a field.
    pub fn good(&self, field: &Field) -> String {
        let name = field.name.as_str();
        let numbers = ["amount", "minutes", "hours", "price", "days", "number", "quantity", "likely"];
        if matches!(field.kind, Kind::Choice | Kind::Box | Kind::Hidden | Kind::Own | Kind::File)
            || !field.value.is_empty()
        {
            field.value.clone()
        } else if name.contains("email") {
            "new@example.com".to_owned()
        } else if field.kind == Kind::Password {
            "синий кит плывёт".to_owned()
        } else if name == "code" {
            "new-one".to_owned()
        } else if name == "login" {
            "newcomer".to_owned()
        } else if name.contains("happened_at_time") {
            "9:00".to_owned()
        } else if numbers.iter().any(|part| name.contains(part)) {
            "12".to_owned()
        } else {
            "Обычные слова".to_owned()
        }
    }

    /// A token for its page, encoded.
    pub fn csrf(&self, place: &mut Place) -> String {
        let page = place.get(self.seat, &self.page);
        let token = page.hidden("csrf").unwrap_or_else(|| panic!("no token on {}", self.page));
        form_urlencoded::byte_serialize(token.as_bytes()).collect()
    }
}

/// The body of a form.
pub fn encoded(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The body of a form with a file.
pub fn multipart(fields: &[(String, String)], name: &str, file: &str, bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(head.into_bytes());
    }
    let head = format!(
        "--cut\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: text/csv\r\n\r\n"
    );
    body.extend(head.into_bytes());
    body.extend_from_slice(bytes);
    body.extend(b"\r\n--cut--\r\n");
    body
}

/// Words without what no text keeps, for comparing.
pub fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| {
        !c.is_control() && !('\u{202a}'..='\u{202e}').contains(c) && !('\u{2066}'..='\u{2069}').contains(c)
    });
    kept.collect::<String>().trim().to_owned()
}

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

fn field(element: ElementRef<'_>) -> Option<Field> {
    let of = |name: &str| element.value().attr(name).unwrap_or_default().to_owned();
    let name = of("name");
    let kind = match (element.value().name(), of("type").as_str()) {
        _ if matches!(name.as_str(), "csrf" | "command" | "seen") => Kind::Own,
        ("textarea", _) => Kind::Words,
        ("select", _) | (_, "radio") => Kind::Choice,
        (_, "checkbox") => Kind::Box,
        (_, "hidden") => Kind::Hidden,
        (_, "password") => Kind::Password,
        (_, "file") => Kind::File,
        ("button", _) | (_, "submit") => return None,
        _ => Kind::Line,
    };
    let value = match element.value().name() {
        "textarea" => element.text().collect::<String>(),
        _ if kind == Kind::Box && element.value().attr("checked").is_none() => String::new(),
        "select" => {
            let all: Vec<_> = element.select(&select("option")).collect();
            let chosen = all.iter().find(|option| option.value().attr("selected").is_some());
            let first = chosen.or_else(|| all.iter().find(|option| option.value().attr("value") != Some("")));
            first
                .or(all.first())
                .and_then(|option| option.value().attr("value"))
                .unwrap_or_default()
                .to_owned()
        }
        _ => of("value"),
    };
    Some(Field { name, kind, value })
}

/// The forms of a page that post, with the address for the route and nobody in particular as finder.
pub fn of_page(body: &str) -> Vec<Form> {
    let page = Html::parse_document(body);
    let (all, controls) = (select("form[method=post]"), select("[name]"));
    page.select(&all)
        .map(|form| {
            let mut fields: Vec<Field> = Vec::new();
            // Circles and boxes of one name: the one that is ticked, or the first.
            for element in form.select(&controls) {
                let Some(next) = field(element) else { continue };
                let ticked = element.value().attr("checked").is_some();
                match fields.iter_mut().find(|known| known.name == next.name) {
                    Some(known) if ticked => known.value = next.value,
                    Some(_) => {}
                    None => fields.push(next),
                }
            }
            let action = form.value().attr("action").unwrap_or_default().to_owned();
            Form { route: "", action, seat: Seat::Nobody, page: String::new(), shown: true, fields }
        })
        .collect()
}

/// What a page says to people.
pub fn words(body: &str) -> String {
    let page = Html::parse_document(body);
    let main = page.select(&select("main")).next().expect("a page has its main part");
    main.text().collect::<String>().replace(['\u{a0}', '\u{202f}'], " ")
}

/// The route of an address.
fn route_of(path: &str, all: &[Route]) -> Option<&'static str> {
    let fits = |route: &&Route| {
        let (one, other): (Vec<_>, Vec<_>) = (route.path.split('/').collect(), path.split('/').collect());
        one.len() == other.len()
            && one.iter().zip(&other).all(|(one, other)| one.starts_with('{') || one == other)
    };
    let fitting = all.iter().filter(|route| route.method == Method::POST).filter(fits);
    fitting.min_by_key(|route| route.path.matches('{').count()).map(|route| route.path)
}

/// One form for each route that takes one.
pub fn forms(place: &mut Place) -> Vec<Form> {
    let all = routes();
    let mut found: BTreeMap<&'static str, Form> = BTreeMap::new();
    for route in all.iter().filter(|route| route.method == Method::GET) {
        for seat in Seat::ALL.into_iter().filter(|seat| route.reach.allows(*seat)) {
            // Whoever serves, asks and administers sees every form that there is.
            let telling = matches!(
                seat,
                Seat::Nobody
                    | Seat::Link
                    | Seat::Customer
                    | Seat::Handler
                    | Seat::Administrator
                    | Seat::Finance
            );
            if !telling {
                continue;
            }
            let path = place.world.address(route.path, seat);
            let page = place.get(seat, &path);
            for mut form in of_page(&page.body) {
                let Some(to) = route_of(&form.action, &all) else { continue };
                form.route = to;
                form.seat = seat;
                form.page = path.clone();
                // The form with the most to fill in, on a page of its own.
                let fuller = found.get(to).is_none_or(|known| known.fields.len() < form.fields.len());
                if fuller {
                    found.insert(to, form);
                }
            }
        }
    }
    for route in all.iter().filter(|route| route.method == Method::POST && route.path != pattern::FIRST_RUN) {
        if !found.contains_key(route.path) {
            found.insert(route.path, unseen(place, route));
        }
    }
    found.into_values().collect()
}

/// A form that no page shows in the state of the sample: every name that forms have here.
fn unseen(place: &mut Place, route: &Route) -> Form {
    let seat =
        *Seat::ALL.iter().find(|seat| seat.is_person() && route.reach.allows(**seat)).unwrap_or(match route
            .reach
            .door
        {
            Door::Link => &Seat::Link,
            Door::Session => &Seat::Handler,
            _ => &Seat::Nobody,
        });
    let page = match seat {
        Seat::Link => place.world.address(pattern::PARTNER, seat),
        seat if seat.is_person() => "/me".to_owned(),
        _ => "/sign-in".to_owned(),
    };
    let mut fields = Vec::new();
    for (kind, names) in [
        (Kind::Own, &["csrf", "command"][..]),
        (Kind::Words, &["text", "reason", "note", "comment", "title"]),
        (Kind::Line, &["minutes", "amount", "version", "number", "name"]),
        (
            Kind::Choice,
            &["to", "offer", "task", "unit", "person", "outcome", "solved", "would_pay", "session", "target"],
        ),
    ] {
        for name in names {
            fields.push(Field { name: (*name).to_owned(), kind, value: String::new() });
        }
    }
    let mut form = Form {
        route: route.path,
        action: place.world.address(route.path, seat),
        seat,
        page,
        shown: false,
        fields,
    };
    let shown = place.get(seat, &form.page.clone());
    form.renew(&shown);
    form
}
