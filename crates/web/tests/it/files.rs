//! Forms with files.

use std::collections::HashSet;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use crate::support::world::World;
use crate::support::{Answer, Browser, blobs, config, site_over, site_with};
use app::files::Quotas;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::Request;
use domain::time::Instant;
use http_body::Frame;
use store::StoreError;
use store::blobs::{BlobName, Blobs, Space};
use testkit::each_db;
use web::Site;
use web::auth::{MaybeSignedIn, Sent};
use web::server::{Reach, Route, Seat, router_of};
use web::site::Config;

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
    let (_f, world) = World::sqlite();
    let site = world.site.clone();
    let routes =
        vec![Route::get("/files", Reach::ANYONE, token), Route::post("/files", Reach::ANYONE, told).files()];
    let router = router_of(site.clone(), routes);
    let mut browser = Browser::before(router.clone());
    browser.cookies = world.browser(Seat::Customer).cookies;
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

    // Even where a door lets everybody in, whoever brings files is somebody.
    let mut nobody = Browser::before(router);
    let csrf = nobody.get("/files").hidden("csrf").unwrap();
    let sent = send(&mut nobody, &[("csrf", None, csrf.as_bytes()), ("papers", Some("a"), b"three")]);
    assert_eq!(sent.status, 401);
    let without = send(&mut nobody, &[("csrf", None, csrf.as_bytes()), ("papers", Some(""), b"")]);
    assert_eq!(without.status, 200, "a field in which no file was chosen brings none");
    assert!(!site.blobs().exists(BlobName::of(b"three")).unwrap());
}

/// Sends a message with a file on the sample request.
fn say(world: &World, browser: &mut Browser, bytes: &[u8]) -> Answer {
    let path = web::routes::request_action(world.number, "message");
    let page = browser.get(&path);
    // Whoever may not open the page has a token all the same.
    let page = if page.status == 200 { page } else { browser.get("/me") };
    let csrf = page.hidden("csrf").unwrap();
    let fields = [("csrf", csrf.as_str()), ("text", "С файлом")];
    browser.send_file(&path, &fields, ("files", "a.txt", "text/plain", bytes))
}

/// The files that lie there.
fn kept(site: &Site) -> Vec<BlobName> {
    site.blobs().names().unwrap()
}

each_db! {
    fn nothing_is_kept_of_whoever_may_not_bring_it(f) {
        let world = World::new(f);
        let before = kept(&world.site);
        let mut stranger = Browser::new(&world.site);
        for n in 0..20_u8 {
            let csrf = stranger.get("/sign-in").hidden("csrf").unwrap();
            let fields = [("csrf", csrf.as_str()), ("login", "x"), ("password", "x")];
            let file = ("file", "a.bin", "application/octet-stream", &[n; 1000][..]);
            let sent = stranger.send_file("/sign-in", &fields, file);
            assert_eq!(sent.status, 415);
            assert!(sent.says("не принимает файлов"), "{}", sent.body);
        }
        // A form of a request that they may not read, of one on which they may not act, of a service that is not for them.
        for seat in [Seat::Stranger, Seat::Outsider, Seat::Finance] {
            assert_eq!(say(&world, &mut world.browser(seat), b"foreign").status, 404, "{seat:?}");
        }
        let mut outsider = world.browser(Seat::Outsider);
        let csrf = outsider.get("/me").hidden("csrf").unwrap();
        let fields = [("csrf", csrf.as_str()), ("text", "Закажу")];
        let ordered = outsider.send_file("/s/crm", &fields, ("files", "a", "text/plain", b"foreign"));
        assert!(ordered.status.is_client_error());
        let path = web::routes::request_action(world.number, "deliver");
        let mut customer = world.browser(Seat::Customer);
        let csrf = customer.get("/me").hidden("csrf").unwrap();
        let fields = [("csrf", csrf.as_str()), ("note", "Готово")];
        let delivered = customer.send_file(&path, &fields, ("files", "a", "text/plain", b"foreign"));
        assert_eq!(delivered.status, 403);
        assert_eq!(kept(&world.site), before);
    }

    fn quotas_are_counted_before_anything_is_kept(f) {
        let quotas = Quotas { file: 1000, request: 3000, person: 5000 };
        let world = World::over(site_with(f, Config { quotas, ..config() }));
        let mut customer = world.browser(Seat::Customer);
        let there = kept(&world.site).len();
        let refused = say(&world, &mut customer, &[0; 1001]);
        assert_eq!(refused.status, 413);
        assert!(refused.says("Файл больше"), "{}", refused.body);
        for n in 1..=2_u8 {
            assert_eq!(say(&world, &mut customer, &[n; 1000]).status, 303);
        }
        // The sample request has a file of its own.
        let refused = say(&world, &mut customer, &[3; 1000]);
        assert_eq!(refused.status, 413);
        assert!(refused.says("Файлов в одной заявке"), "{}", refused.body);
        assert_eq!(kept(&world.site).len(), there + 2);

        // Files of forms that came to nothing are counted, the same file once.
        let empty = |browser: &mut Browser, n: u8| {
            let csrf = browser.get("/ask").hidden("csrf").unwrap();
            browser.send_file("/ask", &[("csrf", &csrf), ("text", "")], ("files", "a", "text/plain", &[n; 1000]))
        };
        for n in [4, 4, 5, 5] {
            assert_eq!(empty(&mut customer, n).status, 422);
        }
        assert_eq!(empty(&mut customer, 6).status, 422);
        let refused = empty(&mut customer, 7);
        assert_eq!(refused.status, 413);
        assert!(refused.says("За месяц один человек"), "{}", refused.body);
        assert_eq!(kept(&world.site).len(), there + 5);
        assert_eq!(empty(&mut world.browser(Seat::Colleague), 7).status, 422, "somebody else has their own");
        f.clock.advance_seconds(31 * 86_400);
        assert_eq!(empty(&mut world.browser(Seat::Customer), 8).status, 422, "a month later");
    }

    fn what_is_too_large_by_its_own_word_is_refused_before_it_comes(f) {
        let quotas = Quotas { file: 2000, request: 3000, person: 5000 };
        let world = World::over(site_with(f, Config { quotas, ..config() }));
        let mut customer = world.browser(Seat::Customer);
        let csrf = customer.get("/ask").hidden("csrf").unwrap();
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--edge\r\n\
             Content-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n"
        );
        // Nothing more ever comes of it.
        let body = Body::new(Never(Some(head.into())));
        let request = Request::post("/ask")
            .header("content-type", "multipart/form-data; boundary=edge")
            .header("content-length", 1024 * 1024 + 3001)
            .header("sec-fetch-site", "same-origin");
        let refused = customer.ask(request.body(body).unwrap());
        assert_eq!(refused.status, 413);
        assert!(refused.says("Файлов в одной заявке"), "{}", refused.body);
    }

    fn a_disk_that_fills_is_told_and_then_takes_no_files(f) {
        let blobs = Arc::new(Narrow { blobs: blobs(f), space: Mutex::new(space(50, 0)) });
        let world = World::over(site_over(f, Config { secure: false, ..Config::default() }, Arc::clone(&blobs) as Arc<dyn Blobs>));
        let mut customer = world.browser(Seat::Customer);
        let mut administrator = world.browser(Seat::Administrator);
        let now = |free: u64, files: u64| {
            *blobs.space.lock().unwrap() = space(free, files);
            f.clock.advance_seconds(10);
        };
        let told = |browser: &mut Browser| {
            ["/", "/admin"].map(|path| browser.get(path).says("На диске свободно"))
        };
        now(20, 0);
        assert_eq!(told(&mut administrator), [false, false]);
        now(19, 0);
        assert_eq!(told(&mut administrator), [true, true]);
        assert!(!customer.get("/").says("На диске свободно"));
        assert_eq!(say(&world, &mut customer, b"one").status, 303);
        now(4, 0);
        assert_eq!(told(&mut administrator), [true, true]);
        let refused = say(&world, &mut customer, b"two");
        assert_eq!(refused.status, 507);
        assert!(refused.says("Отправьте форму без файлов"), "{}", refused.body);
        now(40, 51);
        let refused = say(&world, &mut customer, b"two");
        assert_eq!(refused.status, 507);
        assert!(refused.says("отведённую им часть"), "{}", refused.body);
        assert!(!world.site.blobs().exists(BlobName::of(b"two")).unwrap());
        now(40, 49);
        assert_eq!(say(&world, &mut customer, b"two").status, 303);
    }
}

/// A body that stops after its beginning.
struct Never(Option<Bytes>);

impl HttpBody for Never {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.0.take() {
            Some(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            None => Poll::Pending,
        }
    }
}

/// Files on a disk of a hundred gigabytes that holds what it is told.
struct Narrow {
    blobs: Arc<dyn Blobs>,
    space: Mutex<Space>,
}

fn space(free: u64, files: u64) -> Space {
    Space { total: 100 << 30, free: free << 30, files: files << 30 }
}

impl Blobs for Narrow {
    fn put(&self, bytes: &[u8], now: Instant) -> Result<BlobName, StoreError> {
        self.blobs.put(bytes, now)
    }

    fn get(&self, name: BlobName) -> Result<Option<Vec<u8>>, StoreError> {
        self.blobs.get(name)
    }

    fn exists(&self, name: BlobName) -> Result<bool, StoreError> {
        self.blobs.exists(name)
    }

    fn names(&self) -> Result<Vec<BlobName>, StoreError> {
        self.blobs.names()
    }

    fn space(&self) -> Result<Option<Space>, StoreError> {
        Ok(Some(*self.space.lock().unwrap()))
    }

    fn sweep(&self, used: &HashSet<BlobName>, now: Instant) -> Result<u64, StoreError> {
        self.blobs.sweep(used, now)
    }
}
