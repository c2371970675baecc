//! Where a route is asked for, and what is sent to it.

use app::identity::Secret;
use web::server::Seat;

use super::World;

impl World {
    /// What is sent to the form of a route by whoever it is not for: enough for it to be carried out, so that nothing but the
    /// caller can be the reason of a refusal. Empty where nothing is needed, or where what is needed is made by earlier steps.
    pub fn fields(&self, pattern: &str) -> Vec<(&'static str, String)> {
        let person = self.people[&Seat::Provider].to_string();
        let (others, vendor) = (self.others.to_string(), self.vendor.to_string());
        let fields: &[(&'static str, &str)] = match pattern.strip_prefix("/r/{no}/").unwrap_or(pattern) {
            "pass-on" => &[("to", &others), ("note", "Это к ним"), ("share", "yes")],
            "assign" => &[("to", &person)],
            "message" | "task" | "dispute" => &[("text", "Слова")],
            "interview" => &[
                ("happened_at", "01.01.2026"),
                ("happened_at_time", "10:00"),
                ("minutes", "20"),
                ("note_stated", "Слова"),
            ],
            "brief" => &[
                ("title", "Заголовок"),
                ("problem", "Задача"),
                ("outcome", "Итог"),
                ("criterion_0", "Критерий"),
                ("distance", "same"),
            ],
            "confirm" => &[("version", "1")],
            "correct" => &[("version", "1"), ("comment", "Не то")],
            "invite" => &[("unit", &others)],
            "say" => &[("unit", &vendor), ("text", "Слова")],
            "share" => &[("unit", &vendor), ("days", "7")],
            "share/end" => &[("link", &vendor)],
            "decline" | "refuse" | "reopen" | "cancel" => &[("reason", "Так надо")],
            "withdraw-offer" | "choose" => &[("offer", &vendor), ("reason", "Так надо")],
            "task/done" => &[("task", &vendor)],
            "effort" => &[("minutes", "10")],
            "order" => &[("target", &others), ("text", "Слова")],
            "deliver" => &[("note", "Готово")],
            "resolve" => &[("outcome", "rework"), ("text", "Слова")],
            "review" => &[("solved", "yes"), ("minutes", "10"), ("would_pay", "yes")],
            "participant" | "entrust" => &[("person", &person)],
            "repeat" => &[("number", "1"), ("repeats", "no")],
            "/desk/claim" => &[("unit", "it"), ("no", "1")],
            "/u/{unit}/account/budget" | "/u/{unit}/account/budget/back" => {
                &[("period", "2026-12"), ("amount", "1000")]
            }
            "/admin/people" => &[("name", "Кто-то"), ("email", "who@example.com"), ("language", "ru")],
            "/admin/people/{person}/profile" => &[("name", "Другое имя"), ("language", "ru")],
            "/admin/people/{person}/join" | "/admin/people/{person}/leave" => &[("unit", &others)],
            "/admin/people/{person}/grant" | "/admin/people/{person}/revoke" => {
                &[("role", "provider"), ("unit", &others)]
            }
            "/admin/people/{person}/switch" => &[("active", "no")],
            "/admin/rates" => &[("unit", &others), ("per_hour", "1500"), ("valid_from", "2026-12-01")],
            "/admin/units" => {
                &[("code", "new"), ("kind", "internal"), ("name_ru", "Новое"), ("purpose_ru", "Для дела")]
            }
            "/admin/company/address" => &[("address", "https://vitrina.example.com")],
            "/admin/units/{unit}/budget" => &[("mode", "hard")],
            "/admin/units/{unit}/parent" => &[("parent", &others)],
            "/admin/services" => &[("code", "new"), ("unit", &others)],
            "/admin/services/{service}/stage" => &[("stage", "retiring")],
            "/p/{token}/say" => &[("unit", &vendor), ("text", "Чужие слова")],
            "/p/{token}/decline" => &[("reason", "Не хотим")],
            _ => &[],
        };
        fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    }

    /// The address of a route for a caller of this seat. A new parameter of a path gets its sample here.
    pub fn address(&self, pattern: &str, seat: Seat) -> String {
        let token = match (pattern.starts_with("/p/"), seat) {
            (true, Seat::Link) => self.link.to_text(),
            (true, _) => Secret::new([0; 32]).to_text(),
            (false, _) => self.setup.to_text(),
        };
        let no = self.number.to_string();
        let person = self.people[&Seat::Stranger].to_string();
        let import = self.import.to_string();
        let samples = [
            ("{token}", token.as_str()),
            ("{no}", &no),
            ("{unit}", "it"),
            ("{service}", "crm"),
            ("{file}", &self.file),
            ("{id}", &self.imported),
            ("{person}", &person),
            ("{plan}", &self.plan),
            ("{import}", &import),
            ("{form}", "csv"),
        ];
        let mut path =
            samples.iter().fold(pattern.to_owned(), |path, (name, value)| path.replace(name, value));
        if pattern == web::routes::pattern::LOG_MAPPING {
            path.push_str("?name=Old");
        }
        assert!(
            !path.contains('{'),
            "{pattern} has a parameter without a sample: give it one in `World::address`"
        );
        path
    }
}
