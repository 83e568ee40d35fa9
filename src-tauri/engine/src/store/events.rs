//! This installation, its operators and events.

use super::{Result, settings};
use lanyard_core::contact::Region;
use lanyard_core::ids::{EventId, InstallationId, OperatorId};
use lanyard_core::time::Millis;
use rusqlite::{Connection, OptionalExtension};

/// An event as captures need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Its name.
    pub name: String,
    /// The region in which local phone numbers are read.
    pub region: Option<Region>,
    /// Whether it is the rehearsal's.
    pub rehearsal: bool,
    /// How long a card stays open.
    pub grace: Millis,
    /// Whether contacts of which only an ID is known are held.
    pub hold_unresolved: bool,
}

const CURRENT_EVENT: &str = "current_event";
const CURRENT_OPERATOR: &str = "current_operator";

/// This laptop's id; none before the first start was finished.
///
/// # Errors
/// As the store allows.
pub fn installation(conn: &Connection) -> Result<Option<InstallationId>> {
    let id: Option<String> =
        conn.query_row("SELECT id FROM installation WHERE mine = 1", [], |row| row.get(0)).optional()?;
    Ok(id.map(InstallationId::new))
}

/// Makes this laptop's row.
///
/// # Errors
/// As the store allows.
pub fn add_installation(conn: &Connection, id: &InstallationId, name: &str) -> Result<()> {
    conn.execute(
        "INSERT INTO installation (id, name, epoch, mine) VALUES (?1, ?2, 0, 1)",
        (id.as_str(), name),
    )?;
    Ok(())
}

/// Makes this laptop another installation of the same lineage, one epoch later: the store was restored or copied (rule 20).
///
/// # Errors
/// As the store allows.
pub fn begin_anew(conn: &Connection, id: &InstallationId) -> Result<()> {
    let Some(old) = installation(conn)? else { return Ok(()) };
    conn.execute("UPDATE installation SET mine = 0 WHERE mine = 1", [])?;
    conn.execute(
        "INSERT INTO installation (id, name, epoch, mine)
         SELECT ?1, name, (SELECT max(epoch) + 1 FROM installation), 1 FROM installation WHERE id = ?2",
        (id.as_str(), old.as_str()),
    )?;
    Ok(())
}

/// Adds a person and makes them the one who captures.
///
/// # Errors
/// As the store allows.
pub fn add_operator(conn: &Connection, id: &OperatorId, name: &str) -> Result<()> {
    conn.execute("INSERT INTO operator (id, name, role) VALUES (?1, ?2, 'rep')", (id.as_str(), name))?;
    settings::put(conn, CURRENT_OPERATOR, id)
}

/// Who captures.
///
/// # Errors
/// As the store allows.
pub fn operator(conn: &Connection) -> Result<Option<(OperatorId, String)>> {
    let Some(id) = settings::get::<OperatorId>(conn, CURRENT_OPERATOR)? else { return Ok(None) };
    let name: Option<String> = conn
        .prepare_cached("SELECT name FROM operator WHERE id = ?1")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    Ok(name.map(|name| (id, name)))
}

/// The operator of that name, if there is one.
///
/// # Errors
/// As the store allows.
pub fn choose_operator(conn: &Connection, name: &str) -> Result<bool> {
    let id: Option<String> =
        conn.query_row("SELECT id FROM operator WHERE name = ?1", [name], |row| row.get(0)).optional()?;
    match id {
        Some(id) => settings::put(conn, CURRENT_OPERATOR, &OperatorId::new(id)).map(|()| true),
        None => Ok(false),
    }
}

/// Adds an event and captures into it.
///
/// # Errors
/// As the store allows.
pub fn add_event(conn: &Connection, event: &Event) -> Result<()> {
    conn.execute(
        "INSERT INTO event (id, name, region, rehearsal, grace_ms, hold_unresolved) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (
            event.id.as_str(),
            &event.name,
            event.region.as_ref().map(Region::as_str),
            event.rehearsal,
            event.grace.0,
            event.hold_unresolved,
        ),
    )?;
    settings::put(conn, CURRENT_EVENT, &event.id)
}

/// Changes what a person may change of an event.
///
/// # Errors
/// As the store allows.
pub fn change_event(conn: &Connection, event: &Event) -> Result<()> {
    conn.execute(
        "UPDATE event SET name = ?2, region = ?3, grace_ms = ?4 WHERE id = ?1",
        (event.id.as_str(), &event.name, event.region.as_ref().map(Region::as_str), event.grace.0),
    )?;
    Ok(())
}

/// The event captured into.
///
/// # Errors
/// As the store allows.
pub fn current(conn: &Connection) -> Result<Option<Event>> {
    match settings::get::<EventId>(conn, CURRENT_EVENT)? {
        Some(id) => event(conn, &id),
        None => Ok(None),
    }
}

/// An event.
///
/// # Errors
/// As the store allows.
pub fn event(conn: &Connection, id: &EventId) -> Result<Option<Event>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, name, region, rehearsal, grace_ms, hold_unresolved FROM event WHERE id = ?1",
    )?;
    let found = statement
        .query_row([id.as_str()], |row| {
            Ok(Event {
                id: EventId::new(row.get::<_, String>(0)?),
                name: row.get(1)?,
                region: row.get::<_, Option<String>>(2)?.and_then(|code| Region::parse(&code)),
                rehearsal: row.get(3)?,
                grace: Millis(row.get(4)?),
                hold_unresolved: row.get(5)?,
            })
        })
        .optional()?;
    Ok(found)
}
