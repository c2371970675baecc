//! What the sample company has: a service, requests in their states, imports, links.

use app::company::*;
use app::identity::Secret;
use app::logs::{Plan, Told, look};
use app::requests::outside::{self, NewLink};
use app::requests::{BriefInput, FileInput, Input, ItemInput, NewStatement, Target, state};
use domain::company::{Pricing, ServiceStage};
use domain::localized::Localized;
use domain::request::{Class, Distance};
use store::repo::content::NewFile;
use store::repo::credential::{self, SetupToken};
use store::repo::import_batch::{self, ImportBatch, ImportState};
use web::server::Seat;

use super::*;

impl World {
    /// A live service of the providers, code `crm`.
    pub(super) fn service(&self) {
        let (site, admin, unit) = (&self.site, self.people[&Seat::Administrator], self.providers);
        let service = by(site, admin, move |tx, cx| create_service(tx, cx, unit, "crm"));
        by(site, admin, move |tx, cx| {
            publish_service_version(
                tx,
                cx,
                PublishServiceVersion {
                    service,
                    name: both("Доработка CRM"),
                    lead: both("Что-то изменить в CRM"),
                    for_whom: Localized::default(),
                    problem: both("CRM не показывает нужного"),
                    outcome: both("CRM показывает нужное"),
                    included: Localized::default(),
                    excluded: Localized::default(),
                    criteria: Vec::new(),
                    pricing: Pricing::Estimated,
                    client_seconds: 1_500,
                    ready: false,
                    obligatory: false,
                    class: Class::Open,
                    promise: None,
                    delivery_days: None,
                    audience: std::collections::BTreeSet::new(),
                    seen: None,
                },
            )
        });
        by(site, admin, move |tx, cx| change_stage(tx, cx, service, ServiceStage::Live));
    }

    /// The sample request: stated by the customer, claimed by the handler; the customer sent a file.
    pub(super) fn request(&mut self) {
        let unit = self.providers;
        let stated = by(&self.site, self.people[&Seat::Customer], move |tx, cx| {
            let new = NewStatement {
                text: "Нужно новое поле в CRM".to_owned(),
                target: Target::Unit(unit),
                beneficiary: None,
                files: Vec::new(),
                parent: None,
                class: None,
            };
            state(tx, cx, None, new)
        });
        let number = stated.number;
        by(&self.site, self.people[&Seat::Handler], move |tx, cx| {
            act(tx, cx, number, None, None, Input::Claim)
        });
        self.number = number;
        let bytes = b"Source;Deals";
        let blob = self.site.blobs().put(bytes, self.site.now()).unwrap().to_string();
        by(&self.site, self.people[&Seat::Customer], move |tx, cx| {
            let file = NewFile { media_type: "text/csv".to_owned(), size: 12, blob: blob.clone() };
            let files = vec![FileInput { name: "Сделки.csv".to_owned(), file }];
            act(tx, cx, number, None, None, Input::Message { text: String::new(), files })
        });
        let cx = self.cx(Seat::Customer);
        let page = wait(self.site.read(move |tx| app::requests::page::page(tx, &cx, number))).unwrap();
        self.file = page.files.keys().next().unwrap().to_string();
    }

    /// A log of another system, taken in for the providers.
    pub(super) fn imported(&mut self) {
        self.imported = take_log(&self.site, "it");
    }

    pub(super) fn setup_token(&self) {
        let (setup, stranger, now) = (self.setup.hash(), self.people[&Seat::Stranger], self.site.now());
        wait(self.site.db().write(move |tx| -> Result<(), store::StoreError> {
            let token = SetupToken {
                secret: setup.clone(),
                person: stranger,
                login: "stranger".to_owned(),
                created_at: now,
                expires_at: now.plus_seconds(3_600),
            };
            credential::put_setup(tx, &token)
        }))
        .unwrap();
    }

    /// The request that the vendor is asked to offer on, with a link that works and one that was taken back.
    pub(super) fn agreed(&mut self) {
        let number = self.stated("Тайное первое слово", None);
        self.act(Seat::Handler, number, Input::Claim);
        let brief = BriefInput {
            title: "Видеть, какая кампания привела сделку".to_owned(),
            problem: "Поле есть, но его не заполняют.".to_owned(),
            outcome: "Видно, куда ушли деньги.".to_owned(),
            criteria: vec![ItemInput {
                id: None, text: "Источник указан в 95 % сделок".to_owned()
            }],
            assumptions: Vec::new(),
            distance: Distance::Other,
        };
        self.act(Seat::Handler, number, Input::SendBrief(brief));
        self.act(Seat::Customer, number, Input::ConfirmBrief { version: 1 });
        let new = NewLink { unit: self.vendor, until: self.site.now().plus_seconds(3_600) };
        let share = |secret: &Secret| {
            let secret = secret.clone();
            by(&self.site, self.people[&Seat::Customer], move |tx, cx| {
                outside::share(tx, cx, number, new, &secret)
            })
        };
        share(&self.link);
        let revoked = share(&self.revoked).unwrap().id;
        by(&self.site, self.people[&Seat::Customer], move |tx, cx| outside::end(tx, cx, number, revoked));
        self.asked = number;
    }

    /// A log on its way in and an import that was stopped.
    pub(super) fn imports(&mut self) {
        let (head, unit, now) = (self.people[&Seat::UnitHead], self.providers, self.site.now());
        let log = "number,state,date\nA-1,New,2026-02-01 10:00\nA-1,Closed,2026-02-02 10:00\n";
        let blob = self.site.blobs().put(log.as_bytes(), now).unwrap().to_string();
        let mut plan = Plan::new(Some(head), blob, "log.csv".to_owned(), unit, "Old".to_owned());
        let mut mapping = look(log.as_bytes(), None, None).unwrap().suggestion.mapping;
        mapping.zone = Some("Europe/Moscow".to_owned());
        mapping.name = "Old".to_owned();
        plan.mapping = Some(mapping.clone());
        self.plan = plan.keep(&**self.site.blobs(), now).unwrap().to_string();
        let batch = ImportBatch {
            id: self.import,
            source: "old".to_owned(),
            file: "log.csv".to_owned(),
            person: Some(head),
            state: ImportState::Cancelled,
            asked_to_stop: true,
            done: 0,
            total: 0,
            report: Told::of(unit).to_json(),
            started_at: now,
            changed_at: now,
            taken_back: None,
        };
        wait(self.site.db().write(move |tx| import_batch::save(tx, &batch))).unwrap();
        by(&self.site, head, move |tx, cx| app::logs::save_mapping(tx, cx, &mapping));
    }

    /// A confidential request that the handler takes: the head of the unit names them.
    pub(super) fn confidential(&mut self) {
        let number = self.stated("Совсем тайное", Some(Class::Confidential));
        self.act(Seat::UnitHead, number, Input::Claim);
        let handler = self.people[&Seat::Handler];
        self.act(Seat::UnitHead, number, Input::Assign { to: handler });
        self.secret = number;
    }
}
