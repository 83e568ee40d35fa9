//! `passphrase`: sets it, takes it away, or says whether one opens the store. On a laptop without a keychain, setting it makes
//! the store.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble};
use crate::opening::{Purpose, begin, open, opened};
use crate::secret;
use clap::Subcommand;
use lanyard_core::explain::Sentence;
use lanyard_engine::api::views::Stage;
use lanyard_engine::secrets::passphrase::State;
use serde_json::json;
use std::io::{self, IsTerminal};

#[derive(Debug, Subcommand)]
pub(crate) enum Passphrase {
    /// Set it, or another one in its place: asked on the terminal, else a line of standard input
    Set,
    /// Take it away
    Remove,
    /// Say whether one opens the store
    Show,
}

pub(crate) fn run(act: &Passphrase, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let state = match act {
        Passphrase::Show => open(everywhere, Purpose::Look, out)?.settings()?.passphrase,
        Passphrase::Remove => open(everywhere, Purpose::Write, out)?.remove_passphrase()?.passphrase,
        Passphrase::Set => set(everywhere, out)?,
    };
    let code = match state {
        State::None => "passphrase-none",
        State::Set => "passphrase-set",
        State::Damaged => "passphrase-damaged",
    };
    let says = out.say(&Sentence::new(code));
    out.answer(&json!({ "passphrase": state, "says": says }), || says.clone())?;
    Ok(if state == State::Damaged { Exit::InPart } else { Exit::Done })
}

fn set(everywhere: &Everywhere, out: &Out) -> Result<State, Trouble> {
    let desk = begin(everywhere, Purpose::Write)?;
    if let Stage::NeedsPassphrase { .. } = desk.session().stage {
        desk.begin_with_passphrase(&twice(out)?)?;
        return Ok(desk.settings()?.passphrase);
    }
    Ok(opened(desk, everywhere, out)?.set_passphrase(&twice(out)?)?.passphrase)
}

/// On a terminal nobody sees what is typed, so it is typed twice.
fn twice(out: &Out) -> Result<zeroize::Zeroizing<String>, Trouble> {
    let first = secret::ask(&out.say(&Sentence::new("cli-new-passphrase")))?;
    if io::stdin().is_terminal() && secret::ask(&out.say(&Sentence::new("cli-once-more")))? != first {
        return Err(Trouble::new(Exit::BadInput, Sentence::new("cli-not-the-same")));
    }
    Ok(first)
}
