//! What commands write on the terminal. Whoever reads it may stop reading (`vitrina report flow | head`): that is no fault, and the
//! command goes on quietly; a full disk is one, and ends it.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// Writes to standard output, without end of line.
pub fn part(words: Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    written(out.write_fmt(words).and_then(|()| out.flush()));
}

/// Writes a line to standard output.
pub fn line(words: Arguments<'_>) {
    written(writeln!(std::io::stdout().lock(), "{words}"));
}

/// Writes a line to standard error. There is nowhere to say that it failed.
pub fn aside(words: Arguments<'_>) {
    let _ = writeln!(std::io::stderr().lock(), "{words}");
}

/// Writes to standard error, without end of line.
pub fn progressed(words: Arguments<'_>) {
    let _ = std::io::stderr().lock().write_fmt(words);
}

fn written(done: std::io::Result<()>) {
    match done {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            aside(format_args!("vitrina: standard output: {error}"));
            std::process::exit(1);
        }
        _ => {}
    }
}

/// As `println!`, for a reader who may stop.
macro_rules! say {
    ($($words:tt)*) => { $crate::out::line(format_args!($($words)*)) };
}

/// As `eprintln!`, the same way.
macro_rules! remark {
    ($($words:tt)*) => { $crate::out::aside(format_args!($($words)*)) };
}

pub(crate) use {remark, say};
