//! Work as people do it, for measuring and for crash tests: each client takes one ordered service from the statement to the review,
//! command by command, and begins again.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::actor::Channel;
use domain::ids::{CommandId, PersonId, ServiceId, UnitId};
use domain::ledger::{Period, PeriodLength};
use domain::money::Minor;
use domain::permission::{Role, Viewer};
use domain::request::{Solved, WouldPay};
use domain::time::Instant;
use store::{Db, Traced, Tx, repo};

use crate::company::viewer_of;
use crate::error::{Answer, AppError};
use crate::ledger::{Books, issue_budget};
use crate::requests::{Input, NewStatement, Target, act, load, state};
use crate::{Cx, company};

/// Somebody who orders, and somebody who serves.
#[derive(Debug, Clone)]
struct Pair {
    service: ServiceId,
    customer: Viewer,
    provider: Viewer,
}

/// Who takes part.
#[derive(Debug)]
pub struct Cast {
    pairs: Vec<Pair>,
}

impl Cast {
    /// Finds services with a fixed price, people who serve them and customers of other units, at most `limit` pairs.
    ///
    /// # Errors
    /// [`AppError::Missing`] when the company has none.
    pub fn find(tx: &mut dyn Tx, limit: usize) -> Answer<Self> {
        // As pages do before anybody gives a command.
        Books::load(tx)?;
        let mut customers: Vec<PersonId> = Vec::new();
        let mut after = None;
        while customers.len() < limit * 4 {
            let page = repo::person::list(tx, after, 200)?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            customers.extend(page.iter().filter(|row| row.active && !row.outside).map(|row| row.id));
        }
        let mut pairs = Vec::new();
        let mut next = customers.into_iter().rev();
        for service in repo::service::list(tx, None, 500)? {
            let Some(offered) = service.offered.filter(|offered| offered.version.ready) else { continue };
            let Some((provider, _)) = company::providers_of(tx, service.unit)?.pop() else { continue };
            let Some(provider) = viewer_of(tx, provider)? else { continue };
            let Some(customer) = next.next().map(|id| viewer_of(tx, id)).transpose()?.flatten() else {
                break;
            };
            let own = customer.viewer.units.contains(&service.unit) || customer.viewer.serves(service.unit);
            if own || offered.version.class == domain::request::Class::Confidential {
                continue;
            }
            pairs.push(Pair { service: service.id, customer: customer.viewer, provider: provider.viewer });
            if pairs.len() == limit {
                break;
            }
        }
        if pairs.is_empty() {
            Err(AppError::Missing("services that can be ordered"))
        } else {
            Ok(Self { pairs })
        }
    }

    /// Gives every unit of the customers a budget that no measuring spends, so that no order is refused for want of one. `name` as a client's.
    ///
    /// # Errors
    /// The database's.
    pub fn endow(&self, db: &Db, name: u64, now: Instant) -> Answer<()> {
        let mut giver = Viewer::console();
        giver.grants.insert((Role::Finance, None));
        let units: BTreeSet<UnitId> =
            self.pairs.iter().flat_map(|pair| pair.customer.units.iter().copied()).collect();
        for (unit, n) in units.into_iter().zip(0..) {
            let cx = Cx::new(giver.clone(), now, Channel::Cli, None, secret(name, n));
            db.write_blocking(move |tx| {
                let books = Books::load(tx)?;
                let month = Period::containing(books.day(now), PeriodLength::Month)
                    .ok_or(AppError::field("period", "field-out-of-bounds"))?;
                issue_budget(tx, &mut cx.clone(), unit, month, AMPLE)
            })?;
        }
        Ok(())
    }
}

/// More than any measuring spends, in hundredths.
const AMPLE: Minor = 1_000_000_000_000;

/// What the ids of a command are made of.
fn secret(name: u64, command: u64) -> [u8; 32] {
    let mut secret = [0; 32];
    secret[..8].copy_from_slice(&name.to_be_bytes());
    secret[8..16].copy_from_slice(&command.to_be_bytes());
    secret
}

/// One client: a few people who wait for the answer of each command before they give the next.
#[derive(Debug)]
pub struct Client {
    cast: Arc<Cast>,
    /// Different for every client and every run: ids and command keys come from it.
    name: u64,
    commands: u64,
    open: Option<(i64, usize, u8)>,
}

impl Client {
    /// A client of its own name; no two of one database may share it.
    pub fn new(cast: Arc<Cast>, name: u64) -> Self {
        Self { cast, name, commands: 0, open: None }
    }

    /// Gives the next command and waits for its commit; its key, by which it is found again.
    ///
    /// # Errors
    /// The rules' and the database's; the client then begins another request.
    pub fn step(&mut self, db: &Db, now: Instant) -> Answer<CommandId> {
        Ok(self.command(db, now, false)?.0)
    }

    /// Takes one order from the statement to the review; what each command ran, and the order's number.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn order(&mut self, db: &Db, now: Instant) -> Answer<(Vec<Vec<Traced>>, i64)> {
        let mut ran = Vec::new();
        loop {
            let number = self.open.map(|(number, ..)| number);
            ran.push(self.command(db, now, true)?.1);
            if let (Some(number), None) = (number, self.open) {
                return Ok((ran, number));
            }
        }
    }

    fn command(&mut self, db: &Db, now: Instant, trace: bool) -> Answer<(CommandId, Vec<Traced>)> {
        self.commands += 1;
        let places = self.cast.pairs.len() as u64;
        let (number, place, step) = match self.open.take() {
            Some((number, place, step)) => (Some(number), place, step),
            None => (None, ((self.name * 31 + self.commands) % places) as usize, 0),
        };
        let pair = self.cast.pairs[place].clone();
        let viewer = if matches!(step, 1..=3) { pair.provider } else { pair.customer };
        let cx = Cx::new(viewer, now, Channel::Api, None, secret(self.name, self.commands));
        let command = cx.command;
        let service = pair.service;
        let (number, traced) = db.write_blocking(move |tx| {
            let mut cx = cx.clone();
            if trace {
                tx.trace();
            }
            let number = match number {
                None => {
                    let text = format!("Нужен заказ по прейскуранту, как в прошлый раз ({}).", cx.command.0);
                    let target = Target::Service(service);
                    let new = NewStatement {
                        text,
                        target,
                        beneficiary: None,
                        files: Vec::new(),
                        parent: None,
                        class: None,
                    };
                    state(tx, &mut cx, None, new)?.number
                }
                Some(number) => {
                    let input = input(tx, number, step)?;
                    act(tx, &mut cx, number, None, None, input)?.number
                }
            };
            Ok::<_, AppError>((number, tx.traced()))
        })?;
        self.open = (step < 5).then_some((number, place, step + 1));
        Ok((command, traced))
    }
}

fn input(tx: &mut dyn Tx, number: i64, step: u8) -> Answer<Input> {
    Ok(match step {
        1 => Input::Claim,
        2 => Input::Message {
            text: "Взял в работу, сегодня сделаю.".to_owned(), files: Vec::new()
        },
        3 => Input::Deliver {
            note: "Готово, проверьте.".to_owned(), files: Vec::new(), actuals: Vec::new()
        },
        4 => {
            let id = repo::request::by_number(tx, number)?.ok_or(AppError::Missing("request"))?;
            let request = load(tx, id)?.request;
            let criteria = request.chosen().map(|offer| offer.criteria.clone()).unwrap_or_default();
            Input::Judge { verdicts: criteria.into_iter().map(|id| (id, true, String::new())).collect() }
        }
        _ => Input::Review {
            solved: Solved::Yes,
            seconds: None,
            would_pay: WouldPay::Yes,
            comment: String::new(),
        },
    })
}
