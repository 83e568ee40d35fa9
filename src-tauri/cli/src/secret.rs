//! Something that only a person knows: asked on the terminal without showing it, else one line of standard input.

use crate::answer::{Exit, Trouble};
use lanyard_core::explain::Sentence;
use std::io::{self, IsTerminal, Read};
use zeroize::Zeroizing;

/// Bytes of a line that are read; no passphrase is longer.
const LONGEST: usize = 4096;

/// Asks for a passphrase or a recovery key.
///
/// # Errors
/// When nothing came.
pub(crate) fn ask(question: &str) -> Result<Zeroizing<String>, Trouble> {
    let read = if io::stdin().is_terminal() {
        rpassword::prompt_password(format!("{question} ")).map(Zeroizing::new)
    } else {
        line(&mut io::stdin().lock())
    };
    match read {
        Ok(secret) if !secret.is_empty() => Ok(secret),
        Ok(_) => Err(Trouble::new(Exit::NeedsSomeone, Sentence::new("cli-nothing-entered"))),
        Err(error) => Err(Trouble::new(Exit::NeedsSomeone, Sentence::new("cli-nothing-entered"))
            .with_detail(Some(error.to_string()))),
    }
}

/// One line, byte by byte: what follows is the command's own input.
fn line(input: &mut impl Read) -> io::Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut byte = [0];
    while bytes.len() < LONGEST && input.read(&mut byte)? == 1 && byte[0] != b'\n' {
        bytes.push(byte[0]);
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_taken_and_what_follows_stays() {
        let mut input = &b"correct horse\r\nBEGIN:VCARD"[..];
        assert_eq!(line(&mut input).unwrap().as_str(), "correct horse");
        assert_eq!(input, b"BEGIN:VCARD");
    }
}
