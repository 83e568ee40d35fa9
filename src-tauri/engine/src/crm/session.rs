//! A sign-in that ends and is got anew: by one at a time, before its end, and once when the CRM says that it is over. It
//! lives in memory only: a start logs in again, so that nothing of it needs keeping. How a login is asked for is its
//! CRM's affair.

use super::http::SignIn;
use crate::clock::Clock;
use lanyard_core::time::{Millis, MonoMs};
use std::sync::{Arc, Mutex, PoisonError};

/// A sign-in is renewed after nine tenths of its life: of a day's, more than two hours are left in which to reach the CRM.
const RENEWED_AT: (u64, u64) = (9, 10);
/// While the old one still works, a renewal that failed is tried again no sooner than this.
const NEXT_TRY: Millis = Millis::from_secs(60);
/// No CRM's sign-in is taken to last longer, whatever it says: it would never be renewed.
const LONGEST: Millis = Millis::from_secs(30 * 24 * 60 * 60);

/// What a login gave.
#[derive(Debug)]
pub(super) struct Issued {
    /// What requests show from now on.
    pub(super) sign_in: SignIn,
    /// How long it works, counted from when the login was asked for; none when the CRM does not say.
    pub(super) life: Option<Millis>,
}

/// A sign-in as a request uses it.
#[derive(Debug, Clone)]
pub(super) struct Pass {
    /// What the request shows.
    pub(super) sign_in: SignIn,
    number: u64,
}

#[derive(Debug, Clone)]
struct Held {
    pass: Pass,
    renew_at: MonoMs,
    ends_at: MonoMs,
}

/// The sign-in of one account, shared by all requests to it.
pub(super) struct Session {
    held: Mutex<Option<Held>>,
    renewing: tokio::sync::Mutex<()>,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session(…)")
    }
}

impl Session {
    /// A session that begins with the first request.
    #[must_use]
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { held: Mutex::new(None), renewing: tokio::sync::Mutex::new(()), clock }
    }

    /// A sign-in that works, as far as we know; `refused` is one that the CRM did not accept. `login` is asked at most
    /// once, and never beside another one of this session.
    ///
    /// # Errors
    /// What `login` says, when there is no sign-in left that may work.
    pub(super) async fn pass<E>(
        &self,
        refused: Option<&Pass>,
        login: impl AsyncFnOnce() -> Result<Issued, E>,
    ) -> Result<Pass, E> {
        let usable = |held: &Held| refused.is_none_or(|refused| held.pass.number > refused.number);
        let held = self.held().filter(usable);
        let now = self.clock.mono();
        let early = match &held {
            Some(held) if now < held.renew_at => return Ok(held.pass.clone()),
            Some(held) if now < held.ends_at => Some(held.pass.clone()),
            Some(_) | None => None,
        };
        let _turn = match &early {
            // Somebody renews it already, and it works until then.
            Some(pass) => match self.renewing.try_lock() {
                Ok(turn) => turn,
                Err(_) => return Ok(pass.clone()),
            },
            None => self.renewing.lock().await,
        };
        // Another one may have been quicker while we waited.
        if let Some(held) = self.held().filter(usable)
            && self.clock.mono() < held.renew_at
        {
            return Ok(held.pass);
        }
        let asked = self.clock.mono();
        match (login().await, early) {
            (Ok(issued), _) => Ok(self.keep(issued, asked)),
            (Err(_), Some(pass)) => {
                self.try_later();
                Ok(pass)
            }
            (Err(error), None) => Err(error),
        }
    }

    fn held(&self) -> Option<Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, issued: Issued, asked: MonoMs) -> Pass {
        let life = issued.life.map_or(LONGEST, |life| life.min(LONGEST));
        let (part, whole) = RENEWED_AT;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let number = held.as_ref().map_or(0, |held| held.pass.number + 1);
        let pass = Pass { sign_in: issued.sign_in, number };
        let (renew_at, ends_at) = (asked.plus(Millis(life.0 / whole * part)), asked.plus(life));
        *held = Some(Held { pass: pass.clone(), renew_at, ends_at });
        pass
    }

    fn try_later(&self) {
        let next = self.clock.mono().plus(NEXT_TRY);
        if let Some(held) = self.held.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            held.renew_at = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::crm::Secret;
    use lanyard_core::time::WallMs;
    use std::cell::Cell;

    struct Booth {
        clock: Arc<ManualClock>,
        session: Session,
        logins: Cell<u32>,
    }

    impl Booth {
        fn new() -> Self {
            let clock = Arc::new(ManualClock::new(WallMs(0), 1));
            Self { session: Session::new(clock.clone()), clock, logins: Cell::new(0) }
        }

        /// Which login's sign-in a request gets, when a login that it asks for ends so.
        async fn shown(
            &self,
            refused: Option<&Pass>,
            life: Result<Option<u64>, &str>,
        ) -> Result<Pass, String> {
            let login = async || {
                self.logins.set(self.logins.get() + 1);
                // Others get their turn, as in a real request.
                tokio::task::yield_now().await;
                let life = life.map_err(str::to_owned)?.map(Millis::from_secs);
                let secret = Secret::new(format!("token {}", self.logins.get()));
                let sign_in = SignIn::new("authorization", "Bearer ", secret).expect("plain text");
                Ok(Issued { sign_in, life })
            };
            self.session.pass(refused, login).await
        }

        async fn number(&self, life: Result<Option<u64>, &str>) -> Result<u64, String> {
            self.shown(None, life).await.map(|pass| pass.number)
        }
    }

    const DAY: Result<Option<u64>, &str> = Ok(Some(86_400));

    #[tokio::test]
    async fn one_login_serves_until_a_tenth_of_its_life_is_left() {
        let booth = Booth::new();
        assert_eq!(booth.number(DAY).await, Ok(0));
        booth.clock.advance(Millis::from_secs(77_759));
        assert_eq!((booth.number(DAY).await, booth.logins.get()), (Ok(0), 1));
        booth.clock.advance(Millis::from_secs(1));
        assert_eq!((booth.number(DAY).await, booth.logins.get()), (Ok(1), 2));
    }

    #[tokio::test]
    async fn many_requests_at_once_log_in_once() {
        let booth = Booth::new();
        let (a, b, c) = tokio::join!(booth.number(DAY), booth.number(DAY), booth.number(DAY));
        assert_eq!((a, b, c, booth.logins.get()), (Ok(0), Ok(0), Ok(0), 1));
        booth.clock.advance(Millis::from_secs(80_000));
        let (a, b) = tokio::join!(booth.number(DAY), booth.number(DAY));
        assert_eq!((a, b, booth.logins.get()), (Ok(1), Ok(0), 2), "the old one works while it is renewed");
        booth.clock.advance(Millis::from_secs(90_000));
        let (a, b) = tokio::join!(booth.number(DAY), booth.number(DAY));
        assert_eq!((a, b, booth.logins.get()), (Ok(2), Ok(2), 3), "an ended one does not");
    }

    #[tokio::test]
    async fn a_renewal_that_fails_does_no_harm_while_the_old_one_works_and_is_not_tried_with_each_request() {
        let booth = Booth::new();
        booth.number(DAY).await.unwrap();
        booth.clock.advance(Millis::from_secs(80_000));
        for _ in 0..3 {
            assert_eq!((booth.number(Err("offline")).await, booth.logins.get()), (Ok(0), 2));
        }
        booth.clock.advance(NEXT_TRY);
        assert_eq!((booth.number(Err("offline")).await, booth.logins.get()), (Ok(0), 3));
        booth.clock.advance(Millis::from_secs(6400));
        assert_eq!(booth.number(Err("offline")).await, Err("offline".to_owned()));
        assert_eq!(booth.number(DAY).await, Ok(1));
    }

    #[tokio::test]
    async fn a_refused_sign_in_is_got_anew_once_for_all_who_were_refused() {
        let booth = Booth::new();
        let old = booth.shown(None, DAY).await.unwrap();
        let (a, b) = tokio::join!(booth.shown(Some(&old), DAY), booth.shown(Some(&old), DAY));
        assert_eq!((a.unwrap().number, b.unwrap().number, booth.logins.get()), (1, 1, 2));
        assert_eq!(booth.shown(Some(&old), Err("not asked")).await.unwrap().number, 1);
        let now = booth.shown(None, DAY).await.unwrap();
        assert_eq!(booth.shown(Some(&now), Err("no")).await.unwrap_err(), "no");
    }

    #[tokio::test]
    async fn a_sign_in_that_names_no_end_or_a_silly_one_is_used_and_renewed_some_day() {
        for life in [None, Some(u64::MAX)] {
            let booth = Booth::new();
            booth.number(Ok(life)).await.unwrap();
            booth.clock.advance(Millis(LONGEST.0 / 10 * 9 - 1));
            assert_eq!(booth.number(Ok(life)).await, Ok(0));
            booth.clock.advance(Millis(1));
            assert_eq!(booth.number(Ok(life)).await, Ok(1));
        }
        let booth = Booth::new();
        assert_eq!((booth.number(Ok(Some(0))).await, booth.number(Ok(Some(0))).await), (Ok(0), Ok(1)));
    }

    #[tokio::test]
    async fn nothing_of_a_session_is_printed() {
        let booth = Booth::new();
        let pass = booth.shown(None, DAY).await.unwrap();
        let printed = format!("{:?} {pass:?}", booth.session);
        assert!(!printed.contains("token 1"), "{printed}");
    }
}
