//! The bare loop: the very requests of a drain, byte for byte, read-backs too, without a store and without a decision.
//! As many at once as the drain has under way; replies are read whole and parsed, as any client must.

use crate::stub::Heard;
use crate::watch::Watch;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Sends them to `address`; seconds from the first request to the last reply.
pub(crate) fn send(address: &str, requests: &[Heard], abreast: usize) -> f64 {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let next = AtomicUsize::new(0);
    let failed: Mutex<Option<String>> = Mutex::default();
    let watch = Watch::start();
    std::thread::scope(|scope| {
        for _ in 0..abreast {
            scope.spawn(|| {
                while let Some(heard) = requests.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if let Err(error) = one(&agent, address, heard) {
                        *failed.lock().expect("no panic in between") = Some(error.to_string());
                        return;
                    }
                }
            });
        }
    });
    let took = watch.seconds();
    assert_eq!(failed.into_inner().expect("no panic in between"), None, "the stub answers");
    took
}

fn one(agent: &ureq::Agent, address: &str, heard: &Heard) -> Result<(), ureq::Error> {
    let url = format!("{address}{}", heard.path);
    let mut reply = if heard.post {
        agent.post(url).content_type("application/json").send(&heard.body[..])?
    } else {
        agent.get(url).call()?
    };
    let _: serde_json::Value = reply.body_mut().with_config().limit(16 << 20).read_json()?;
    Ok(())
}
