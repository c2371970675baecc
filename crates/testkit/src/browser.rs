//! A real browser for the tests: Chromium without a window, driven by chromedriver.
//!
//! Where either is missing, one line on the error output says that the tests in the browser are skipped;
//! `VITRINA_TEST_BROWSER=required` turns the skip into a failure. Every message on the console that is an error, among them every
//! violation of the content security policy, fails the test unless it was [expected](Browser::expect_status).

mod driver;
mod page;
mod wire;

use std::cell::RefCell;
use std::sync::OnceLock;
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::server::say;
use driver::Driver;
use wire::{Devtools, Log};

/// How long a page may take until it says what is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// How a browser is opened.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Scripts of pages run.
    pub script: bool,
    /// Width and height of the window, in CSS pixels.
    pub size: (u32, u32),
    /// Dark colours are preferred.
    pub dark: bool,
    /// The language it asks for: `ru` or `en`.
    pub language: &'static str,
}

impl Default for Look {
    fn default() -> Self {
        Self { script: true, size: (1280, 900), dark: false, language: "ru" }
    }
}

/// A browser on one site. It is closed when it goes.
pub struct Browser {
    // Dropped first: the session ends before its driver does.
    client: Option<Client>,
    driver: Driver,
    runtime: Runtime,
    base: String,
    /// Statuses that the next answers may have besides success.
    expected: RefCell<Vec<u16>>,
    script: bool,
    /// The address of the form that is filled.
    scope: RefCell<Option<String>>,
}

/// Whether a missing browser fails the tests.
pub fn browser_is_required() -> bool {
    std::env::var("VITRINA_TEST_BROWSER").is_ok_and(|value| value == "required")
}

/// Says once in a test program why something of the browser is skipped, or fails when it is required.
pub fn skip_browser(why: &str) {
    static SAID: OnceLock<()> = OnceLock::new();
    assert!(!browser_is_required(), "a browser is required for the tests: {why}");
    SAID.get_or_init(|| say(&format!("testkit: the tests in a browser are skipped: {why}")));
}

impl Browser {
    /// Opens a browser on the site at `base` (`http://127.0.0.1:4000`), unless there is none on this machine.
    pub fn open(base: &str, look: Look) -> Option<Self> {
        let driver = match Driver::start() {
            Ok(driver) => driver,
            Err(why) => {
                skip_browser(&why);
                return None;
            }
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime for the browser");
        let capabilities = capabilities(&driver, look);
        let client = runtime
            .block_on(async {
                ClientBuilder::new(HttpConnector::new())
                    .capabilities(capabilities)
                    .connect(&driver.address())
                    .await
            })
            .expect("the browser opens");
        let browser = Self {
            client: Some(client),
            driver,
            runtime,
            base: base.trim_end_matches('/').to_owned(),
            expected: RefCell::default(),
            script: look.script,
            scope: RefCell::default(),
        };
        browser.resize(look.size);
        browser.prefer_dark(look.dark);
        Some(browser)
    }

    fn client(&self) -> &Client {
        self.client.as_ref().expect("the session lasts as long as the browser")
    }

    /// Width and height of what pages see, in CSS pixels.
    pub fn resize(&self, (width, height): (u32, u32)) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", size);
    }

    /// Whether dark colours are preferred.
    pub fn prefer_dark(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// A command of Chromium's own protocol.
    pub fn devtools(&self, method: &'static str, params: Value) -> Value {
        self.runtime
            .block_on(self.client().issue_cmd(Devtools { method, params }))
            .unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Keeps a cookie for the site.
    pub fn set_cookie(&self, name: &str, value: &str) {
        let cookie = json!({"url": self.base, "name": name, "value": value, "httpOnly": true, "path": "/"});
        self.devtools("Network.setCookie", cookie);
    }

    /// Forgets every cookie and what pages kept.
    pub fn forget(&self) {
        self.devtools("Network.clearBrowserCookies", json!({}));
        let everything = json!({"origin": self.base, "storageTypes": "all"});
        self.devtools("Storage.clearDataForOrigin", everything);
    }

    /// The next answer may have this status: browsers write every refusal to the console.
    pub fn expect_status(&self, status: u16) {
        self.expected.borrow_mut().push(status);
    }

    /// Errors on the console since the last look.
    pub fn console(&self) -> Vec<String> {
        let entries = self.runtime.block_on(self.client().issue_cmd(Log)).expect("the log of the browser");
        let entries = entries.as_array().cloned().unwrap_or_default();
        let bad = |entry: &Value| {
            let text = entry["message"].as_str().unwrap_or_default();
            entry["level"] == "SEVERE"
                || text.contains("Content Security Policy")
                || text.contains("Content-Security-Policy")
        };
        entries.iter().filter(|entry| bad(entry)).map(|entry| entry["message"].to_string()).collect()
    }

    /// Fails when the console holds an error that was not expected.
    pub fn assert_quiet(&self) {
        let expected = self.expected.take();
        let known =
            |text: &String| expected.iter().any(|status| text.contains(&format!("status of {status}")));
        let unknown: Vec<_> = self.console().into_iter().filter(|text| !known(text)).collect();
        assert!(unknown.is_empty(), "the console of {} says: {unknown:#?}", self.address());
    }
}

fn capabilities(driver: &Driver, look: Look) -> serde_json::Map<String, Value> {
    let (width, height) = look.size;
    let mut args = vec![
        "--headless=new".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-extensions".to_owned(),
        "--disable-background-networking".to_owned(),
        "--no-first-run".to_owned(),
        "--hide-scrollbars".to_owned(),
        format!("--lang={}", look.language),
        format!("--window-size={width},{height}"),
    ];
    if driver::is_root() {
        // Chromium's sandbox refuses to run as root.
        args.push("--no-sandbox".to_owned());
    }
    let scripts = if look.script { 1 } else { 2 };
    let options = json!({
        "binary": driver.browser,
        "args": args,
        "prefs": {
            "intl.accept_languages": look.language,
            "profile.default_content_setting_values.javascript": scripts,
        },
    });
    let mut map = serde_json::Map::new();
    map.insert("goog:chromeOptions".to_owned(), options);
    map.insert("goog:loggingPrefs".to_owned(), json!({"browser": "ALL"}));
    map.insert("pageLoadStrategy".to_owned(), json!("normal"));
    map
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.assert_quiet();
        }
        if let Some(client) = self.client.take() {
            let _ = self.runtime.block_on(client.close());
        }
        self.driver.stop();
    }
}
