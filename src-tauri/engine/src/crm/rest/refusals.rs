//! Refusals that name fields: messages under each field's name, or one detail for the whole.

use super::table::Errors;
use lanyard_core::crm::{AuthFault, Failure, FieldFault, RemoteField};
use serde_json::Value;

/// Whether the CRM itself speaks in this body.
pub(super) fn is_own(names: &Errors, value: &Value) -> bool {
    let Errors::Named { error, detail, .. } = names else { return false };
    let says_error = value.get(error).and_then(Value::as_bool) == Some(true);
    says_error || value.get(detail).is_some_and(Value::is_string)
}

/// A failure, refined by what the body says.
pub(super) fn refined(names: &Errors, value: &Value, failure: Failure) -> Failure {
    let Errors::Named { errors, detail, taken, no_sign_in, .. } = names else { return failure };
    let whole = value.get(detail).or_else(|| value.get(errors)).and_then(Value::as_str);
    match failure {
        Failure::Auth { fault: AuthFault::MissingScope }
            if whole.is_some_and(|words| no_sign_in.iter().any(|begin| words.starts_with(begin))) =>
        {
            Failure::Auth { fault: AuthFault::Revoked }
        }
        Failure::Invalid { .. } => {
            let faults = match value.get(errors).and_then(Value::as_object) {
                Some(fields) => fields.iter().flat_map(|(name, said)| of_field(name, said)).collect(),
                None => vec![FieldFault { field: None, message: whole.unwrap_or_default().to_owned() }],
            };
            // Only when nothing else is wrong: a value that is refused is refused again.
            match faults.as_slice() {
                [only] => key_taken(taken, only).unwrap_or(Failure::Invalid { fields: faults }),
                _ => Failure::Invalid { fields: faults },
            }
        }
        other => other,
    }
}

fn of_field(name: &str, said: &Value) -> Vec<FieldFault> {
    let fault =
        |message: &str| FieldFault { field: Some(RemoteField::new(name)), message: message.to_owned() };
    match said {
        Value::String(words) => vec![fault(words)],
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(fault).collect(),
        other => vec![fault(&other.to_string())],
    }
}

fn key_taken(taken: &[(&str, &str, lanyard_core::crm::ConflictOn)], fault: &FieldFault) -> Option<Failure> {
    let field = fault.field.as_ref()?.as_str();
    let row = taken.iter().find(|(name, words, _)| *name == field && fault.message.contains(words));
    row.map(|(_, _, on)| Failure::Conflict { on: *on, existing: None })
}
