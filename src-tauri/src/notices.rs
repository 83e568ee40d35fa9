//! What the desktop is told while people look elsewhere: in the window's title and the tray how many contacts are to be sent, and, when
//! the window is not in front, that somebody is needed. Nothing of a contact is said: a notice stands on a locked screen too.
//!
//! Left out on purpose: notices of what went well, and a second one of the same thing.

use lanyard_core::alerts::Alert;
use lanyard_core::explain::Sentence;
use lanyard_engine::api::views::{Status, Update};
use lanyard_engine::words::{Words, system_locale};
use notify_rust::Notification;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Manager};

use crate::state::Shell;
use crate::tray::{self, Shown, Tray};
use crate::window;

/// How often it is looked whether something goes wrong slowly.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(60);

/// What was last told.
#[derive(Debug, Default)]
struct Told {
    /// How many contacts needed a person; none before the first status.
    needing: Option<u32>,
    /// The code of the banner that stood.
    banner: Option<String>,
    /// What went wrong slowly; none before the first look.
    alerts: Option<BTreeSet<(&'static str, String)>>,
}

impl Told {
    /// What a status says that was not told yet. What stood at the start is on the screen anyway.
    fn news(&mut self, status: &Status) -> Option<Sentence> {
        let before = self.needing.replace(status.sum.needs_attention);
        let banner = status.banner.as_ref().map(|banner| &banner.why);
        let stood = std::mem::replace(&mut self.banner, banner.map(|why| why.code.clone()));
        let before = before?;
        match banner {
            Some(why) if stood.as_ref() != Some(&why.code) => Some(why.clone()),
            _ if status.sum.needs_attention > before => {
                let needing = u64::from(status.sum.needs_attention);
                Some(Sentence::new("notice-needs-you").count("count", needing))
            }
            _ => None,
        }
    }

    /// What goes wrong slowly and was not told yet; what went well again meanwhile may be told anew.
    fn slow_news(&mut self, alerts: &[Alert]) -> Option<Sentence> {
        let subject = |alert: &Alert| {
            let (kind, whose) = alert.subject();
            (kind, whose.to_owned())
        };
        let stood = self.alerts.replace(alerts.iter().map(subject).collect())?;
        let news = alerts.iter().find(|alert| !stood.contains(&subject(alert)))?;
        Some(news.explanation().why)
    }
}

/// Follows what changes, from now on until the app ends.
pub(crate) fn follow(app: AppHandle, shell: Shell) {
    std::thread::spawn(move || {
        // Waits until the desk stands, which may take as long as a person takes.
        let desk = Arc::clone(shell.desk());
        let told = Arc::new(Mutex::new(Told::default()));
        let watched = Arc::downgrade(&desk);
        let (slowly, teller) = (Arc::clone(&told), app.clone());
        let symbol = OnceLock::new();
        let listened = Arc::downgrade(&desk);
        tauri::async_runtime::spawn(Arc::clone(&desk).push_updates(move |update| {
            let Update::Status { status } = update else { return true };
            let Some(session) = listened.upgrade().map(|desk| desk.session()) else { return false };
            let language = session.preferences.language.unwrap_or_else(system_locale);
            let words = Words::of_locale(&language);
            let news = told.lock().unwrap_or_else(PoisonError::into_inner).news(&status);
            let shown = Shown::of(&status, &words, session.kiosk);
            symbol.get_or_init(|| Tray::start(&app, shown.clone())).show(shown);
            say(&app, &words, &status, news.filter(|_| !session.kiosk));
            true
        }));
        drop(desk);
        // Time alone makes a wait too long: nothing is pushed when it does.
        while let Some(desk) = watched.upgrade() {
            if let Ok(alerts) = desk.alerts() {
                let session = desk.session();
                let news = slowly.lock().unwrap_or_else(PoisonError::into_inner).slow_news(&alerts);
                let language = session.preferences.language.unwrap_or_else(system_locale);
                if let Some(news) = news.filter(|_| !session.kiosk) {
                    notify(&teller, &Words::of_locale(&language), &news);
                }
            }
            drop(desk);
            std::thread::sleep(LOOKED_AT_EVERY);
        }
    });
}

fn say(app: &AppHandle, words: &Words, status: &Status, news: Option<Sentence>) {
    let Some(window) = app.get_webview_window(window::MAIN) else { return };
    // A window that is just closing has no title any more.
    let _ = window.set_title(&words.say(&tray::title(status)));
    if let Some(news) = news {
        notify(app, words, &news);
    }
}

/// Tells the desktop, unless the window is in front and says the same.
fn notify(app: &AppHandle, words: &Words, news: &Sentence) {
    let Some(window) = app.get_webview_window(window::MAIN) else { return };
    if window.is_focused().unwrap_or(true) {
        return;
    }
    let name = words.say(&Sentence::new("app-name"));
    let body = words.say(news);
    tauri::async_runtime::spawn_blocking(move || {
        let shown = Notification::new().appname(&name).summary(&name).body(&body).show();
        // A desktop without notices: the window says the same.
        if let Err(error) = shown {
            tracing::debug!(%error, "the desktop takes no notices");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::explain::{Explanation, Who};
    use lanyard_core::time::Millis;
    use lanyard_engine::api::views::{Network, Sum};

    fn status(needing: u32, banner: Option<&str>) -> Status {
        let sum =
            Sum { captured: 9, synced: 0, waiting: 0, needs_attention: needing, removed: 0, adds_up: true };
        let why = |code| Explanation::because(Sentence::new(code)).needs(Who::You, &[]);
        Status {
            network: Network::Online,
            story: Sentence::new("story"),
            sum,
            today: 0,
            to_send: 0,
            last_sync: None,
            banner: banner.map(why),
        }
    }

    #[test]
    fn what_stood_at_the_start_is_no_news_and_what_is_solved_is_none_either() {
        let mut told = Told::default();
        assert_eq!(told.news(&status(3, Some("why-auth"))), None);
        assert_eq!(told.news(&status(2, None)), None);
    }

    #[test]
    fn each_further_contact_that_needs_a_person_is_news_once() {
        let mut told = Told::default();
        told.news(&status(0, None));
        let one = told.news(&status(1, None)).expect("news");
        assert_eq!(one, Sentence::new("notice-needs-you").count("count", 1));
        assert_eq!(told.news(&status(1, None)), None);
        assert!(told.news(&status(3, None)).is_some());
    }

    #[test]
    fn what_goes_wrong_slowly_is_told_once_and_again_after_it_went_well() {
        let mut told = Told::default();
        let waited = |minutes: u64| Alert::Oldest { waited: Millis::from_secs(minutes * 60) };
        let failing = |crm: &str| Alert::Failing { crm: crm.into(), failed: 9, requests: 10 };
        assert_eq!(told.slow_news(&[waited(120)]), None, "it stood at the start");
        assert_eq!(told.slow_news(&[waited(121)]), None, "the same, a minute later");
        let one = failing("Acme");
        assert_eq!(told.slow_news(&[waited(122), one.clone()]), Some(one.explanation().why));
        assert!(told.slow_news(&[one, failing("Other")]).is_some(), "another CRM is another thing");
        assert_eq!(told.slow_news(&[]), None);
        assert!(told.slow_news(&[waited(120)]).is_some());
    }

    #[test]
    fn a_new_banner_is_news_before_the_contacts_it_brings() {
        let mut told = Told::default();
        told.news(&status(0, None));
        assert_eq!(told.news(&status(2, Some("why-auth"))), Some(Sentence::new("why-auth")));
        assert_eq!(told.news(&status(2, Some("why-auth"))), None);
        assert_eq!(told.news(&status(2, Some("why-disk-full"))), Some(Sentence::new("why-disk-full")));
    }
}
