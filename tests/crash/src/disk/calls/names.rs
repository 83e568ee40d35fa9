//! Calls that give, change and remove names: opening, removing, renaming, making folders; and closing.

use super::{failed, on, status};
use crate::disk::fault::Kind;
use crate::disk::record::Entry;
use crate::disk::state::{Handle, State, Verdict, volatile, with};
use libc::{c_char, c_int, mode_t};
use std::ffi::{CStr, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

/// # Safety
/// `path` is a C string.
unsafe fn bytes<'a>(path: *const c_char) -> &'a [u8] {
    // SAFETY: by the caller's promise.
    unsafe { CStr::from_ptr(path) }.to_bytes()
}

fn open_raw(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: the kernel checks the pointer.
    let fd =
        unsafe { libc::syscall(libc::SYS_openat, libc::AT_FDCWD, path, flags | libc::O_LARGEFILE, mode) };
    fd as c_int
}

/// # Safety
/// As open(2). A third argument that was not given is not looked at: the kernel reads it only for a new file.
#[unsafe(no_mangle)]
unsafe extern "C" fn open64(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    if !on() {
        return open_raw(path, flags, mode);
    }
    // SAFETY: open's own condition.
    let name = unsafe { bytes(path) };
    with(|state| {
        let Some(below) = state.below(name) else { return open_raw(path, flags, mode) };
        // SAFETY: as above; the kernel only looks.
        let there = unsafe { libc::syscall(libc::SYS_faccessat, libc::AT_FDCWD, path, libc::F_OK) } == 0;
        let makes = flags & libc::O_CREAT != 0 && !there;
        let verdict = state.judge(if makes { Kind::Create } else { Kind::Open }, makes);
        if let Verdict::Fail(code) = verdict {
            return failed(code);
        }
        let fd = open_raw(path, flags, mode);
        if fd >= 0 {
            opened(state, fd, below, makes, flags);
        }
        fd
    })
}

fn opened(state: &mut State, fd: c_int, below: PathBuf, makes: bool, flags: c_int) {
    let volatile = volatile(&below);
    let file = if makes { state.made(below.clone()) } else { state.named(below.clone()) };
    if flags & libc::O_TRUNC != 0 && !makes && !volatile {
        state.log(Entry::Truncated { file, len: 0 });
    }
    let folder = is_folder(fd).then_some(below);
    state.handles.insert(fd, Handle { file, folder, volatile });
}

fn is_folder(fd: c_int) -> bool {
    status(fd).is_some_and(|status| status.st_mode & libc::S_IFMT == libc::S_IFDIR)
}

/// # Safety
/// As open(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn open(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: the same condition.
    unsafe { open64(path, flags, mode) }
}

/// # Safety
/// As close(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn close(fd: c_int) -> c_int {
    if on() {
        with(|state| state.handles.remove(&fd));
    }
    // SAFETY: the kernel checks the number.
    unsafe { libc::syscall(libc::SYS_close, fd) as c_int }
}

/// # Safety
/// As unlink(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    // SAFETY: the kernel checks the pointer.
    let raw = || unsafe { libc::syscall(libc::SYS_unlinkat, libc::AT_FDCWD, path, 0) as c_int };
    if !on() {
        return raw();
    }
    // SAFETY: unlink's own condition.
    let name = unsafe { bytes(path) };
    with(|state| {
        let Some(below) = state.below(name) else { return raw() };
        if let Verdict::Fail(code) = state.judge(Kind::Unlink, false) {
            return failed(code);
        }
        let done = raw();
        if done == 0 {
            state.names.remove(&below);
            if !volatile(&below) {
                state.log(Entry::Unlinked { path: below });
            }
        }
        done
    })
}

/// # Safety
/// As rename(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    // SAFETY: the kernel checks the pointers.
    let raw =
        || unsafe { libc::syscall(libc::SYS_renameat, libc::AT_FDCWD, from, libc::AT_FDCWD, to) as c_int };
    if !on() {
        return raw();
    }
    // SAFETY: rename's own condition.
    let (old, new) = unsafe { (bytes(from), bytes(to)) };
    with(|state| {
        let (Some(old), Some(new)) = (state.below(old), state.below(new)) else { return raw() };
        if let Verdict::Fail(code) = state.judge(Kind::Rename, true) {
            return failed(code);
        }
        let done = raw();
        if done == 0 {
            let file = state.named(old.clone());
            state.names.remove(&old);
            state.names.insert(new.clone(), file);
            state.log(Entry::Renamed { from: old, to: new, file });
        }
        done
    })
}

/// # Safety
/// As mkdir(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn mkdir(path: *const c_char, mode: mode_t) -> c_int {
    // SAFETY: the kernel checks the pointer.
    let raw = || unsafe { libc::syscall(libc::SYS_mkdirat, libc::AT_FDCWD, path, mode) as c_int };
    if !on() {
        return raw();
    }
    // SAFETY: mkdir's own condition.
    let name = OsStr::from_bytes(unsafe { bytes(path) });
    with(|state| {
        let Some(below) = state.below(name.as_bytes()) else { return raw() };
        if let Verdict::Fail(code) = state.judge(Kind::MakeFolder, true) {
            return failed(code);
        }
        let done = raw();
        if done == 0 {
            state.made(below);
        }
        done
    })
}
