//! Forms with files.
#![expect(clippy::unwrap_used, reason = "these are tests")]

mod support;

use axum::body::Body;
use axum::http::Request;
use store::blobs::BlobName;
use support::world::begin;
use support::{Answer, Browser, site};
use testkit::Fixture;
use web::auth::{MaybeSignedIn, Sent};
use web::server::{Reach, Route, router_of};

const MB: usize = 1024 * 1024;

async fn token(visit: MaybeSignedIn) -> String {
    format!("name=\"csrf\" value=\"{}\"", visit.chrome().csrf)
}

/// Tells the fields and the files as they were understood.
async fn told(sent: Sent) -> String {
    let files = sent.files_of("papers");
    let files: Vec<_> =
        files.iter().map(|f| format!("{} {} {}", f.name, f.file.media_type, f.file.size)).collect();
    let blobs: Vec<_> = sent.files.iter().map(|upload| upload.file.blob.clone()).collect();
    format!("{}|{}|{}", sent.fields.text("title"), files.join(";"), blobs.join(";"))
}

/// A part of a form: name, name of the file, bytes.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

fn send(browser: &mut Browser, parts: &[Part<'_>]) -> Answer {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file =
            file.map(|file| format!("; filename=\"{file}\"\r\nContent-Type: text/plain")).unwrap_or_default();
        body.extend(
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    let request = Request::post("/files")
        .header("content-type", "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin");
    browser.ask(request.body(Body::from(body)).unwrap())
}

#[test]
fn files_are_kept_and_bounded_and_nothing_is_read_without_the_token() {
    let f = Fixture::sqlite();
    let site = site(&f);
    begin(&site, false);
    let routes = vec![
        Route::get("/files", Reach::ANYONE, token),
        Route::post("/files", Reach::ANYONE, told).files(),
        Route::post("/no-files", Reach::ANYONE, told),
    ];
    let mut browser = Browser::before(router_of(site.clone(), routes));
    let csrf = browser.get("/files").hidden("csrf").unwrap();
    let csrf = csrf.as_bytes();

    let kept = send(
        &mut browser,
        &[
            ("csrf", None, csrf),
            ("title", None, "Отчёт".as_bytes()),
            ("papers", Some("отчёт.txt"), b"one"),
            ("papers", Some(""), b""),
            ("other", Some("b.txt"), b"two"),
        ],
    );
    let names = [BlobName::of(b"one"), BlobName::of(b"two")];
    let blobs = names.map(|name| name.to_string()).join(";");
    assert_eq!(kept.body, format!("Отчёт|отчёт.txt text/plain 3|{blobs}"));
    assert_eq!(site.blobs().get(names[0]).unwrap().as_deref(), Some(&b"one"[..]));

    let large = vec![b'a'; 25 * MB + 1];
    let refused = send(&mut browser, &[("csrf", None, csrf), ("papers", Some("a"), &large)]);
    assert_eq!(refused.status, 413);
    assert!(refused.says("</html>") && refused.says("25 МБ"), "{}", refused.body);
    let fits = send(&mut browser, &[("csrf", None, csrf), ("papers", Some("a"), &large[1..])]);
    assert_eq!(fits.status, 200);

    let late = send(&mut browser, &[("papers", Some("a"), b"three"), ("csrf", None, csrf)]);
    assert_eq!(late.status, 403, "the token comes first");
    assert_eq!(send(&mut browser, &[("papers", Some("a"), b"three")]).status, 403);
    assert_eq!(send(&mut browser, &[("csrf", None, b"0-0"), ("papers", Some("a"), b"three")]).status, 403);
    assert!(!site.blobs().exists(BlobName::of(b"three")).unwrap());

    let many: Vec<Part<'_>> = std::iter::once(("csrf", None, csrf))
        .chain((0..21).map(|_| ("papers", Some("a"), &b"x"[..])))
        .collect();
    assert_eq!(send(&mut browser, &many).status, 413, "too many files");
    let cut = Request::post("/files")
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(Body::from("--edge\r\nContent-Disp"))
        .unwrap();
    assert_eq!(browser.ask(cut).status, 400);
}
