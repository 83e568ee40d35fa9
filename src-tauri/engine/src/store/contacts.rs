//! Contacts and their edits. A contact's newest state is read from its edits; nothing else holds a value.

use super::{Result, from_word, word};
use lanyard_core::contact::{
    Contact, Field, FieldValue, Origin, Part, Problem, display_name, normalise::email_key,
};
use lanyard_core::ids::{ContactId, EventId, InstallationId, ProposalId};
use lanyard_core::sync::Wanted;
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension, Row};

/// A contact's row.
#[derive(Debug, Clone)]
pub struct Head {
    /// Its id.
    pub id: ContactId,
    /// Its number in the search index.
    pub number: i64,
    /// Where it was captured.
    pub event: Option<EventId>,
    /// When it was first captured; shown only.
    pub created_at: WallMs,
    /// Its newest edit.
    pub edit_seq: u64,
    /// Whether it was deleted here.
    pub deleted: bool,
}

/// One value to be written as an edit.
#[derive(Clone)]
pub struct Edit {
    /// Which field.
    pub field: Field,
    /// Which of several.
    pub part: Part,
    /// The value; none removes it.
    pub value: Option<String>,
    /// As read or typed, when different.
    pub raw: Option<String>,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    /// Where it comes from.
    pub origin: Origin,
}

impl std::fmt::Debug for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Edit({} from {:?})", self.field.key(), self.origin)
    }
}

/// Makes a contact without values.
///
/// # Errors
/// As the store allows.
pub fn insert(
    conn: &Connection,
    id: &ContactId,
    event: &EventId,
    installation: &InstallationId,
    at: WallMs,
) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO contact (id, event_id, event_number, installation_id, created_at, edit_seq)
         VALUES (?1, ?2, (SELECT number FROM event WHERE id = ?2), ?3, ?4, 0)",
    )?
    .execute((id.as_str(), event.as_str(), installation.as_str(), at.0))?;
    Ok(())
}

/// Appends edits under the next number, and renews what is looked up by. Returns that number.
///
/// # Errors
/// As the store allows.
pub fn edit(
    conn: &Connection,
    id: &ContactId,
    installation: &InstallationId,
    edits: &[Edit],
    at: WallMs,
) -> Result<u64> {
    edit_from(conn, id, installation, edits, None, at)
}

/// As [`edit`], naming what the values come from: another contact, or a proposal, by which they are found again.
///
/// # Errors
/// As the store allows.
pub fn edit_from(
    conn: &Connection,
    id: &ContactId,
    installation: &InstallationId,
    edits: &[Edit],
    from: Option<&str>,
    at: WallMs,
) -> Result<u64> {
    let (number, seq): (i64, u64) = conn
        .prepare_cached(
            "UPDATE contact SET edit_seq = edit_seq + 1 WHERE id = ?1 RETURNING rowid_, edit_seq",
        )?
        .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO field_edit (contact_id, field, part, installation_id, seq, value, raw, problem, origin,
                                 origin_id, at_wall)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for edit in edits {
        let problem = edit.problem.map(|problem| word(&problem)).transpose()?;
        insert.execute((
            id.as_str(),
            edit.field.key(),
            edit.part.as_str(),
            installation.as_str(),
            seq,
            &edit.value,
            &edit.raw,
            problem,
            word(&edit.origin)?,
            from,
            at.0,
        ))?;
    }
    let contact = load(conn, id)?;
    let email = contact.text(Field::Email).map(email_key);
    let shown = display_name(&contact);
    let key = shown.as_deref().map(lanyard_core::contact::name::name_key);
    let order = shown.as_deref().map(lanyard_core::contact::name::fold);
    conn.prepare_cached("UPDATE contact SET email_key = ?2, name_key = ?3, name_order = ?4 WHERE id = ?1")?
        .execute((id.as_str(), email, key, order))?;
    super::search::index(conn, number, &contact)?;
    Ok(seq)
}

/// A contact's newest state.
///
/// # Errors
/// As the store allows.
pub fn load(conn: &Connection, id: &ContactId) -> Result<Contact> {
    let mut statement = conn.prepare_cached(
        "SELECT field, part, value, raw, problem, origin, seq FROM field_edit WHERE contact_id = ?1
         ORDER BY seq, installation_id",
    )?;
    let mut rows = statement.query([id.as_str()])?;
    let mut contact = Contact::default();
    while let Some(row) = rows.next()? {
        if let Some((key, value)) = value_of(row)? {
            contact.fields.insert(key, value);
        }
    }
    Ok(contact)
}

/// Every edit of a contact in its order, with what it set.
///
/// # Errors
/// As the store allows.
pub fn edits(conn: &Connection, id: &ContactId) -> Result<Vec<((Field, Part), FieldValue)>> {
    let mut statement = conn.prepare_cached(
        "SELECT field, part, value, raw, problem, origin, seq FROM field_edit WHERE contact_id = ?1
         ORDER BY seq, installation_id",
    )?;
    let mut rows = statement.query([id.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some((key, value)) = value_of(row)? {
            found.push((key, value));
        }
    }
    Ok(found)
}

/// Which values a proposal wrote, and by which edits.
///
/// # Errors
/// As the store allows.
pub fn written_by(
    conn: &Connection,
    id: &ContactId,
    proposal: &ProposalId,
) -> Result<Vec<((Field, Part), u64)>> {
    let mut statement = conn
        .prepare_cached("SELECT field, part, seq FROM field_edit WHERE contact_id = ?1 AND origin_id = ?2")?;
    let mut rows = statement.query((id.as_str(), proposal.as_str()))?;
    let mut written = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(field) = Field::by_key(&row.get::<_, String>(0)?) {
            written.push(((field, Part::member(row.get::<_, String>(1)?)), row.get(2)?));
        }
    }
    Ok(written)
}

/// A contact as edits make it that are not written yet.
#[must_use]
pub fn of_edits(edits: &[Edit]) -> Contact {
    let mut contact = Contact::default();
    for edit in edits {
        let value = FieldValue {
            value: edit.value.clone().unwrap_or_default(),
            raw: None,
            problem: edit.problem,
            origin: edit.origin,
            seq: 1,
        };
        contact.fields.insert((edit.field, edit.part.clone()), value);
    }
    contact
}

/// An edit's row; none for a field that this version does not know (it is kept).
fn value_of(row: &Row<'_>) -> Result<Option<((Field, Part), FieldValue)>> {
    let Some(field) = Field::by_key(&row.get::<_, String>(0)?) else { return Ok(None) };
    let part = Part::member(row.get::<_, String>(1)?);
    let problem: Option<String> = row.get(4)?;
    let value = FieldValue {
        value: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
        raw: row.get(3)?,
        problem: problem.map(|text| from_word("problem", &text)).transpose()?,
        origin: from_word("origin", &row.get::<_, String>(5)?)?,
        seq: row.get(6)?,
    };
    Ok(Some(((field, part), value)))
}

/// One edit, for the timeline.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its number: fields changed together share it.
    pub seq: u64,
    /// Which field.
    pub field: Field,
    /// Which of several.
    pub part: Part,
    /// Where the value came from.
    pub origin: Origin,
    /// When.
    pub at: WallMs,
}

/// Edits in their order.
///
/// # Errors
/// As the store allows.
pub fn history(conn: &Connection, id: &ContactId) -> Result<Vec<Change>> {
    let mut statement = conn.prepare_cached(
        "SELECT seq, field, origin, at_wall, part FROM field_edit WHERE contact_id = ?1 ORDER BY seq, field, part",
    )?;
    let mut rows = statement.query([id.as_str()])?;
    let mut edits = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(field) = Field::by_key(&row.get::<_, String>(1)?) {
            let origin = from_word("origin", &row.get::<_, String>(2)?)?;
            let part = Part::member(row.get::<_, String>(4)?);
            edits.push(Change { seq: row.get(0)?, field, part, origin, at: WallMs(row.get(3)?) });
        }
    }
    Ok(edits)
}

/// A contact's row.
///
/// # Errors
/// As the store allows.
pub fn head(conn: &Connection, id: &ContactId) -> Result<Option<Head>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, rowid_, event_id, created_at, edit_seq, deleted_at IS NOT NULL OR merged_into IS NOT NULL
         FROM contact WHERE id = ?1",
    )?;
    let found = statement
        .query_row([id.as_str()], |row| {
            Ok(Head {
                id: ContactId::new(row.get::<_, String>(0)?),
                number: row.get(1)?,
                event: row.get::<_, Option<String>>(2)?.map(EventId::new),
                created_at: WallMs(row.get(3)?),
                edit_seq: row.get(4)?,
                deleted: row.get(5)?,
            })
        })
        .optional()?;
    Ok(found)
}

/// What sync needs of a contact's row.
#[derive(Debug, Clone, Copy)]
pub struct ForSync {
    /// Its newest edit.
    pub seq: u64,
    /// Whether its event holds contacts of which only an ID is known.
    pub hold_unresolved: bool,
    /// Whether its event sends nothing before a yes.
    pub hold_consent: bool,
    /// Whether it is to be in the CRMs at all.
    pub wanted: Wanted,
    /// Whether it was erased here: what it has there is no affair of ours any more.
    pub erased: bool,
}

/// What sync needs of a contact's row.
///
/// # Errors
/// As the store allows.
pub fn for_sync(conn: &Connection, id: &ContactId) -> Result<Option<ForSync>> {
    let found = conn
        .prepare_cached(
            "SELECT contact.edit_seq, coalesce(event.hold_unresolved, 0), contact.deleted_at IS NOT NULL OR contact.merged_into IS NOT NULL,
               contact.destroy, contact.erased_at IS NOT NULL, coalesce(event.hold_consent, 0)
             FROM contact LEFT JOIN event ON event.id = contact.event_id WHERE contact.id = ?1",
        )?
        .query_row([id.as_str()], |row| {
            let wanted = match (row.get(2)?, row.get(3)?) {
                (false, _) => Wanted::Here,
                (true, false) => Wanted::Gone,
                (true, true) => Wanted::Destroyed,
            };
            let (hold_unresolved, hold_consent) = (row.get(1)?, row.get(5)?);
            Ok(ForSync { seq: row.get(0)?, hold_unresolved, hold_consent, wanted, erased: row.get(4)? })
        })
        .optional()?;
    Ok(found)
}

/// Notes that a deleted contact's records are to go whoever made them: a manager's own act (rule 10).
///
/// # Errors
/// As the store allows.
pub fn destroy(conn: &Connection, id: &ContactId) -> Result<()> {
    conn.prepare_cached("UPDATE contact SET destroy = 1 WHERE id = ?1")?.execute([id.as_str()])?;
    Ok(())
}

/// Marks a contact as deleted here; its edits stay.
///
/// # Errors
/// As the store allows.
pub fn delete(conn: &Connection, id: &ContactId, at: WallMs) -> Result<()> {
    let number: i64 = conn
        .prepare_cached("UPDATE contact SET deleted_at = ?2 WHERE id = ?1 RETURNING rowid_")?
        .query_row((id.as_str(), at.0), |row| row.get(0))?;
    super::search::forget(conn, number)
}

/// Takes a deletion back; whether there was one to take back. What was erased or merged stays so.
///
/// # Errors
/// As the store allows.
pub fn restore(conn: &Connection, id: &ContactId) -> Result<bool> {
    let sql = "UPDATE contact SET deleted_at = NULL, destroy = 0
               WHERE id = ?1 AND deleted_at IS NOT NULL AND erased_at IS NULL AND merged_into IS NULL RETURNING rowid_";
    let number: Option<i64> =
        conn.prepare_cached(sql)?.query_row([id.as_str()], |row| row.get(0)).optional()?;
    if let Some(number) = number {
        super::search::index(conn, number, &load(conn, id)?)?;
    }
    Ok(number.is_some())
}

/// Living contacts of an event with this e-mail, oldest first, but not `except`.
///
/// # Errors
/// As the store allows.
pub fn with_email(
    conn: &Connection,
    event: &EventId,
    email: &str,
    except: &ContactId,
) -> Result<Vec<ContactId>> {
    let mut statement = conn.prepare_cached(
        "SELECT id FROM contact WHERE email_key = ?1 AND event_id = ?2 AND id <> ?3 AND deleted_at IS NULL
         AND merged_into IS NULL ORDER BY rowid_ LIMIT 5",
    )?;
    let rows = statement
        .query_map((email_key(email), event.as_str(), except.as_str()), |row| row.get::<_, String>(0))?;
    let mut ids = Vec::new();
    for id in rows {
        ids.push(ContactId::new(id?));
    }
    Ok(ids)
}

/// The living contact of an event that has this badge ID, or stands for one that has it.
///
/// # Errors
/// As the store allows.
pub fn with_badge(conn: &Connection, event: &EventId, badge_id: &str) -> Result<Option<ContactId>> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT contact.id, contact.rowid_ FROM field_edit edit JOIN contact ON contact.id = edit.contact_id
         WHERE edit.field = 'badge_id' AND edit.value = ?2 AND contact.event_id = ?1 AND contact.deleted_at IS NULL
         ORDER BY contact.rowid_",
    )?;
    let mut rows = statement.query((event.as_str(), badge_id))?;
    while let Some(row) = rows.next()? {
        let id = ContactId::new(row.get::<_, String>(0)?);
        // Which value is the newest, the edits say together.
        if load(conn, &id)?.text(Field::BadgeId).is_some_and(|found| found == badge_id)
            && let Some(living) = super::merges::standing_for(conn, &id)?
        {
            return Ok(Some(living));
        }
    }
    Ok(None)
}
