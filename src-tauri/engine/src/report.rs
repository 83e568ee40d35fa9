//! A day's report as one HTML file that holds everything it needs: no script, no font, no picture, no address. Whatever comes from
//! people or CRMs is text in it and nothing else. Numbers are those of the review and its pictures; nothing is counted here but sums
//! of what is shown.
//!
//! Left out on purpose: whom was met. A report is passed on; a list of contacts is an export of its own.

use crate::api::views::{ClosingView, CrmView, Pictures, Review, ShareView};
use crate::words::Words;
use lanyard_core::explain::Sentence;
use lanyard_core::time::WallMs;
use std::fmt::Write;

/// How it looks, on a screen and on paper.
const STYLE: &str = "
:root { color-scheme: light; --ink: #151a1b; --soft: #4c5456; --line: #dce0e1; --bar: #7d898f; --red: #c01a26; --green: #036f37 }
body { margin: 0 auto; max-width: 52rem; padding: 2.5rem 1.5rem; background: #fff; color: var(--ink);
  font: 16px/1.5 'IBM Plex Sans', system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.875rem; line-height: 1.2; margin: 0 }
h2 { font-size: 1.125rem; margin: 2rem 0 0.5rem; break-after: avoid }
p { margin: 0.25rem 0 } .soft { color: var(--soft) } .off { color: var(--red) } .ok { color: var(--green) }
.sum { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1.5rem 0 0.5rem }
.sum div { display: grid } .sum b { font-size: 2.25rem; line-height: 1.1; font-weight: 500 } .sum i { font-style: normal; font-size: 1.75rem; color: var(--soft) }
table { width: 100%; border-collapse: collapse; break-inside: auto }
th, td { padding: 0.25rem 0.75rem 0.25rem 0; border-top: 1px solid var(--line); text-align: start; vertical-align: baseline; font-weight: 400 }
thead th { border-top: 0; color: var(--soft); font-size: 0.875rem } tfoot th, tfoot td { border-top: 2px solid var(--ink); font-weight: 600 }
td.n, th.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; width: 5rem } td.b { width: 45% } tr { break-inside: avoid }
td.b span { display: block; height: 0.75rem; min-width: 1px; background: var(--bar); print-color-adjust: exact; -webkit-print-color-adjust: exact }
footer { margin-top: 2.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.875rem }
@media print { body { padding: 0; max-width: none; font-size: 11pt } }
";

/// What a report is made from.
pub(crate) struct Report<'a> {
    /// In which language.
    pub(crate) words: &'a Words,
    /// That language's tag.
    pub(crate) language: &'a str,
    /// The event's name.
    pub(crate) event: &'a str,
    /// When it is made.
    pub(crate) now: WallMs,
    /// The day's figures.
    pub(crate) pictures: &'a Pictures,
    /// How things stand.
    pub(crate) review: &'a Review,
    /// What is not in the CRM, and why.
    pub(crate) closing: &'a ClosingView,
}

/// What a text says, with nothing in it that HTML would act on.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Of no sight, and turned around what follows.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => out.push('\u{FFFD}'),
            c if c.is_control() && c != '\n' && c != '\t' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

impl Report<'_> {
    fn t(&self, code: &str) -> String {
        escaped(&self.words.say(&Sentence::new(code)))
    }

    fn say(&self, sentence: &Sentence) -> String {
        escaped(&self.words.say(sentence))
    }

    /// A number as people read it.
    fn n(&self, count: u32) -> String {
        self.words.number(u64::from(count))
    }

    /// The whole file.
    pub(crate) fn html(&self) -> String {
        let mut out = String::new();
        let over = match &self.pictures.day {
            Some(day) => escaped(day),
            None => self.t("report-whole"),
        };
        let title = format!("{}, {over}", escaped(self.event));
        let _ = write!(
            out,
            "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
             <title>{title}</title><style>{STYLE}</style></head>\n<body>\n<h1><bdi>{}</bdi></h1>\n<p>{over}</p>\n",
            escaped(self.language),
            escaped(self.event),
        );
        let made = Sentence::new("report-made")
            .text("at", self.words.day_and_time(self.now))
            .text("zone", self.pictures.zone.clone().unwrap_or_else(|| "?".to_owned()));
        let _ = writeln!(out, "<p class=\"soft\">{}</p>", self.say(&made));
        self.sum(&mut out);
        self.captures(&mut out);
        self.shares(&mut out, "report-reps", "report-nobody", &self.pictures.reps);
        self.shares(&mut out, "report-laptops", "report-no-laptop", &self.pictures.laptops);
        self.failures(&mut out);
        self.to_come(&mut out);
        for crm in &self.pictures.crms {
            self.answers(&mut out, crm);
        }
        let foot = Sentence::new("report-foot").text("version", env!("CARGO_PKG_VERSION"));
        let _ = write!(out, "<footer>{}</footer>\n</body></html>\n", self.say(&foot));
        out
    }

    fn sum(&self, out: &mut String) {
        let sum = &self.review.sum;
        let parts = [
            ("report-captured", sum.captured),
            ("report-synced", sum.synced),
            ("report-waiting", sum.waiting),
            ("report-attention", sum.needs_attention),
            ("report-removed", sum.removed),
        ];
        out.push_str("<section class=\"sum\">");
        for (place, (code, count)) in parts.into_iter().enumerate() {
            let sign = match (place, sum.adds_up) {
                (0, _) => "",
                (1, true) => "=",
                (1, false) => "≠",
                _ => "+",
            };
            if !sign.is_empty() {
                let _ = write!(out, "<i>{sign}</i>");
            }
            let _ = write!(out, "<div><b>{}</b><span>{}</span></div>", self.n(count), self.t(code));
        }
        out.push_str("</section>\n");
        match (&self.review.off, sum.adds_up) {
            (Some(off), false) => {
                let _ = writeln!(out, "<p class=\"off\">{}</p>", self.say(&off.why));
            }
            _ => {
                let _ = writeln!(out, "<p class=\"ok\">{}</p>", self.t("report-adds-up"));
            }
        }
    }

    fn captures(&self, out: &mut String) {
        let _ = writeln!(out, "<h2>{}</h2>", self.t("report-captures"));
        let slots = &self.pictures.slots;
        if slots.is_empty() {
            let _ = writeln!(out, "<p>{}</p>", self.t("report-nothing"));
            return;
        }
        let _ = write!(
            out,
            "<table><thead><tr><th>{}</th><th></th><th class=\"n\">{}</th><th class=\"n\">{}</th><th class=\"n\">{}</th></tr></thead><tbody>",
            self.t("report-from"),
            self.t("report-captured"),
            self.t("report-arrived"),
            self.t("report-waiting-then"),
        );
        let most = slots.iter().map(|slot| slot.captured).max().unwrap_or_default();
        for slot in slots {
            let time = if self.pictures.day.is_some() { slot.local.get(11..) } else { None };
            let time = time.map_or_else(|| slot.local.replace('T', " "), str::to_owned);
            let _ = write!(
                out,
                "<tr><th>{}</th>{}<td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                escaped(&time),
                bar(slot.captured, most),
                self.n(slot.captured),
                self.n(slot.arrived),
                self.n(slot.waiting),
            );
        }
        let arrived: u32 = slots.iter().map(|slot| slot.arrived).sum();
        let _ = writeln!(
            out,
            "</tbody><tfoot><tr><th>{}</th><td></td><td class=\"n\">{}</td><td class=\"n\">{}</td><td></td></tr></tfoot></table>",
            self.t("report-together"),
            self.n(self.pictures.captured),
            self.n(arrived),
        );
    }

    fn shares(&self, out: &mut String, head: &str, nobody: &str, shares: &[ShareView]) {
        if shares.is_empty() {
            return;
        }
        let _ = write!(out, "<h2>{}</h2>\n<table><tbody>", self.t(head));
        let most = shares.iter().map(|share| share.contacts).max().unwrap_or_default();
        for share in shares {
            let name = share.name.as_deref().map_or_else(|| self.t(nobody), escaped);
            let _ = write!(
                out,
                "<tr><th><bdi>{name}</bdi></th>{}<td class=\"n\">{}</td></tr>",
                bar(share.contacts, most),
                self.n(share.contacts),
            );
        }
        let all: u32 = shares.iter().map(|share| share.contacts).sum();
        let _ = writeln!(
            out,
            "</tbody><tfoot><tr><th>{}</th><td></td><td class=\"n\">{}</td></tr></tfoot></table>",
            self.t("report-together"),
            self.n(all),
        );
    }

    fn failures(&self, out: &mut String) {
        let _ = writeln!(out, "<h2>{}</h2>", self.t("report-failures"));
        if self.review.causes.is_empty() {
            let _ = writeln!(out, "<p>{}</p>", self.t("report-no-failures"));
            return;
        }
        out.push_str("<table><tbody>");
        for cause in &self.review.causes {
            self.line(out, cause.contacts, &cause.explanation.why, cause.explanation.next.as_ref());
        }
        let all: u32 = self.review.causes.iter().map(|cause| cause.contacts).sum();
        let _ = writeln!(
            out,
            "</tbody><tfoot><tr><td class=\"n\">{}</td><th>{}</th></tr></tfoot></table>",
            self.n(all),
            self.t("report-together"),
        );
    }

    fn to_come(&self, out: &mut String) {
        let _ = writeln!(
            out,
            "<h2>{}</h2>\n<p>{}</p>",
            self.t("report-to-come"),
            self.say(&self.closing.sentence)
        );
        let left = self.closing.left.iter().filter(|left| left.cause.is_none());
        let mut rows = String::new();
        for left in left {
            self.line(&mut rows, left.contacts, &left.why, left.next.as_ref());
        }
        if !rows.is_empty() {
            let _ = writeln!(out, "<table><tbody>{rows}</tbody></table>");
        }
    }

    fn line(&self, out: &mut String, contacts: u32, why: &Sentence, next: Option<&Sentence>) {
        let next =
            next.map(|next| format!(" <span class=\"soft\">{}</span>", self.say(next))).unwrap_or_default();
        let _ =
            write!(out, "<tr><td class=\"n\">{}</td><td>{}{next}</td></tr>", self.n(contacts), self.say(why));
    }

    fn answers(&self, out: &mut String, crm: &CrmView) {
        let name = escaped(&crm.name);
        let _ = writeln!(out, "<h2><bdi>{name}</bdi></h2>");
        let (Some(p50), Some(p95)) = (crm.p50, crm.p95) else {
            let _ = writeln!(out, "<p>{}</p>", self.t("report-not-asked"));
            return;
        };
        let said = Sentence::new("report-answers")
            .count("worked", u64::from(crm.worked))
            .count("count", u64::from(crm.requests))
            .text("usual", measured(p50.0, self.words))
            .text("slow", measured(p95.0, self.words));
        let _ = writeln!(out, "<p>{}</p>", self.say(&said));
        if let (Some(left), Some(of)) = (crm.budget_left, crm.budget) {
            let budget =
                Sentence::new("report-budget").count("left", u64::from(left)).count("count", u64::from(of));
            let _ = writeln!(out, "<p>{}</p>", self.say(&budget));
        }
        if !crm.failed.is_empty() {
            out.push_str("<table><tbody>");
            for failed in &crm.failed {
                self.line(out, failed.times, &failed.why, None);
            }
            out.push_str("</tbody></table>\n");
        }
    }
}

/// A bar of a table: how much of the most.
fn bar(part: u32, most: u32) -> String {
    let width = f64::from(part) * 100.0 / f64::from(most.max(1));
    format!("<td class=\"b\"><span style=\"width:{width:.1}%\"></span></td>")
}

/// A measured time, as the window says it: milliseconds of a short one, of a longer one tenths of a second.
fn measured(ms: u64, words: &Words) -> String {
    if ms < 100 {
        return format!("{ms} ms");
    }
    let (tenths, point) = ((ms + 50) / 100, if words.is_german() { ',' } else { '.' });
    format!("{}{point}{} s", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{escaped, measured};
    use crate::words::Words;
    use proptest::prelude::*;

    #[test]
    fn a_measured_time_is_as_exact_as_it_matters() {
        let (english, german) = (Words::english(), Words::german());
        let said = |ms| [measured(ms, &english), measured(ms, &german)];
        assert_eq!(said(8), ["8 ms", "8 ms"]);
        assert_eq!(said(449), ["0.4 s", "0,4 s"]);
        assert_eq!(said(1_960), ["2.0 s", "2,0 s"]);
    }

    #[test]
    fn what_html_would_act_on_is_text() {
        assert_eq!(escaped("<script>alert('x')</script>&\"").matches(['<', '>', '"', '\'']).count(), 0);
        assert_eq!(escaped("Müller & Söhne"), "Müller &amp; Söhne");
        assert_eq!(escaped("a\u{202E}b\0"), "a\u{FFFD}b\u{FFFD}");
    }

    proptest! {
        #[test]
        fn no_text_opens_a_tag_or_ends_a_value(text in "\\PC{0,40}|[<>&\"'a-z/= ]{0,40}") {
            let out = escaped(&text);
            prop_assert!(!out.contains(['<', '>', '"', '\'']));
        }
    }
}
