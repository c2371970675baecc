//! The address at which people's browsers reach the company: scheme, host, port.

use std::net::IpAddr;

use url::{Host, Url};

/// Such as `https://vitrina.example.com`: nothing after the host and the port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    text: String,
    authority: String,
}

impl Origin {
    /// Reads an address as people type it; `None` when it is none of the web, or says more than where the site is.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text.trim()).ok()?;
        let plain = matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none();
        let host = url.host_str().filter(|_| plain)?;
        let authority = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        Some(Self { text: format!("{}://{authority}", url.scheme()), authority })
    }

    /// The whole address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether browsers reach it by HTTPS.
    pub fn is_secure(&self) -> bool {
        self.text.starts_with("https://")
    }

    /// Whether only this machine reaches it.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.authority)
    }

    /// Whether a browser that came to this address says so in `Host`: the port of the scheme may be named or not.
    pub fn is_of(&self, host: &str) -> bool {
        let scheme = if self.is_secure() { "https" } else { "http" };
        Self::parse(&format!("{scheme}://{host}")).is_some_and(|asked| asked.authority == self.authority)
    }
}

/// Whether what `Host` says is this very machine: a name or an address that no other machine answers to.
pub fn is_loopback(host: &str) -> bool {
    let Ok(url) = Url::parse(&format!("http://{host}")) else { return false };
    if !url.username().is_empty() || url.path() != "/" {
        return false;
    }
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).to_canonical().is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_scheme_host_and_port() {
        let read = |text: &str| Origin::parse(text).map(|origin| origin.as_str().to_owned());
        assert_eq!(read(" https://Vitrina.Example.com/ ").as_deref(), Some("https://vitrina.example.com"));
        assert_eq!(read("https://vitrina.example.com:443").as_deref(), Some("https://vitrina.example.com"));
        assert_eq!(read("http://10.0.0.1:8080").as_deref(), Some("http://10.0.0.1:8080"));
        assert_eq!(read("https://витрина.рф").as_deref(), Some("https://xn--80adsazqn.xn--p1ai"));
        for wrong in [
            "",
            "vitrina.example.com",
            "ftp://vitrina.example.com",
            "https://",
            "https://anna@vitrina.example.com",
            "https://vitrina.example.com/desk",
            "https://vitrina.example.com?a=b",
            "javascript:alert(1)",
        ] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_browser_names_the_host_with_or_without_the_usual_port() {
        let origin = Origin::parse("https://vitrina.example.com").unwrap();
        for host in ["vitrina.example.com", "VITRINA.example.com:443"] {
            assert!(origin.is_of(host), "{host}");
        }
        for host in [
            "vitrina.example.com:80",
            "evil.example",
            "vitrina.example.com.evil.example",
            "a@vitrina.example.com",
            "",
        ] {
            assert!(!origin.is_of(host), "{host}");
        }
    }

    #[test]
    fn this_machine_has_many_names() {
        for host in
            ["localhost", "LOCALHOST:8080", "127.0.0.1:99", "127.8.8.8", "[::1]:80", "[::ffff:127.0.0.1]"]
        {
            assert!(is_loopback(host), "{host}");
        }
        for host in
            ["", "10.0.0.1", "localhost.evil.example", "evil.example/127.0.0.1", "127.0.0.1@evil.example"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
