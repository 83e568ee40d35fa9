//! A run told in words, for whoever reads why a rule was broken.

use super::World;
use crate::crm::Effect;
use crate::outbox::Outbox;
use lanyard_core::crm::{ItemAnswer, RemoteRecord};

impl<O: Outbox + Clone> World<'_, O> {
    pub(super) fn say(&mut self, words: impl FnOnce(&Self) -> String) {
        if self.traced {
            let words = words(self);
            if words.is_empty() {
                return;
            }
            let line = format!("{:>9.3} s  {}", self.now as f64 / 1000.0, words);
            self.outcome.trace.push(line);
        }
    }

    pub(super) fn say_states(&mut self, nth: usize) {
        if !self.traced {
            return;
        }
        let mut words = Vec::new();
        self.laptops[nth].outbox.each(|delivery, live| {
            let bound = delivery.binding.as_ref().map_or("-", |binding| binding.remote_id.as_str());
            let part = delivery.part.stored();
            let intent = format!("{:?}", delivery.intent).to_lowercase();
            let living = if live { "" } else { " (over)" };
            words.push(format!("{} {part} {intent} {} {bound}{living}", delivery.id, delivery.state.name()));
        });
        let words = words.join("; ");
        if self.shown[nth] != words {
            self.say(|_| format!("    laptop {nth}: {words}"));
            self.shown[nth] = words;
        }
    }
}

pub(super) fn told(effect: &Effect) -> String {
    use crate::crm::Effect;
    match effect {
        Effect::Made { rec, by } => format!("{by} made r{rec}"),
        Effect::Put { rec, by, field, was, asked, .. } => {
            format!("{by} set {} of r{rec} from {was:?} to {asked:?}", crate::schedule::FIELDS[*field])
        }
        Effect::Marked { rec, by, was, .. } => format!("{by} marked r{rec}, which carried {was:?}"),
        Effect::Deleted { rec, by } => format!("{by} deleted r{rec}"),
        Effect::Noted { by } => format!("{by} made a note"),
    }
}

pub(super) fn shown(item: &lanyard_core::crm::ItemAnswer) -> String {
    let record = |record: &RemoteRecord| {
        let values: Vec<String> =
            record.fields.iter().map(|(field, value)| format!("{}={value}", field.as_str())).collect();
        let bin = if record.archived { " in the bin" } else { "" };
        let version = record.version.as_ref().map_or(String::new(), |version| format!(" v{}", version.0));
        format!(
            "{}{version}{bin} {:?} {}",
            record.id,
            record.marker.as_deref().unwrap_or("-"),
            values.join(" ")
        )
    };
    match item {
        ItemAnswer::Found(records) => records.iter().map(record).collect::<Vec<_>>().join(" | "),
        ItemAnswer::Written(it) => format!("written {}", record(it)),
        ItemAnswer::Accepted(id) => format!("accepted {id}"),
        ItemAnswer::Failed(failure) => format!("{failure:?}"),
    }
}
