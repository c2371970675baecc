//! Work as people do it, for measuring and for crash tests: each client takes one ordered service from the statement to the review,
//! command by command, and begins again.

use std::sync::Arc;

use domain::actor::Channel;
use domain::ids::{CommandId, PersonId, ServiceId};
use domain::permission::Viewer;
use domain::request::{Solved, WouldPay};
use domain::time::Instant;
use store::{Db, Tx, repo};

use crate::company::viewer_of;
use crate::error::{Answer, AppError};
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
        self.commands += 1;
        let mut secret = [0; 32];
        secret[..8].copy_from_slice(&self.name.to_be_bytes());
        secret[8..16].copy_from_slice(&self.commands.to_be_bytes());
        let places = self.cast.pairs.len() as u64;
        let (number, place, step) = match self.open.take() {
            Some((number, place, step)) => (Some(number), place, step),
            None => (None, ((self.name * 31 + self.commands) % places) as usize, 0),
        };
        let pair = self.cast.pairs[place].clone();
        let viewer = if matches!(step, 1..=3) { pair.provider } else { pair.customer };
        let cx = Cx::new(viewer, now, Channel::Api, None, secret);
        let command = cx.command;
        let service = pair.service;
        let number = db.write_blocking(move |tx| {
            let mut cx = cx.clone();
            match number {
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
                    Ok::<_, AppError>(state(tx, &mut cx, None, new)?.number)
                }
                Some(number) => {
                    let input = input(tx, number, step)?;
                    Ok(act(tx, &mut cx, number, None, None, input)?.number)
                }
            }
        })?;
        self.open = (step < 5).then_some((number, place, step + 1));
        Ok(command)
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
