//! A site that answers on a port of this machine, and people who use it in a browser.

pub mod company;

use std::net::SocketAddr;

use app::identity::{self, Secret};
use app::work;
use domain::actor::Channel;
use domain::ids::PersonId;
use domain::localized::Language;
use domain::permission::Viewer;
use testkit::browser::{Browser, Look};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use web::Site;
use web::i18n::L;

use crate::support::wait;

/// A site that answers until it goes.
pub struct Served {
    site: Site,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    runtime: Option<Runtime>,
}

impl Served {
    /// Answers on a free port.
    pub fn new(site: &Site) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = site.clone();
        runtime.spawn(async move {
            web::server::serve(serving, listener, async {
                let _ = stopped.await;
            })
            .await
        });
        Self { site: site.clone(), address, stop: Some(stop), runtime: Some(runtime) }
    }

    /// Its address for browsers.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A browser on it, unless there is none on this machine.
    pub fn browser(&self, look: Look) -> Option<Browser> {
        Browser::open(&self.base(), look)
    }

    /// Makes a browser that of a person who signed in: a new session, and nothing of who used it before.
    pub fn sign_in(&self, browser: &Browser, person: PersonId) {
        browser.forget();
        browser.set_cookie("session", &session(&self.site, person).to_text());
    }

    /// One turn of the work in the background.
    pub fn background(&self) {
        let site = &self.site;
        let holder = uuid::Uuid::from_u128(0xbac);
        let done = work::turn(site.db(), holder, site.now(), || site.chance()).unwrap();
        assert_eq!(done.failed, 0, "work in the background failed");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A new session of a person.
pub fn session(site: &Site, person: PersonId) -> Secret {
    let secret = site.secret();
    let kept = secret.clone();
    let cx = site.cx(&Viewer::nobody(), Channel::Web, None);
    wait(site.write(&cx, move |tx, cx| {
        identity::open(tx, cx, person, &kept, "Test", domain::access::Way::Password)
    }))
    .unwrap();
    secret
}

/// Words of the interface in a language.
pub fn words(language: Language, key: &str) -> String {
    L(language).t(key).into_owned()
}
