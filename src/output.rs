//! The two streams: data for standard output, the conversation for standard error.

use crate::error::{Error, Failure};
use std::io::{ErrorKind, Write};

/// Writes data to standard output.
pub fn data(text: &str) -> Result<(), Error> {
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Error::OutputClosed),
        Err(error) => Err(Failure::new(format!("standard output cannot be written: {error}"))
            .next("check the disk or the program that reads the output")
            .into()),
    }
}

/// Whether colours may stand in what bypasses [`say`] on its way to standard error.
pub fn is_coloured() -> bool {
    anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
}

/// Says something to the user on standard error.
pub fn say(text: &str) {
    // Nobody is left to be told when standard error is closed.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}
