//! The symbol among the desktop's own: how many contacts are still to be sent, whether somebody is needed, and three ways: open the
//! window, sync now, quit. Nothing of a contact stands there, and in kiosk mode nothing but the way to the window.
//!
//! Left out on purpose: living on without a window. Whoever closes Lanyard ends it, and is told before what that costs.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod native;

use lanyard_core::explain::Sentence;
use lanyard_engine::api::views::Status;
use lanyard_engine::words::Words;
use tauri::{AppHandle, Manager};

use crate::state::Shell;
use crate::window;

#[cfg(target_os = "linux")]
pub(crate) use linux::Tray;
#[cfg(not(target_os = "linux"))]
pub(crate) use native::Tray;

/// What a person can do from the tray.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Open,
    SyncNow,
    Quit,
}

impl Way {
    const fn word(self) -> &'static str {
        match self {
            Self::Open => "tray-open",
            Self::SyncNow => "tray-sync",
            Self::Quit => "tray-quit",
        }
    }

    /// Does it; what comes of a sync stands in the window and, as soon as there is a status, here.
    fn go(self, app: &AppHandle) {
        match self {
            Self::Open => window::bring_forward(app),
            Self::SyncNow => {
                let shell = app.state::<Shell>().inner().clone();
                tauri::async_runtime::spawn(async move {
                    let Some(desk) = shell.standing().cloned() else { return };
                    if let Err(error) = desk.sync_now().await {
                        tracing::warn!(code = ?error.code, "a sync from the tray did not begin");
                    }
                });
            }
            // As if the window were closed, which may be held back: then it says why, and is seen.
            Self::Quit => {
                window::bring_forward(app);
                if let Some(window) = app.get_webview_window(window::MAIN) {
                    let _ = window.close();
                }
            }
        }
    }
}

/// What the tray shows, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The app's name, and how many contacts are to be sent.
    title: String,
    /// How things stand, each a sentence.
    lines: Vec<String>,
    /// Whether a person is needed.
    needs_you: bool,
    /// What can be done, and how it is called.
    ways: Vec<(Way, String)>,
}

impl Shown {
    /// What a status comes to. In kiosk mode whoever stands there is a visitor.
    pub(crate) fn of(status: &Status, words: &Words, kiosk: bool) -> Self {
        let ways: &[Way] = if kiosk { &[Way::Open] } else { &[Way::Open, Way::SyncNow, Way::Quit] };
        let ways = ways.iter().map(|way| (*way, words.say(&Sentence::new(way.word())))).collect();
        if kiosk {
            let title = words.say(&Sentence::new("app-name"));
            return Self { title, lines: Vec::new(), needs_you: false, ways };
        }
        let needing = status.sum.needs_attention;
        let mut lines = vec![words.say(&status.story)];
        if let Some(banner) = &status.banner {
            lines.push(words.say(&banner.why));
        }
        if needing > 0 {
            lines.push(words.say(&Sentence::new("notice-needs-you").count("count", u64::from(needing))));
        }
        Self {
            title: words.say(&title(status)),
            lines,
            needs_you: needing > 0 || status.banner.is_some(),
            ways,
        }
    }
}

/// What the window and the tray are called: with how many contacts are to be sent, if any are.
pub(crate) fn title(status: &Status) -> Sentence {
    match status.to_send {
        0 => Sentence::new("app-name"),
        to_send => Sentence::new("title-to-send").count("count", u64::from(to_send)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::explain::{Explanation, Who};
    use lanyard_engine::api::views::{Network, Sum};

    fn status(to_send: u32, needing: u32) -> Status {
        Status {
            network: Network::Online,
            story: Sentence::new("story-online"),
            sum: Sum {
                captured: 9,
                synced: 0,
                waiting: 0,
                needs_attention: needing,
                removed: 0,
                adds_up: true,
            },
            today: 0,
            to_send,
            last_sync: None,
            banner: None,
        }
    }

    fn ways(shown: &Shown) -> Vec<Way> {
        shown.ways.iter().map(|(way, _)| *way).collect()
    }

    #[test]
    fn the_tray_counts_what_is_to_be_sent_and_asks_for_nobody_while_nobody_is_needed() {
        let shown = Shown::of(&status(14, 0), &Words::english(), false);
        assert_eq!(shown.title, "Lanyard: 14 to send");
        assert!(!shown.needs_you);
        assert_eq!(ways(&shown), [Way::Open, Way::SyncNow, Way::Quit]);
        assert_eq!(Shown::of(&status(0, 0), &Words::english(), false).title, "Lanyard");
    }

    #[test]
    fn the_tray_says_who_is_needed_and_why() {
        let mut status = status(3, 2);
        let words = Words::german();
        let shown = Shown::of(&status, &words, false);
        assert!(shown.needs_you);
        assert!(shown.lines.iter().any(|line| line.starts_with("2 Kontakte brauchen Sie")), "{shown:?}");

        status.sum.needs_attention = 0;
        status.banner = Some(Explanation::because(Sentence::new("why-disk-full")).needs(Who::You, &[]));
        let shown = Shown::of(&status, &words, false);
        assert!(shown.needs_you);
        assert!(shown.lines.contains(&words.say(&Sentence::new("why-disk-full"))), "{shown:?}");
    }

    #[test]
    fn in_kiosk_mode_the_tray_leads_to_the_window_and_nowhere_else() {
        let shown = Shown::of(&status(14, 2), &Words::english(), true);
        assert_eq!(ways(&shown), [Way::Open]);
        assert_eq!((shown.title.as_str(), shown.lines.len(), shown.needs_you), ("Lanyard", 0, false));
    }
}
