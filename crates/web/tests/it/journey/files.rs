//! Files of a request.

use testkit::Fixture;
use web::server::Seat;

use crate::journey::way::{Way, carried, pairs};
use crate::support::{Answer, Browser};

/// Says something with a file that calls itself a page.
fn with_file(
    browser: &mut Browser,
    path: &str,
    carried: &[(String, String)],
    name: &str,
    bytes: &[u8],
) -> Answer {
    let mut fields = pairs(carried);
    fields.push(("text", "С файлом"));
    browser.send_file(path, &fields, ("files", name, "text/html", bytes))
}

#[test]
fn files_go_to_those_who_read_the_request_and_never_run() {
    let f = Fixture::sqlite();
    let mut way = Way::new(&f);
    let path = way.path("message");
    let page = way.customer.get(&path);
    let sent =
        with_file(&mut way.customer, &path, &carried(&page), "отчёт.html", b"<script>alert(1)</script>");
    assert_eq!(sent.status, 303, "{}", sent.body);
    let files = way.page().files;
    let (id, _) = files.iter().find(|(_, file)| file.name == "отчёт.html").unwrap();
    let path = way.path(&format!("files/{id}"));
    let got = way.handler.get(&path);
    assert_eq!((got.status.as_u16(), got.body.as_str()), (200, "<script>alert(1)</script>"));
    let header = |name: &str| got.headers[name].to_str().unwrap();
    assert_eq!(header("content-type"), "application/octet-stream");
    assert!(
        header("content-disposition").starts_with("attachment; filename=\"_____.html\"; filename*=UTF-8''")
    );
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(way.world.browser(Seat::Stranger).get(&path).status, 404);
    let foreign = "00000000-0000-7000-8000-000000000000";
    assert_eq!(way.handler.get(&way.path(&format!("files/{foreign}"))).status, 404);
    assert_eq!(way.handler.get(&way.path("files/..%2F..%2Fetc%2Fpasswd")).status, 404);
    // A form that is refused says that its files must be chosen again.
    let path = way.path("message");
    let page = way.handler.get(&path);
    let mut carried = carried(&page);
    carried.push(("ask".to_owned(), "yes".to_owned()));
    let back = with_file(&mut way.handler, &path, &carried, "a.txt", b"a");
    assert_eq!(back.status, 422);
    assert!(back.says("К вопросу файлы не прикладывают") && back.says("С файлом"), "{}", back.body);
}
