//! A link from its making to its end, as browsers see it: one of the company, one of somebody outside.

use crate::support::world::World;
use crate::support::{Answer, Browser};
use testkit::each_db;
use web::server::Seat;

/// Makes a link on the page of the request and gives its address.
fn made(world: &World, browser: &mut Browser) -> String {
    let path = format!("/r/{}/share", world.asked);
    let unit = world.vendor.to_string();
    let page = browser.send(&path, &path, &[("unit", &unit), ("days", "14")]);
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.says("показываем один раз"));
    let address =
        page.body.split("value=\"http://vitrina.example/p/").nth(1).unwrap().split('"').next().unwrap();
    assert!(!browser.get(&path).body.contains(address), "it is shown once");
    format!("/p/{address}")
}

fn criterion(page: &Answer) -> String {
    let after = page.body.split("name=\"criteria\" value=\"").nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

each_db! {
    fn somebody_outside_asks_offers_and_declines_without_an_account(f) {
        let world = World::new(f);
        let mut handler = world.browser(Seat::Handler);
        let mut customer = world.browser(Seat::Customer);
        let (address, request) = (made(&world, &mut customer), format!("/r/{}", world.asked));
        let mut outside = Browser::new(&world.site);
        let page = outside.get(&address);
        assert!(page.says("Ждём вашего предложения") && page.says("Источник указан в 95 % сделок"));
        assert!(outside.cookies.is_empty(), "nothing is kept in the browser");

        let unit = world.vendor.to_string();
        let said = outside.send(
            &address,
            &format!("{address}/say"),
            &[("unit", &unit), ("text", "Сколько сделок в месяц?")],
        );
        assert_eq!((said.status.as_u16(), said.location()), (303, format!("{address}#tl").as_str()));
        let told = handler.get(&request);
        assert!(told.says("Сколько сделок в месяц?") && told.says("по ссылке"));
        let path = format!("{request}/say");
        let answered = handler.send(&path, &path, &[("unit", &unit), ("text", "Около двухсот")]);
        assert_eq!(answered.status, 303);
        assert!(outside.get(&address).says("Около двухсот"));

        let path = format!("{address}/offer");
        let wrong = outside.send(&path, &path, &[("line_0_text", "Модуль")]);
        assert_eq!(wrong.status, 422);
        assert!(wrong.says("Модуль"), "what was typed is kept");
        let day = |days: i64| {
            let at = world.site.now().plus_seconds(days * 86_400).to_timestamp();
            at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
        };
        let (criterion, ready, valid) = (criterion(&wrong), day(20), day(10));
        let offer = [
            ("line_0_kind", "fixed"),
            ("line_0_text", "Модуль"),
            ("line_0_quantity", "1"),
            ("line_0_price", "142 000"),
            ("optimistic", "16"),
            ("likely", "24"),
            ("pessimistic", "40"),
            ("client_minutes", "90"),
            ("ready_by", &ready),
            ("ready_by_time", "16:00"),
            ("probability", "60"),
            ("valid_until", &valid),
            ("criteria", &criterion),
        ];
        let sent = outside.send(&path, &path, &offer);
        assert_eq!(sent.status, 303, "{}", sent.body);
        let page = outside.get(&address);
        assert!(page.says("Предложение отправлено") && page.says("142 000 ₽"), "{}", page.body);
        assert!(world.browser(Seat::Customer).get(&request).says("142 000 ₽"));

        let path = format!("{address}/withdraw-offer");
        let back = outside.get(&path).hidden("offer").unwrap();
        let back = outside.send(&path, &path, &[("offer", &back), ("reason", "Ошиблись в цене")]);
        assert_eq!(back.status, 303, "{}", back.body);
        assert!(outside.get(&address).says("Отозвано"));

        let path = format!("{address}/decline");
        let left = outside.send(&path, &path, &[("reason", "Нет людей")]);
        assert!(left.status == 200 && left.says("Спасибо, что ответили"), "{}", left.body);
        assert_eq!(outside.get(&address).status, 410);
        assert!(handler.get(&request).says("Нет людей"));
    }

    fn links_are_made_and_ended_for_the_customer_alone(f) {
        let world = World::new(f);
        let mut handler = world.browser(Seat::Handler);
        let mut customer = world.browser(Seat::Customer);
        let address = made(&world, &mut customer);
        let path = format!("/r/{}/share", world.asked);
        let page = handler.get(&path);
        assert!(page.says("делает и отзывает заказчик") && page.hidden("link").is_none());
        let mut ended = None;
        // The one of the sample company and this one.
        while let Some(link) = customer.get(&path).hidden("link") {
            let done = customer.send(&path, &format!("{path}/end"), &[("link", &link)]);
            assert_eq!((done.status.as_u16(), done.location()), (303, path.as_str()));
            assert!(customer.get(&path).says("Ссылка отозвана"));
            ended = Some(link);
        }
        let link = ended.unwrap();
        assert_eq!(Browser::new(&world.site).get(&address).status, 410);
        let unit = world.vendor.to_string();
        let by_provider = handler.send("/me", &path, &[("unit", &unit), ("days", "14")]);
        assert_eq!(by_provider.status, 403, "{}", by_provider.body);
        let again = customer.send("/me", &format!("{path}/end"), &[("link", &link)]);
        assert_eq!(again.status, 409, "{}", again.body);
        // A request without an agreed brief says why it cannot be shown.
        assert!(customer.get(&format!("/r/{}/share", world.number)).says("согласованное ТЗ"));
        let secret = customer.get(&format!("/r/{}/share", world.secret));
        assert!(secret.says("Конфиденциальное обращение наружу не показывают"));
    }
}
