//! A W3C WebDriver client, as much of it as the stories need.

use std::time::Duration;

use serde_json::{Value, json};

use super::Trouble;

/// The key under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A hand leaves so much time between two keys.
const BETWEEN_KEYS_MS: u32 = 50;

/// A session with one page.
#[derive(Debug)]
pub struct Driver {
    agent: ureq::Agent,
    session: String,
}

/// An element of the page, good until the page takes it away.
#[derive(Debug, Clone)]
pub struct Element(String);

/// The process that draws the page has died, and the driver's session with it. The app itself goes on and loads the
/// page anew, without a driver.
#[derive(Debug, Clone, Copy)]
pub struct PageLost;

impl std::error::Error for PageLost {}

impl std::fmt::Display for PageLost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the process that draws the page has died")
    }
}

impl Driver {
    /// Opens a session at the driver's address with the capabilities it must have.
    pub(super) fn open(base: &str, capabilities: &Value) -> Result<Self, Trouble> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .proxy(None);
        let agent = config.build().new_agent();
        let wish = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let answer = value(agent.post(format!("{base}/session")).send_json(wish)?)?;
        let id = answer["sessionId"].as_str().ok_or("a session without an id")?;
        Ok(Self { session: format!("{base}/session/{id}"), agent })
    }

    fn get(&self, path: &str) -> Result<Value, Trouble> {
        value(self.agent.get(format!("{}{path}", self.session)).call()?)
    }

    fn post(&self, path: &str, body: Value) -> Result<Value, Trouble> {
        value(self.agent.post(format!("{}{path}", self.session)).send_json(body)?)
    }

    /// The first element that a CSS selector finds.
    ///
    /// # Errors
    /// There is none.
    pub fn find(&self, css: &str) -> Result<Element, Trouble> {
        let found = self.post("/element", json!({ "using": "css selector", "value": css }))?;
        let id = found[ELEMENT].as_str().ok_or("an element without an id")?;
        Ok(Element(id.to_owned()))
    }

    /// The element that the body of a function in the page returns; see [`Driver::run`].
    ///
    /// # Errors
    /// It returns none, or throws.
    pub fn find_by(&self, body: &str, arguments: &[Value]) -> Result<Element, Trouble> {
        let found = self.run(body, arguments)?;
        Ok(Element(found[ELEMENT].as_str().ok_or("there is no such element")?.to_owned()))
    }

    /// Empties an input.
    ///
    /// # Errors
    /// It cannot be changed.
    pub fn clear(&self, element: &Element) -> Result<(), Trouble> {
        self.post(&format!("/element/{}/clear", element.0), json!({})).map(drop)
    }

    /// Minimises the window.
    ///
    /// # Errors
    /// The window system refuses.
    pub(super) fn minimise(&self) -> Result<(), Trouble> {
        self.post("/window/minimize", json!({})).map(drop)
    }

    /// Clicks as a person would: the element must be visible and not covered.
    ///
    /// # Errors
    /// It is not there, not visible, or covered.
    pub fn click(&self, element: &Element) -> Result<(), Trouble> {
        self.post(&format!("/element/{}/click", element.0), json!({})).map(drop)
    }

    /// Types text into an element, key by key and as slowly as a quick hand: what comes faster is a scanner's.
    ///
    /// # Errors
    /// It is not there.
    pub fn keys(&self, element: &Element, text: &str) -> Result<(), Trouble> {
        self.run("arguments[0].focus()", &[json!({ ELEMENT: element.0 })])?;
        self.stroke(text.chars().map(String::from))
    }

    /// Presses and lets go of one key after the other, as a hand does.
    fn stroke(&self, keys: impl Iterator<Item = String>) -> Result<(), Trouble> {
        let strokes: Vec<Value> = keys
            .flat_map(|key| {
                [
                    json!({ "type": "keyDown", "value": key }),
                    json!({ "type": "keyUp", "value": key }),
                    json!({ "type": "pause", "duration": BETWEEN_KEYS_MS }),
                ]
            })
            .collect();
        let hand = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] });
        self.post("/actions", hand).map(drop)
    }

    /// Presses and lets go of one key, wherever the page has its focus. Keys without a character have the protocol's
    /// own code points.
    pub(super) fn press(&self, key: &str) -> Result<(), Trouble> {
        self.stroke(std::iter::once(key.to_owned()))
    }

    /// The text a person sees in an element.
    ///
    /// # Errors
    /// The element is gone.
    pub fn text(&self, element: &Element) -> Result<String, Trouble> {
        let text = self.get(&format!("/element/{}/text", element.0))?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Runs the body of a function in the page and returns what it returns. `arguments` are its arguments.
    ///
    /// # Errors
    /// The script throws.
    pub fn run(&self, body: &str, arguments: &[Value]) -> Result<Value, Trouble> {
        self.post("/execute/sync", json!({ "script": body, "args": arguments }))
    }

    /// The same for a script that answers later, through the callback that is its last argument.
    ///
    /// # Errors
    /// The script throws, or never answers.
    pub fn run_later(&self, body: &str, arguments: &[Value]) -> Result<Value, Trouble> {
        self.post("/execute/async", json!({ "script": body, "args": arguments }))
    }

    /// A picture of the page as PNG.
    ///
    /// # Errors
    /// The page cannot be drawn.
    pub fn picture(&self) -> Result<Vec<u8>, Trouble> {
        let text = self.get("/screenshot")?;
        Ok(data_encoding::BASE64.decode(text.as_str().unwrap_or_default().as_bytes())?)
    }
}

/// The protocol's answer: a value, or an error with its words.
fn value(mut response: ureq::http::Response<ureq::Body>) -> Result<Value, Trouble> {
    let mut body: Value = response.body_mut().with_config().limit(64 << 20).read_json()?;
    let value = body["value"].take();
    match value["error"].as_str() {
        Some("invalid session id") => Err(PageLost.into()),
        Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default()).into()),
        None => Ok(value),
    }
}
