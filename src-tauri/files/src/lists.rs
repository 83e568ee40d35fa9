//! Several values in one cell: `vip; press`. A member that holds a separator or a quotation mark is put between quotation
//! marks, doubled within, so that what is joined comes apart again exactly.

/// What stands between members that are joined.
const BETWEEN: &str = "; ";

/// Whatever separates members in files of others.
const SEPARATORS: [char; 5] = [';', ',', '|', '\n', '\r'];

/// Joins members into one cell.
pub(crate) fn join<'a>(members: impl Iterator<Item = &'a str>) -> String {
    let mut cell = String::new();
    for member in members {
        if !cell.is_empty() {
            cell.push_str(BETWEEN);
        }
        if member.contains(SEPARATORS) || member.contains('"') || member.trim() != member {
            cell.push('"');
            cell.push_str(&member.replace('"', "\"\""));
            cell.push('"');
        } else {
            cell.push_str(member);
        }
    }
    cell
}

/// Takes a cell apart; empty members are left out.
pub(crate) fn split(cell: &str) -> Vec<String> {
    let mut members = Vec::new();
    let mut rest = cell;
    while !rest.is_empty() {
        let start = rest.trim_start();
        if let Some((member, after)) = quoted(start) {
            members.push(member);
            rest = after;
            continue;
        }
        let end = rest.find(SEPARATORS).unwrap_or(rest.len());
        let member = rest[..end].trim();
        if !member.is_empty() {
            members.push(member.to_owned());
        }
        rest = rest[end..].get(1..).unwrap_or_default();
    }
    members
}

/// A member between quotation marks, and what follows its separator; none when the marks belong to the value.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut member = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        member.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                member.push('"');
                rest = after;
            }
            None => {
                let after = after.trim_start_matches([' ', '\t']);
                if after.is_empty() {
                    return Some((member, ""));
                }
                return after.strip_prefix(SEPARATORS).map(|after| (member, after));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn members_come_apart_at_what_people_write_between_them() {
        assert_eq!(split("vip, press;hall 4\nnew|"), ["vip", "press", "hall 4", "new"]);
        assert_eq!(split("\"a, b\"; \"say \"\"hi\"\"\""), ["a, b", "say \"hi\""]);
        assert_eq!(
            split("\"jane roe\"@example.com; x@example.com"),
            ["\"jane roe\"@example.com", "x@example.com"]
        );
        assert_eq!(split(" ; ,"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn what_is_joined_comes_apart_as_it_was(members in proptest::collection::vec("[a-c;,|\"\n é]{1,8}", 0..5)) {
            prop_assert_eq!(split(&join(members.iter().map(String::as_str))), members);
        }

        #[test]
        fn no_cell_makes_it_fail(cell in any::<String>()) {
            split(&cell);
        }
    }
}
