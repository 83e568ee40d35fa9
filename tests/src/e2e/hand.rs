//! What a person does with a window without knowing how it is built: pushes the button with these words, writes into
//! the field with that label.

use serde_json::{Value, json};

use super::{Crm, Element, Trouble, Window};

/// The visible button whose words begin with the first argument, inside the element of the second; the one with the
/// fewest words when there are several.
const BUTTON: &str = "
    const [name, inside] = arguments;
    const root = document.querySelector(inside);
    const words = button => (button.getAttribute('aria-label') ?? button.innerText).trim();
    return [...(root?.querySelectorAll('button, summary') ?? [])]
        .filter(button => button.checkVisibility() && words(button).startsWith(name))
        .sort((one, other) => words(one).length - words(other).length)[0] ?? null;";

/// The visible input with this label.
const FIELD: &str = "
    const [name] = arguments;
    const inputs = [...document.querySelectorAll('input, textarea, select')];
    const words = input => input.getAttribute('aria-label') ?? input.labels?.[0]?.innerText.trim();
    return inputs.find(input => input.checkVisibility() && words(input) === name) ?? null;";

impl Window {
    /// Connects the app to a CRM in Settings.
    ///
    /// # Errors
    /// The destination is not shown.
    pub fn connect(&self, crm: &Crm) -> Result<(), Trouble> {
        self.push_in("nav.tabs", "Settings")?;
        self.push_in("[data-region=subjects]", "Destination")?;
        self.write("Address", &crm.address())?;
        self.write("Token or key", Crm::TOKEN)?;
        self.push("Save destination")?;
        self.shows(".conn", "AcmeCRM").map(drop)
    }

    /// Waits for a button that says this, and clicks it.
    ///
    /// # Errors
    /// There is none, or it cannot be clicked.
    pub fn push(&self, name: &str) -> Result<(), Trouble> {
        self.push_in("body", name)
    }

    /// The same inside an element.
    ///
    /// # Errors
    /// There is none, or it cannot be clicked.
    pub fn push_in(&self, css: &str, name: &str) -> Result<(), Trouble> {
        self.wait(&format!("the button “{name}” in {css}"), || {
            let button = self.driver().find_by(BUTTON, &[json!(name), json!(css)])?;
            self.driver().click(&button).map(Some)
        })
    }

    /// Waits for the field with this label and writes into it, instead of what stood there.
    ///
    /// # Errors
    /// There is none, or it takes no keys.
    pub fn write(&self, label: &str, text: &str) -> Result<(), Trouble> {
        let field = self.field(label)?;
        self.driver().clear(&field)?;
        self.driver().keys(&field, text)
    }

    /// Marks a text in the field with this label, as a hand does, and says in the list below which field of a contact it is.
    ///
    /// # Errors
    /// The text is not in it, or it cannot be said.
    pub fn mark(&self, label: &str, text: &str, field: &str) -> Result<(), Trouble> {
        self.field(label)?;
        let script = "const [label, text] = arguments;
            const area = [...document.querySelectorAll('textarea')].find(area => area.labels?.[0]?.innerText.trim() === label);
            const start = area.value.indexOf(text);
            if (start < 0) return false;
            area.focus();
            area.setSelectionRange(start, start + text.length);
            area.dispatchEvent(new Event('select', { bubbles: true }));
            return true";
        self.wait(&format!("“{text}” in “{label}”"), || {
            let marked = self.driver().run(script, &[json!(label), json!(text)])?;
            Ok(marked.as_bool().unwrap_or_default().then_some(()))
        })?;
        let script = "const [label, field] = arguments;
            const area = [...document.querySelectorAll('textarea')].find(area => area.labels?.[0]?.innerText.trim() === label);
            const list = area.closest('.point').querySelector('select');
            if (list.disabled) return false;
            list.value = field;
            list.dispatchEvent(new Event('change', { bubbles: true }));
            return true";
        self.wait(&format!("{field} to be chosen for “{text}”"), || {
            let done = self.driver().run(script, &[json!(label), json!(field)])?;
            Ok(done.as_bool().unwrap_or_default().then_some(()))
        })
    }

    /// Waits for the field with this label.
    ///
    /// # Errors
    /// There is none.
    pub fn field(&self, label: &str) -> Result<Element, Trouble> {
        self.wait(&format!("the field “{label}”"), || {
            self.driver().find_by(FIELD, &[json!(label)]).map(Some)
        })
    }

    /// Takes in a code as a scanner gives it and leaves its card at once, as when the next visitor stands there; answers with the
    /// contact's id.
    ///
    /// # Errors
    /// It is refused, or not saved.
    pub fn take_in(&self, payload: &str) -> Result<Value, Trouble> {
        let answer = self.ask("capture_text", &json!({ "payload": payload, "way": "scanner" }))?;
        if answer["answer"] != "saved" {
            return Err(format!("it was not saved but {}", answer["answer"]).into());
        }
        let contact = answer["contact"]["row"]["id"].clone();
        self.ask("leave_card", &json!({ "contactId": contact }))?;
        Ok(contact)
    }

    /// Asks the engine through the window, as the page does, for what the page does not show.
    ///
    /// # Errors
    /// The engine refuses.
    pub fn ask(&self, command: &str, arguments: &Value) -> Result<Value, Trouble> {
        let script = "const [command, words, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, words)
                .then(answer => done({ answer }), error => done({ error: JSON.stringify(error) }))";
        let mut said = self.driver().run_later(script, &[json!(command), arguments.clone()])?;
        match said["error"].as_str() {
            Some(error) => Err(format!("{command}: {error}").into()),
            None => Ok(said["answer"].take()),
        }
    }
}
