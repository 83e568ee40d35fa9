//! The switches of WebKitGTK that its Rust bindings do not have (`WebKitFeature`, since WebKitGTK 2.42). The one crate
//! of the app with `unsafe` in it, so that no other needs any. Which switch is turned, and when, is decided by who calls.
//!
//! What is called is looked up when it is called: with an older WebKitGTK the app starts all the same, and no switch is there.
#![cfg(target_os = "linux")]

use std::ffi::{CStr, c_char, c_int, c_void};

use webkit2gtk::Settings;
use webkit2gtk::glib::object::ObjectType;

type All = unsafe extern "C" fn() -> *mut c_void;
type Length = unsafe extern "C" fn(list: *mut c_void) -> usize;
type At = unsafe extern "C" fn(list: *mut c_void, at: usize) -> *mut c_void;
type Identifier = unsafe extern "C" fn(feature: *mut c_void) -> *const c_char;
type Switch = unsafe extern "C" fn(settings: *mut c_void, feature: *mut c_void, on: c_int);
type Unref = unsafe extern "C" fn(list: *mut c_void);

/// Switches a feature of the page off; answers whether this WebKitGTK has it. `feature` is its identifier, as
/// `webkit_feature_get_identifier` says it. Counts for what is laid out from then on.
#[must_use]
pub fn switch_off(settings: &Settings, feature: &str) -> bool {
    let Some(switches) = Switches::found() else { return false };
    let Some(at) = switches.place_of(feature) else { return false };
    // SAFETY: `at` is below the length of this very list, which lives until `switches` is dropped.
    let found = unsafe { (switches.at)(switches.list, at) };
    // SAFETY: the settings are alive while they are borrowed, `found` while its list is.
    unsafe { (switches.switch)(settings.as_ptr().cast(), found, 0) };
    true
}

/// Whether this WebKitGTK has a feature of this identifier.
#[must_use]
pub fn has(feature: &str) -> bool {
    Switches::found().is_some_and(|switches| switches.place_of(feature).is_some())
}

/// All the features there are, and what is asked of them.
struct Switches {
    /// Ours until it is dropped, and never null.
    list: *mut c_void,
    length: Length,
    at: At,
    identifier: Identifier,
    switch: Switch,
    unref: Unref,
}

impl Switches {
    fn found() -> Option<Self> {
        let all = named(c"webkit_settings_get_all_features")?;
        // SAFETY: the types are those of the header `WebKitFeature.h` and of `WebKitSettings.h`, unchanged since 2.42.
        let all = unsafe { std::mem::transmute::<*mut c_void, All>(all) };
        let length = named(c"webkit_feature_list_get_length")?;
        // SAFETY: as above.
        let length = unsafe { std::mem::transmute::<*mut c_void, Length>(length) };
        let at = named(c"webkit_feature_list_get")?;
        // SAFETY: as above.
        let at = unsafe { std::mem::transmute::<*mut c_void, At>(at) };
        let identifier = named(c"webkit_feature_get_identifier")?;
        // SAFETY: as above.
        let identifier = unsafe { std::mem::transmute::<*mut c_void, Identifier>(identifier) };
        let switch = named(c"webkit_settings_set_feature_enabled")?;
        // SAFETY: as above.
        let switch = unsafe { std::mem::transmute::<*mut c_void, Switch>(switch) };
        let unref = named(c"webkit_feature_list_unref")?;
        // SAFETY: as above.
        let unref = unsafe { std::mem::transmute::<*mut c_void, Unref>(unref) };
        // SAFETY: it takes nothing, and gives a list that its caller owns.
        let list = unsafe { all() };
        (!list.is_null()).then_some(Self { list, length, at, identifier, switch, unref })
    }

    fn place_of(&self, feature: &str) -> Option<usize> {
        // SAFETY: the list is alive.
        let length = unsafe { (self.length)(self.list) };
        (0..length).find(|at| self.name_at(*at).is_some_and(|name| name.to_bytes() == feature.as_bytes()))
    }

    /// What the feature at a place below the length is called.
    fn name_at(&self, at: usize) -> Option<&CStr> {
        // SAFETY: the list is alive, and the place one of its own.
        let found = unsafe { (self.at)(self.list, at) };
        // SAFETY: the feature is alive while its list is.
        let name = unsafe { (self.identifier)(found) };
        // SAFETY: a text that ends with a zero and that the feature owns; null is looked for before.
        (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) })
    }
}

impl Drop for Switches {
    fn drop(&mut self) {
        // SAFETY: the list is ours, and not used any more.
        unsafe { (self.unref)(self.list) };
    }
}

/// Where a function of the libraries that are loaded lies; none where they do not have it.
fn named(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: the name ends with a zero; what is found is only looked at here.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!found.is_null()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use webkit2gtk::glib::prelude::StaticType;

    #[test]
    fn a_feature_is_found_by_its_whole_name_and_another_one_is_not() {
        // So that the library is there: what nobody calls is not linked.
        assert_eq!(Settings::static_type().name(), "WebKitSettings");
        assert!(has("AsyncOverflowScrolling"));
        assert!(!has("AsyncOverflow"));
        assert!(!has("asyncoverflowscrolling"));
        assert!(!has(""));
    }

    #[test]
    fn a_library_without_the_function_has_no_switches() {
        assert_eq!(named(c"webkit_no_such_function"), None);
    }
}
