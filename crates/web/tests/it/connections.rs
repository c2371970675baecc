//! Connections that do nothing, that send slowly, that send half: every page still answers.

use std::net::SocketAddr;
use std::time::Duration;

use crate::support::world::World;
use crate::support::{config, site_with};
use testkit::{Fixture, each_db};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use web::Site;
use web::server::{Limits, Pace, Seat, raise_open_files, serve};
use web::site::Config;

/// Longer than anything here takes; whoever waits so long has failed.
const LONG: Duration = Duration::from_secs(120);

/// A site that listens while `work` goes on.
fn served<W: Future<Output = ()>>(site: &Site, work: impl FnOnce(SocketAddr) -> W) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(serve(site.clone(), listener, async move { _ = stopped.await }));
        tokio::time::timeout(LONG, work(address)).await.expect("it takes too long");
        _ = stop.send(());
        tokio::time::timeout(LONG, serving).await.expect("it does not stop").unwrap().unwrap();
    });
}

/// Sends this and reads everything until the other side ends.
async fn exchange(to: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    rest(&mut stream).await
}

/// Everything until the other side ends.
async fn rest(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    // Whoever is cut off may hear of it as an error.
    _ = stream.read_to_end(&mut read).await;
    String::from_utf8_lossy(&read).into_owned()
}

/// Asks for a page, whole.
async fn page(of: SocketAddr, path: &str, cookies: &str) -> String {
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: vitrina.example\r\nAccept: text/html\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n"
    );
    exchange(of, &head).await
}

/// Connections that send this and then nothing.
async fn quiet(to: SocketAddr, many: usize, text: &str) -> Vec<TcpStream> {
    let mut all = Vec::with_capacity(many);
    for _ in 0..many {
        let mut stream = TcpStream::connect(to).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        all.push(stream);
    }
    all
}

fn cookies(browser: &crate::support::Browser) -> String {
    let pairs: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("; ")
}

/// The beginning of a body with files, of which no more comes.
const SLOW_FILES: &str = "POST /sign-in HTTP/1.1\r\nHost: vitrina.example\r\nSec-Fetch-Site: same-origin\r\n\
    Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: 100000\r\n\r\n--cut\r\n";

each_db! {
    fn pages_answer_among_idle_connections_and_slow_bodies(f) {
        // Each has two ends here.
        let open = raise_open_files().unwrap_or(usize::MAX);
        assert!(open > 5_000, "the test needs 5 000 open files, {open} may be open");
        let world = World::over(site_with(f, config()));
        let (customer, handler) = (world.browser(Seat::Customer), world.browser(Seat::Handler));
        served(&world.site, |to| async move {
            let idle = quiet(to, 2_000, "").await;
            let slow = quiet(to, 64, SLOW_FILES).await;
            let (customers, handlers) = (cookies(&customer), cookies(&handler));
            for (path, cookies) in
                [("/", &*customers), ("/ask", &customers), ("/desk", &handlers), ("/sign-in", ""), ("/health", "")]
            {
                for _ in 0..4 {
                    let answer = page(to, path, cookies).await;
                    assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
                }
            }
            // A form with files, too.
            let shown = page(to, "/ask", &customers).await;
            let csrf = shown.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
            let body = format!(
                "--cut\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--cut\r\n\
                 Content-Disposition: form-data; name=\"text\"\r\n\r\nС файлом\r\n--cut\r\n\
                 Content-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n{}\r\n--cut--\r\n",
                "x".repeat(100_000)
            );
            let head = format!(
                "POST /ask HTTP/1.1\r\nHost: vitrina.example\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
                 Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: {}\r\n\r\n",
                customers,
                body.len()
            );
            let stated = exchange(to, &(head + &body)).await;
            assert!(stated.starts_with("HTTP/1.1 303"), "{stated}");
            drop((idle, slow));
        });
    }
}

#[test]
fn more_connections_than_there_may_be_make_room_for_new_ones() {
    let f = Fixture::sqlite();
    let lines = Limits { connections: 40, per_network: 20, ..Limits::default() };
    let world = World::over(site_with(&f, Config { lines, ..config() }));
    served(&world.site, |to| async move {
        let mut idle = quiet(to, 200, "").await;
        let mut half = quiet(to, 200, "GET / HTTP/1.1\r\nHo").await;
        for _ in 0..10 {
            let answer = page(to, "/sign-in", "").await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        }
        // The quietest went.
        for stream in idle.iter_mut().chain(half.iter_mut().take(100)) {
            assert_eq!(rest(stream).await, "");
        }
    });
}

#[test]
fn connections_that_send_half_or_nothing_are_closed() {
    let f = Fixture::sqlite();
    let (headers, idle) = (Duration::from_millis(100), Duration::from_millis(200));
    let lines = Limits { headers, idle, ..Limits::default() };
    let world = World::over(site_with(&f, Config { lines, ..config() }));
    served(&world.site, |to| async move {
        let mut silent = quiet(to, 200, "").await;
        let mut half = quiet(to, 200, "GET / HTTP/1.1\r\nHo").await;
        let kept_alive = "GET /health HTTP/1.1\r\nHost: vitrina.example\r\n\r\n";
        let mut answered = quiet(to, 20, kept_alive).await;
        for stream in silent.iter_mut().chain(&mut half) {
            assert_eq!(rest(stream).await, "");
        }
        for stream in &mut answered {
            assert!(rest(stream).await.starts_with("HTTP/1.1 200"));
        }
    });
}

#[test]
fn a_body_that_comes_too_slowly_is_given_up_with_a_sentence() {
    let f = Fixture::sqlite();
    let pace = Pace { grace: Duration::from_millis(200), rate: 1_000_000, ..Pace::default() };
    let world = World::over(site_with(&f, Config { pace, ..config() }));
    served(&world.site, |to| async move {
        let plain =
            SLOW_FILES.replace("multipart/form-data; boundary=cut", "application/x-www-form-urlencoded");
        for text in [SLOW_FILES, &plain] {
            let answer = exchange(to, text).await;
            assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
            assert!(answer.contains("слишком медленно"), "{answer}");
        }
    });
}

#[test]
fn time_that_a_body_takes_is_not_counted_as_work() {
    let f = Fixture::sqlite();
    let world = World::over(site_with(&f, Config { patience: Duration::from_millis(500), ..config() }));
    let mut customer = world.browser(Seat::Customer);
    let csrf = customer.get("/ask").hidden("csrf").unwrap();
    let body = format!("csrf={csrf}&text=%D0%A1%D0%BB%D0%BE%D0%B2%D0%B0");
    let head = format!(
        "POST /ask HTTP/1.1\r\nHost: vitrina.example\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        cookies(&customer),
        body.len()
    );
    served(&world.site, |to| async move {
        let mut stream = TcpStream::connect(to).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        for piece in body.as_bytes().chunks(body.len() / 5 + 1) {
            tokio::time::sleep(Duration::from_millis(300)).await;
            stream.write_all(piece).await.unwrap();
        }
        let answer = rest(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    });
}
