//! The panel of a desktop, as far as a tray needs one: it takes items of the StatusNotifierItem protocol, reads what they show, and
//! chooses from their menus as a hand would.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use zbus::blocking::{Connection, Proxy, connection, proxy};
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedValue, Value};

use super::Trouble;
use super::laptop::Room;
use super::patience::Patience;

const ITEM: &str = "/StatusNotifierItem";
const MENU: &str = "/MenuBar";

/// A menu and all that hangs below it, as `com.canonical.dbusmenu` sends it.
type Layout = (u32, (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>));

/// A panel that runs until it is dropped.
#[derive(Debug)]
pub struct Panel {
    connection: Connection,
    came: Mutex<Receiver<String>>,
}

/// One item of the tray.
#[derive(Debug)]
pub struct Item<'a> {
    item: Proxy<'a>,
    menu: Proxy<'a>,
}

/// What stands on the bus for the apps.
struct Watcher(Mutex<Sender<String>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).send(service);
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

impl Panel {
    pub(super) fn start(room: &Room) -> Result<Self, Trouble> {
        let (tell, came) = channel();
        let connection = connection::Builder::address(room.bus_address().as_str())?
            .serve_at("/StatusNotifierWatcher", Watcher(Mutex::new(tell)))?
            .name("org.kde.StatusNotifierWatcher")?
            .build()?;
        Ok(Self { connection, came: Mutex::new(came) })
    }

    /// The next app that puts itself there.
    ///
    /// # Errors
    /// None does for as long as anything in a story may take.
    pub fn item(&self) -> Result<Item<'_>, Trouble> {
        let came = self.came.lock().unwrap_or_else(PoisonError::into_inner);
        let service = Patience::USUAL.wait("an app in the tray", || Ok(came.try_recv().ok()))?;
        // Asked each time: an item tells of changes by signals of its own, of which the proxy's memory knows nothing.
        let item = proxy::Builder::new(&self.connection)
            .destination(service.clone())?
            .path(ITEM)?
            .interface("org.kde.StatusNotifierItem")?
            .cache_properties(CacheProperties::No)
            .build()?;
        let menu = Proxy::new(&self.connection, service, MENU, "com.canonical.dbusmenu")?;
        Ok(Item { item, menu })
    }
}

impl Item<'_> {
    /// One word that the item says of itself: `Title`, `Status`.
    ///
    /// # Errors
    /// The app is gone or has no such property.
    pub fn says(&self, property: &str) -> Result<String, Trouble> {
        Ok(self.item.get_property(property)?)
    }

    /// Each line of the menu in words, from above.
    ///
    /// # Errors
    /// The app is gone.
    pub fn menu(&self) -> Result<Vec<String>, Trouble> {
        Ok(self.lines()?.into_iter().map(|(_, label)| label).collect())
    }

    /// Chooses a line of the menu.
    ///
    /// # Errors
    /// There is no such line, or the app is gone.
    pub fn choose(&self, label: &str) -> Result<(), Trouble> {
        let lines = self.lines()?;
        let line = lines.iter().find(|(_, said)| said == label);
        let (id, _) = line.ok_or_else(|| format!("no \"{label}\" in the tray: {lines:?}"))?;
        self.menu.call::<_, _, ()>("Event", &(id, "clicked", Value::from(0_i32), 0_u32))?;
        Ok(())
    }

    fn lines(&self) -> Result<Vec<(i32, String)>, Trouble> {
        let all: [&str; 0] = [];
        let (_, (_, _, lines)): Layout = self.menu.call("GetLayout", &(0_i32, -1_i32, &all[..]))?;
        let mut found = Vec::new();
        for line in lines {
            let (id, mut said, _): (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>) = line.try_into()?;
            if let Some(label) = said.remove("label") {
                found.push((id, String::try_from(label)?));
            }
        }
        Ok(found)
    }
}
