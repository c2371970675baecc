//! How soon a page answers over HTTP while a crowd holds connections without using them.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use web::Site;

use crate::out::say;

/// Connections on which nothing is sent.
const IDLE: usize = 2_000;
/// Forms with files of which a few bytes are sent.
const SLOW: usize = 64;
/// How often the page is asked for.
const TIMES: usize = 1_000;

const PAGE: &str = "GET /sign-in HTTP/1.1\r\nHost: bench\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
const FORM: &str = "POST /sign-in HTTP/1.1\r\nHost: bench\r\nContent-Type: multipart/form-data; boundary=cut\r\n\
    Content-Length: 100000\r\n\r\n--cut\r\n";

/// Serves the site, asks for the page of signing in with nobody else there and in the crowd, and prints how long it took.
pub fn measure(site: &Site) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    let to = listener.local_addr()?;
    runtime.spawn(web::server::serve(site.clone(), listener, std::future::pending()));
    // The first answers fill caches.
    times(to, 50)?;
    let alone = times(to, TIMES)?;
    let mut crowd = Vec::with_capacity(IDLE + SLOW);
    for n in 0..IDLE + SLOW {
        let mut stream = TcpStream::connect(to)?;
        if n >= IDLE {
            stream.write_all(FORM.as_bytes())?;
        }
        crowd.push(stream);
    }
    let among = times(to, TIMES)?;
    say!("| page of signing in, over HTTP | p50 | p99 | slowest |\n|---|---|---|---|");
    for (who, times) in [("alone", &alone), ("among 2 000 idle connections and 64 slow bodies", &among)] {
        let [half, most, all] = [50, 99, 100].map(|percent| crate::bench::millis(times, percent));
        say!("| {who} | {half} | {most} | {all} |");
    }
    drop(crowd);
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(())
}

/// How long each of so many answers took, from connecting to its last byte.
fn times(to: SocketAddr, many: usize) -> Result<Vec<Duration>, Box<dyn Error>> {
    let mut times = Vec::with_capacity(many);
    for _ in 0..many {
        let started = Instant::now();
        let mut stream = TcpStream::connect(to)?;
        stream.write_all(PAGE.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        if !answer.starts_with(b"HTTP/1.1 200") {
            return Err("the page did not answer: is there a company?".into());
        }
        times.push(started.elapsed());
    }
    times.sort_unstable();
    Ok(times)
}
