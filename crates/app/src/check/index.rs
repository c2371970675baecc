//! The full-text index made again from what there is.

use domain::permission::{RequestFacts, ServiceFacts};
use store::{Tx, repo};

use super::Checked;
use super::requests::windows;
use crate::company::{Replay, index_service};
use crate::error::Answer;
use crate::requests::{audience, doc};

/// Puts every request and every service that can be found into an index that is empty; how many documents that were. `told` hears how many
/// there are so far. Streams that cannot be folded are passed over: a check names them.
///
/// # Errors
/// The database's.
pub fn index_again(tx: &mut dyn Tx, told: &mut dyn FnMut(u64)) -> Answer<u64> {
    let (mut company, mut passed_over) = (Replay::default(), Checked::default());
    let mut count = 0;
    windows(tx, &mut company, &mut passed_over, &mut |tx, window, _, _, _| {
        let mut docs = Vec::new();
        for request in window.requests() {
            let title = repo::content::body(tx, request.title.id)?;
            let statement = repo::content::body(tx, request.statement.id)?;
            let audience = audience(&RequestFacts::from(request));
            docs.push(doc(request, &title, &statement, audience).spelt());
        }
        tx.index_load(&docs)?;
        count += docs.len() as u64;
        told(count);
        Ok(())
    })?;
    for service in company.indexed_services() {
        if let Some(version) = service.current() {
            let texts = repo::service::texts(tx, version)?;
            index_service(tx, service.id, &ServiceFacts::from(service), &texts)?;
            count += 1;
        }
    }
    told(count);
    Ok(count)
}
