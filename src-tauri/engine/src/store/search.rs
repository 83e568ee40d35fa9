//! The words of contacts: the index that holds no copy of the text and is renewed with each edit, and looking into it. What a
//! word is, the core says (`contact::searched`); which contacts come first, this file: those whose name begins with what was
//! typed, then their company, then the rest; the newest first within each.

use super::Result;
use lanyard_core::contact::Contact;
use lanyard_core::contact::searched::{Searched, Term, searched, terms};
use lanyard_core::ids::ContactId;
use rusqlite::{Connection, ToSql};
use std::collections::HashSet;

/// Renews a contact's words.
///
/// # Errors
/// As the store allows.
pub fn index(conn: &Connection, number: i64, contact: &Contact) -> Result<()> {
    forget(conn, number)?;
    add(conn, number, &words(contact))
}

/// The words of a contact.
pub(super) fn words(contact: &Contact) -> Searched {
    searched(contact)
}

/// Adds the words of a contact that has none yet.
pub(super) fn add(conn: &Connection, number: i64, words: &Searched) -> Result<()> {
    conn.prepare_cached("INSERT INTO contact_search (rowid, name, company, rest) VALUES (?1, ?2, ?3, ?4)")?
        .execute((number, &words.name, &words.company, &words.rest))?;
    Ok(())
}

/// Takes a contact's words out.
///
/// # Errors
/// As the store allows.
pub fn forget(conn: &Connection, number: i64) -> Result<()> {
    conn.prepare_cached("DELETE FROM contact_search WHERE rowid = ?1")?.execute([number])?;
    Ok(())
}

/// Fills an empty index with the words of all contacts that are here.
///
/// # Errors
/// As the store allows.
pub(super) fn renew(conn: &Connection) -> Result<()> {
    let mut statement = conn.prepare(
        "SELECT rowid_, id FROM contact WHERE deleted_at IS NULL AND merged_into IS NULL ORDER BY rowid_",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let contact = super::contacts::load(conn, &ContactId::new(row.get::<_, String>(1)?))?;
        add(conn, row.get(0)?, &words(&contact))?;
    }
    Ok(())
}

/// What a person looks for, in the index's own language; nothing typed can be mistaken for it.
pub(super) struct Query {
    /// Every contact in which all words occur.
    all: String,
    /// Some of these, those that come first in the first one; each holds the one before it.
    first: Vec<String>,
}

/// From so many letters on what is found is ranked; fewer are the beginning of too many words.
const RANKED_FROM: usize = 3;

/// A query for what a person types: every word must occur, the last one may be unfinished. None when there is no word in
/// it.
pub(super) fn query(typed: &str) -> Option<Query> {
    let terms = terms(typed);
    if terms.is_empty() {
        return None;
    }
    let all = matching(&terms);
    if terms.iter().map(Term::letters).max().unwrap_or(0) < RANKED_FROM {
        return Some(Query { all, first: Vec::new() });
    }
    let whole: Vec<Term> = terms.iter().map(|term| Term { unfinished: false, ..term.clone() }).collect();
    let first = vec![
        format!("{{name}} : ({})", matching(&whole)),
        format!("{{name}} : ({all})"),
        format!("{{name company}} : ({all})"),
    ];
    Some(Query { all, first })
}

fn matching(terms: &[Term]) -> String {
    let one = |term: &Term| {
        let begun = if term.unfinished { "*" } else { "" };
        let spellings: Vec<String> =
            term.spellings.iter().map(|spelling| format!("\"{spelling}\"{begun}")).collect();
        if spellings.len() == 1 { spellings.concat() } else { format!("({})", spellings.join(" OR ")) }
    };
    terms.iter().map(one).collect::<Vec<_>>().join(" AND ")
}

/// The contacts that a query finds among those of a filter, best first, as far as they were looked at.
pub(super) struct Best {
    /// The numbers of the page that was asked for.
    pub(super) page: Vec<i64>,
    /// How many there are, as far as was counted.
    pub(super) counted: u32,
    /// Whether there are more than that.
    pub(super) more: bool,
}

/// Among whom a query looks.
pub(super) struct Among<'a> {
    /// An index of `contact` that answers all of the filter by itself, where there is one: what is found lies all over the table, and
    /// each row of it would be a page to read and to decipher.
    pub(super) index: Option<&'static str>,
    /// Conditions on `contact`.
    pub(super) filter: &'a str,
    /// Their parameters.
    pub(super) with: &'a [(&'a str, &'a dyn ToSql)],
}

/// One page of the contacts that a query finds among some, best first; counted up to `beyond` more than the page's end. Each look
/// costs what it brings, however many contacts there are: nothing is counted or joined to the end, and a rank that is empty is found
/// empty by the wider one.
pub(super) fn page(
    conn: &Connection,
    query: &Query,
    among: &Among<'_>,
    (offset, limit): (u32, u32),
    beyond: u32,
) -> Result<Best> {
    let end = offset.saturating_add(limit);
    let most = end.saturating_add(beyond);
    let mut look = conn.prepare_cached(&among.sql())?;
    let mut find = |query: &str, limit: u32| -> Result<Vec<i64>> {
        let mut with = among.with.to_vec();
        with.extend([(":query", &query as &dyn ToSql), (":limit", &limit)]);
        let rows = look.query_map(with.as_slice(), |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    };
    let all = find(&query.all, most.saturating_add(1))?;
    let more = all.len() > most as usize;
    let counted = u32::try_from(all.len()).unwrap_or(u32::MAX).min(most);
    // The widest of them tells whether there is anything to rank at all.
    let widest = match query.first.last() {
        Some(widest) if !all.is_empty() => find(widest, end)?,
        Some(_) | None => Vec::new(),
    };
    let mut ranks: Vec<Vec<i64>> = Vec::new();
    if !widest.is_empty() {
        for (at, rank) in query.first.iter().enumerate() {
            if ranks.last().is_some_and(|before| before.len() >= end as usize) {
                break;
            }
            ranks.push(if at + 1 == query.first.len() { widest.clone() } else { find(rank, end)? });
        }
    }
    ranks.push(all);
    // A rank's newest hold all of the rank before it that are not older; those that are seen come before.
    let mut seen = HashSet::new();
    let best = ranks.into_iter().flatten().filter(|number| seen.insert(*number));
    Ok(Best { page: best.skip(offset as usize).take(limit as usize).collect(), counted, more })
}

impl Among<'_> {
    /// The numbers of those that `:query` finds, newest first, `:limit` at most.
    pub(super) fn sql(&self) -> String {
        let index = self.index.map(|index| format!("INDEXED BY {index}")).unwrap_or_default();
        let filter = self.filter;
        format!(
            "SELECT contact_search.rowid FROM contact_search JOIN contact {index} ON contact.rowid_ = contact_search.rowid
             WHERE contact_search MATCH :query AND {filter} ORDER BY contact_search.rowid DESC LIMIT :limit"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(typed: &str) -> Option<String> {
        query(typed).map(|query| query.all)
    }

    #[test]
    fn nothing_typed_is_the_indexes_own_language() {
        assert_eq!(all("jana lind").as_deref(), Some("\"jana\" AND \"lind\"*"));
        assert_eq!(all("a\" OR b NEAR(").as_deref(), Some("\"a\" AND \"or\" AND \"b\" AND \"near\"*"));
        assert_eq!(all(" * ^ \" "), None);
        assert_eq!(all("Müller").as_deref(), Some("(\"muller\"* OR \"mueller\"*)"));
        assert_eq!(all("山田").as_deref(), Some("\"山 田\""));
    }

    #[test]
    fn fewer_than_three_letters_are_not_ranked() {
        assert_eq!(query("ja").map(|query| query.first.len()), Some(0));
        assert_eq!(query("jan").map(|query| query.first.len()), Some(3));
    }
}
