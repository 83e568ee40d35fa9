//! A recipe as TOML, to be shared. What is written is read back as the same recipe.

use super::{How, Recipe, Target, UrlPlace};
use std::fmt::Write as _;

impl Recipe {
    /// The recipe as a file.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = format!("recipe = 1\nname = {}\n", quoted(&self.name));
        for (key, text) in [("prefix", &self.prefix), ("suffix", &self.suffix)] {
            if !text.is_empty() {
                let _ = writeln!(out, "{key} = {}", quoted(text));
            }
        }
        if !self.cut.is_empty() {
            let _ = writeln!(out, "cut = {}", list(self.cut.iter().map(String::as_str)));
        }
        self.how(&mut out);
        if self.id != super::IdForm::default() {
            let _ = writeln!(out, "\n[id]\nprefix = {}", quoted(&self.id.prefix));
            let _ = writeln!(out, "ignore_zeros = {}\nignore_case = {}", self.id.zeros, self.id.case);
        }
        out
    }

    fn how(&self, out: &mut String) {
        let mut line = |text: String| {
            out.push_str(&text);
            out.push('\n');
        };
        match &self.how {
            How::Delimited { separator, fields } => {
                line("\n[delimited]".to_owned());
                line(format!("separator = {}", quoted(separator)));
                let words: Vec<String> = fields.iter().map(word).collect();
                line(format!("fields = {}", list(words.iter().map(String::as_str))));
            }
            How::Pattern(regex) => {
                let whole = regex.as_str();
                let bare =
                    whole.strip_prefix("^(?:").and_then(|rest| rest.strip_suffix(")$")).unwrap_or(whole);
                line("\n[pattern]".to_owned());
                line(format!("regex = {}", quoted(bare)));
            }
            How::Json(places) => {
                line("\n[json]".to_owned());
                for (target, path) in places {
                    line(format!("{} = {}", quoted(&word(target)), quoted(&path.join("."))));
                }
            }
            How::Url { host, places } => {
                line("\n[url]".to_owned());
                line(format!("host = {}", quoted(host)));
                for (target, place) in places {
                    let place = match place {
                        UrlPlace::Parameter(name) => format!("?{name}"),
                        UrlPlace::Part(part) => format!("/{part}"),
                    };
                    line(format!("{} = {}", quoted(&word(target)), quoted(&place)));
                }
            }
            How::Named { separator, between, names } => {
                line("\n[named]".to_owned());
                line(format!("separator = {}\nbetween = {}", quoted(separator), quoted(between)));
                for (target, name) in names {
                    line(format!("{} = {}", quoted(&word(target)), quoted(name)));
                }
            }
            How::Fixed(places) => {
                line("\n[fixed]".to_owned());
                for (target, from, to) in places {
                    line(format!("{} = [{from}, {to}]", quoted(&word(target))));
                }
            }
        }
    }
}

fn word(target: &Target) -> String {
    match target {
        Target::Field(field) => field.key().to_owned(),
        Target::Extra(name) => format!("extra:{name}"),
        Target::Skip => "-".to_owned(),
    }
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", items.map(quoted).collect::<Vec<_>>().join(", "))
}

/// A TOML string; keys that need no quotes stand without.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
