//! A command that comes twice is done once: a double click, a form sent again after a time-out.

use domain::ids::StreamId;
use store::Tx;
use store::repo::command::{self, Done};

use crate::Cx;
use crate::error::{Answer, AppError};

/// The stream to which this command went, if it was done before.
///
/// # Errors
/// [`AppError::Invalid`] on `command` when its key was used for something else: nothing of this one was done.
pub(crate) fn done(tx: &mut dyn Tx, cx: &Cx) -> Answer<Option<StreamId>> {
    let Some(done) = command::done(tx, cx.command)? else { return Ok(None) };
    match (&done.print, &cx.print) {
        (Some(then), Some(now)) if then != now => Err(resent()),
        _ => Ok(Some(done.stream)),
    }
}

/// The same for a command that goes to a stream that is known beforehand.
///
/// # Errors
/// As [`done`]; also when it went to another stream.
pub(crate) fn done_on(tx: &mut dyn Tx, cx: &Cx, stream: StreamId) -> Answer<bool> {
    match done(tx, cx)? {
        None => Ok(false),
        Some(went) if went == stream => Ok(true),
        Some(_) => Err(resent()),
    }
}

/// Remembers that this command was done; `seq` is the last place of its stream then.
pub(crate) fn remember(tx: &mut dyn Tx, cx: &Cx, stream: StreamId, seq: i64) -> Answer<()> {
    let print = cx.print.map(|print| print.to_vec());
    Ok(command::remember(tx, cx.command, &Done { stream, seq, print }, cx.now)?)
}

/// A key that was used for something else.
pub(crate) fn resent() -> AppError {
    AppError::field("command", "field-resent")
}
