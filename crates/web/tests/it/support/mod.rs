//! A site over a fresh database, and a browser that keeps cookies and sends the forms of pages.

pub mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use app::Origin;
use app::identity::{Cost, Passwords, Vault};
use app::system::Entropy;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode};
use sha2::{Digest, Sha256};
use store::blobs::{Blobs, DatabaseBlobs, DirectoryBlobs};
use testkit::Fixture;
use tower::ServiceExt;
use web::Site;
use web::site::{Config, Parts};

/// Chance that is the same in every run.
#[derive(Debug, Default)]
pub struct TestChance(AtomicU64);

impl TestChance {
    /// As if it had been asked so often.
    pub fn after(asked: u64) -> Self {
        Self(AtomicU64::new(asked))
    }
}

impl Entropy for TestChance {
    fn bytes(&self) -> [u8; 32] {
        Sha256::digest(self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes()).into()
    }
}

/// Where the sites of tests are reached.
pub const ADDRESS: &str = "http://vitrina.example";

/// The configuration of tests: plain HTTP, however full the disk of the machine is, and nobody is in too much of a hurry.
pub fn config() -> Config {
    Config {
        secure: false,
        public_url: Origin::parse(ADDRESS),
        files_percent: 100,
        low_percent: 0,
        least_percent: 0,
        writes: 60_000,
        slowed: Duration::ZERO,
        ..Config::default()
    }
}

/// The files of a fixture, where its engine has them.
pub fn blobs(f: &Fixture) -> Arc<dyn Blobs> {
    match f.directory() {
        Some(directory) => Arc::new(DirectoryBlobs::open(&directory.join("files")).unwrap()),
        None => Arc::new(DatabaseBlobs::new(f.db.clone())),
    }
}

/// A site over the fixture's database and clock.
pub fn site_with(f: &Fixture, config: Config) -> Site {
    site_over(f, config, blobs(f))
}

/// A site over the fixture's database and clock, with files elsewhere.
pub fn site_over(f: &Fixture, config: Config, blobs: Arc<dyn Blobs>) -> Site {
    site_after(0, f, config, blobs)
}

/// The same, after its chance was asked so often.
pub fn site_after(asked: u64, f: &Fixture, config: Config, blobs: Arc<dyn Blobs>) -> Site {
    Site::new(Parts {
        db: f.db.clone(),
        blobs,
        clock: Arc::new(f.clock.clone()),
        entropy: Arc::new(TestChance::after(asked)),
        passwords: Passwords::start(1, 64, Cost::TEST).unwrap(),
        vault: Arc::new(Vault::new(|| Ok([7; 32]))),
        config,
    })
}

/// A site over the fixture's database and clock.
pub fn site(f: &Fixture) -> Site {
    site_with(f, config())
}

/// Waits for a future of a test.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: String,
    /// The same as it came, for files that are no text.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Whether its text holds these words; spaces that do not break are spaces.
    pub fn says(&self, words: &str) -> bool {
        self.body.replace(['\u{a0}', '\u{202f}'], " ").contains(words)
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        self.headers.get("location").map_or("", |to| to.to_str().unwrap())
    }

    /// The value of the first hidden field of this name.
    pub fn hidden(&self, name: &str) -> Option<String> {
        let after = self.body.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
        Some(after.split('"').next()?.to_owned())
    }
}

/// A browser: keeps cookies, says where it comes from.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    /// The cookies it has.
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    /// A fresh browser before a site.
    pub fn new(site: &Site) -> Self {
        Self::before(web::server::router(site.clone()))
    }

    /// A fresh browser before some routes.
    pub fn before(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new() }
    }

    /// Sends a request and keeps the cookies of its answer.
    pub fn ask(&mut self, mut request: Request<Body>) -> Answer {
        if !self.cookies.is_empty() {
            let line: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request.headers_mut().insert("cookie", line.join("; ").parse().unwrap());
        }
        request.headers_mut().entry("accept").or_insert("text/html".parse().unwrap());
        let router = self.router.clone();
        // In one run of the site: what is sent piece by piece comes from its tasks.
        let (parts, body) = wait(async move {
            let response: Response<Body> = router.oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            (parts, to_bytes(body, usize::MAX).await.unwrap())
        });
        for line in parts.headers.get_all("set-cookie") {
            let line = line.to_str().unwrap();
            let (name, rest) = line.split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
            }
        }
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            bytes: body.into(),
        }
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap())
    }

    /// Posts fields as they are, without a token.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.ask(request.body(Body::from(body)).unwrap())
    }

    /// Posts a form with one file: its field, its name, what it calls itself, its bytes.
    pub fn send_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &str, &[u8]),
    ) -> Answer {
        let part = |named: &str| format!("--edge\r\nContent-Disposition: form-data; {named}\r\n");
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(part(&format!("name=\"{name}\"")).bytes());
            body.extend(format!("\r\n{value}\r\n").bytes());
        }
        let (field, name, media, bytes) = file;
        body.extend(part(&format!("name=\"{field}\"; filename=\"{name}\"")).bytes());
        body.extend(format!("Content-Type: {media}\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n--edge--\r\n");
        let request = Request::post(path)
            .header("content-type", "multipart/form-data; boundary=edge")
            .header("sec-fetch-site", "same-origin");
        self.ask(request.body(Body::from(body)).unwrap())
    }

    /// Opens a page and sends a form from it, with its token and command key.
    pub fn send(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page);
        let csrf = shown.hidden("csrf").unwrap_or_else(|| panic!("no token on {page}: {}", shown.body));
        let command = shown.hidden("command").unwrap_or_default();
        let mut all = vec![("csrf", csrf.as_str()), ("command", command.as_str())];
        all.extend_from_slice(fields);
        self.post(action, &all)
    }

    /// Signs in with a password.
    pub fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        self.send("/sign-in", "/sign-in", &[("login", login), ("password", password)])
    }
}
