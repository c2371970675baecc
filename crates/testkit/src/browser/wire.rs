//! Commands of chromedriver that the standard does not have.

use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};

/// A command of Chromium's own protocol.
#[derive(Debug)]
pub(super) struct Devtools {
    pub(super) method: &'static str,
    pub(super) params: Value,
}

/// The console since the last time.
#[derive(Debug)]
pub(super) struct Log;

fn of_session(base: &url::Url, session: Option<&str>, rest: &str) -> Result<url::Url, url::ParseError> {
    base.join(&format!("session/{}/{rest}", session.unwrap_or_default()))
}

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        of_session(base, session, "goog/cdp/execute")
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({"cmd": self.method, "params": self.params});
        (http::Method::POST, Some(body.to_string()))
    }
}

impl WebDriverCompatibleCommand for Log {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        of_session(base, session, "se/log")
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({"type": "browser"}).to_string()))
    }
}
