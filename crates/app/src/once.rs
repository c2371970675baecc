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

/// Takes the key of this command for what goes on now in a stream: both in one statement where the stream is known beforehand. The stream to
/// which it went, if it was done before; nothing more is to be done then. A refusal gives the key back with all the rest.
///
/// # Errors
/// As [`done`].
pub(crate) fn take(tx: &mut dyn Tx, cx: &Cx, stream: StreamId) -> Answer<Option<StreamId>> {
    if command::take(tx, cx.command, &now(cx, stream), cx.now)? { Ok(None) } else { done(tx, cx) }
}

/// Remembers that this command was done in a stream, for those who asked [`done`] before.
pub(crate) fn remember(tx: &mut dyn Tx, cx: &Cx, stream: StreamId) -> Answer<()> {
    Ok(command::remember(tx, cx.command, &now(cx, stream), cx.now)?)
}

fn now(cx: &Cx, stream: StreamId) -> Done {
    Done { stream, print: cx.print.map(|print| print.to_vec()) }
}

/// A key that was used for something else.
pub(crate) fn resent() -> AppError {
    AppError::field("command", "field-resent")
}
