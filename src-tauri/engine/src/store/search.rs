//! The words of contacts: the index that holds no copy of the text and is renewed with each edit, and looking into it. What a
//! word is, the core says (`contact::searched`); which contacts come first, this file: those whose name begins with what was
//! typed, then their company, then the rest; the newest first within each.

use super::Result;
use lanyard_core::contact::Contact;
use lanyard_core::contact::searched::{Searched, Term, searched, terms};
use lanyard_core::ids::ContactId;
use rusqlite::{Connection, ToSql};

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
    pub(super) all: String,
    /// The same contacts, those that come first in the first one; each contact in one of them.
    pub(super) ranks: Vec<String>,
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
        return Some(Query { ranks: vec![all.clone()], all });
    }
    let whole: Vec<Term> = terms.iter().map(|term| Term { unfinished: false, ..term.clone() }).collect();
    let tiers = [
        format!("{{name}} : ({})", matching(&whole)),
        format!("{{name}} : ({all})"),
        format!("{{name company}} : ({all})"),
        all.clone(),
    ];
    let mut ranks = Vec::with_capacity(tiers.len());
    let mut before: Option<&String> = None;
    for tier in &tiers {
        // Each tier holds the one before it.
        ranks.push(before.map_or_else(|| tier.clone(), |before| format!("({tier}) NOT ({before})")));
        before = Some(tier);
    }
    Some(Query { all, ranks })
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

/// One page of the contacts that a query finds among those of `filter` (conditions on `contact`, whose parameters are `with`), best
/// first.
pub(super) fn page(
    conn: &Connection,
    query: &Query,
    filter: &str,
    with: &[(&str, &dyn ToSql)],
    (mut offset, mut limit): (u32, u32),
) -> Result<Vec<ContactId>> {
    let mut ids = Vec::new();
    let sql = |what: &str, rest: &str| {
        format!(
            "SELECT {what} FROM contact_search JOIN contact ON contact.rowid_ = contact_search.rowid
             WHERE contact_search MATCH :query AND {filter} {rest}"
        )
    };
    let mut page = conn.prepare_cached(&sql(
        "contact.id",
        "ORDER BY contact_search.rowid DESC LIMIT :limit OFFSET :offset",
    ))?;
    for rank in &query.ranks {
        if limit == 0 {
            break;
        }
        let found = {
            let mut with = with.to_vec();
            with.extend([(":query", rank as &dyn ToSql), (":limit", &limit), (":offset", &offset)]);
            let rows = page.query_map(with.as_slice(), |row| row.get::<_, String>(0))?;
            rows.collect::<rusqlite::Result<Vec<String>>>()?
        };
        let here = u32::try_from(found.len()).unwrap_or(u32::MAX);
        limit = limit.saturating_sub(here);
        if here == 0 && offset > 0 {
            // Passed over altogether, or in part: what is left to pass over lies in the next ranks.
            let mut with = with.to_vec();
            with.push((":query", rank as &dyn ToSql));
            let passed: u32 =
                conn.prepare_cached(&sql("count(*)", ""))?.query_row(with.as_slice(), |row| row.get(0))?;
            offset = offset.saturating_sub(passed);
        } else {
            offset = 0;
        }
        ids.extend(found.into_iter().map(ContactId::new));
    }
    Ok(ids)
}

/// How many contacts of `filter` a query finds.
pub(super) fn count(
    conn: &Connection,
    query: &Query,
    filter: &str,
    with: &[(&str, &dyn ToSql)],
) -> Result<u32> {
    let mut with = with.to_vec();
    with.push((":query", &query.all));
    Ok(conn
        .prepare_cached(&format!(
            "SELECT count(*) FROM contact_search JOIN contact ON contact.rowid_ = contact_search.rowid
             WHERE contact_search MATCH :query AND {filter}"
        ))?
        .query_row(with.as_slice(), |row| row.get(0))?)
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
        assert_eq!(query("ja").map(|query| query.ranks.len()), Some(1));
        assert_eq!(query("jan").map(|query| query.ranks.len()), Some(4));
    }
}
