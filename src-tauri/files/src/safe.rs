//! Cells that a spreadsheet would run. A value that begins like a formula gets an apostrophe before it; one that begins with
//! apostrophes and then like a formula gets one more, so that taking one away gives back exactly what was there.
//! The signs are those of the OWASP advice on CSV injection, with their full-width kin.

const BEGIN_FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

fn would_run(value: &str) -> bool {
    value.trim_start_matches('\'').starts_with(BEGIN_FORMULAS)
}

/// A cell that no spreadsheet takes for a formula.
pub(crate) fn protected(value: &str) -> std::borrow::Cow<'_, str> {
    if would_run(value) { format!("'{value}").into() } else { value.into() }
}

/// What stood in a cell before it was protected.
pub(crate) fn unprotected(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(value) if would_run(value) => value,
        Some(_) | None => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_begins_like_a_formula_is_text_and_nothing_else_changes() {
        for value in ["=1+1", "+49 30 1", "-2", "@SUM(A1)", "\tx", "＝1", "'=1"] {
            assert_eq!(protected(value), format!("'{value}"));
        }
        for value in ["", "Ada", "'t Hooft", "a=b", "0049", "''"] {
            assert_eq!(protected(value), value);
        }
    }

    proptest! {
        #[test]
        fn taking_it_away_gives_back_what_was_there(value in "['=+@a -]{0,6}|\\PC{0,12}") {
            let cell = protected(&value).into_owned();
            prop_assert!(!cell.starts_with(BEGIN_FORMULAS));
            prop_assert_eq!(unprotected(&cell), value);
        }
    }
}
