//! The C library's calls on files, replaced for this process: SQLite's and the standard library's calls arrive here
//! because a definition in the program goes before the shared library's. Each asks what is to become of it, and then goes
//! to the kernel directly.
//!
//! What is not below the watched folder goes through untouched. Nothing here may panic or call what it replaces.

use super::fault::Kind;
use super::record::Entry;
use super::state::{Handle, ON, State, Verdict, volatile, with};
use libc::{c_char, c_int, c_long, c_void, mode_t, off64_t, size_t, ssize_t};
use std::ffi::{CStr, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

fn on() -> bool {
    ON.load(Ordering::Relaxed)
}

fn failed(code: i32) -> c_int {
    // SAFETY: the location is this thread's own and always there.
    unsafe { *libc::__errno_location() = code };
    -1
}

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

fn status(fd: c_int) -> Option<libc::stat> {
    let mut status = std::mem::MaybeUninit::<libc::stat>::uninit();
    // SAFETY: the kernel fills the whole of it when it answers zero.
    unsafe { (libc::syscall(libc::SYS_fstat, fd, status.as_mut_ptr()) == 0).then(|| status.assume_init()) }
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
/// As pread(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn pread64(fd: c_int, to: *mut c_void, n: size_t, at: off64_t) -> ssize_t {
    if on()
        && let Some(code) = simple(fd, Kind::Read)
    {
        return failed(code) as ssize_t;
    }
    // SAFETY: the caller's own buffer and length.
    unsafe { libc::syscall(libc::SYS_pread64, fd, to, n, at) as ssize_t }
}

/// # Safety
/// As read(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn read(fd: c_int, to: *mut c_void, n: size_t) -> ssize_t {
    if on()
        && let Some(code) = simple(fd, Kind::Read)
    {
        return failed(code) as ssize_t;
    }
    // SAFETY: the caller's own buffer and length.
    unsafe { libc::syscall(libc::SYS_read, fd, to, n) as ssize_t }
}

/// Judges a call that either works or fails, on an open file.
fn simple(fd: c_int, kind: Kind) -> Option<i32> {
    with(|state| {
        if !state.handles.contains_key(&fd) {
            return None;
        }
        match state.judge(kind, false) {
            Verdict::Fail(code) | Verdict::HalfThenFail(code) => Some(code),
            Verdict::Pass | Verdict::Half => None,
        }
    })
}

/// # Safety
/// As pwrite(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn pwrite64(fd: c_int, from: *const c_void, n: size_t, at: off64_t) -> ssize_t {
    // SAFETY: the caller's own buffer and length.
    let raw = |n: size_t| unsafe { libc::syscall(libc::SYS_pwrite64, fd, from, n, at) as ssize_t };
    if !on() {
        return raw(n);
    }
    with(|state| written(state, fd, from, n, Some(at), raw))
}

/// # Safety
/// As write(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn write(fd: c_int, from: *const c_void, n: size_t) -> ssize_t {
    // SAFETY: the caller's own buffer and length.
    let raw = |n: size_t| unsafe { libc::syscall(libc::SYS_write, fd, from, n) as ssize_t };
    if !on() {
        return raw(n);
    }
    with(|state| written(state, fd, from, n, None, raw))
}

/// A write of `n` bytes at `at`, or at the file's own position.
fn written(
    state: &mut State,
    fd: c_int,
    from: *const c_void,
    n: size_t,
    at: Option<off64_t>,
    raw: impl Fn(size_t) -> ssize_t,
) -> ssize_t {
    let Some(handle) = state.handles.get(&fd).cloned() else { return raw(n) };
    // SAFETY: the kernel checks the number.
    let at = at.unwrap_or_else(|| unsafe { libc::syscall(libc::SYS_lseek, fd, 0, libc::SEEK_CUR) });
    let length = status(fd).map_or(0, |status| status.st_size);
    let grows = at.saturating_add(n as off64_t) > length;
    let (asked, code) = match state.judge(Kind::Write, grows) {
        Verdict::Pass => (n, None),
        Verdict::Half => (n.div_ceil(2), None),
        Verdict::HalfThenFail(code) => (n / 2, Some(code)),
        Verdict::Fail(code) => return failed(code) as ssize_t,
    };
    let wrote = if asked == 0 { 0 } else { raw(asked) };
    if let Ok(count) = usize::try_from(wrote)
        && state.log.is_some()
        && !handle.volatile
    {
        // SAFETY: the caller lent `n` bytes for this call, and no more than that were written.
        let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), count) }.to_vec();
        let at = u64::try_from(at).unwrap_or_default();
        state.log(Entry::Written { file: handle.file, at, bytes });
    }
    match code {
        Some(code) => failed(code) as ssize_t,
        None => wrote,
    }
}

/// # Safety
/// As ftruncate(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn ftruncate64(fd: c_int, len: off64_t) -> c_int {
    // SAFETY: the kernel checks both numbers.
    let raw = || unsafe { libc::syscall(libc::SYS_ftruncate, fd, len) as c_int };
    if !on() {
        return raw();
    }
    with(|state| {
        let Some(handle) = state.handles.get(&fd).cloned() else { return raw() };
        let grows = status(fd).is_some_and(|status| len > status.st_size);
        if let Verdict::Fail(code) = state.judge(Kind::Truncate, grows) {
            return failed(code);
        }
        let done = raw();
        if done == 0 && !handle.volatile {
            let len = u64::try_from(len).unwrap_or_default();
            state.log(Entry::Truncated { file: handle.file, len });
        }
        done
    })
}

fn synced(fd: c_int, number: c_long) -> c_int {
    // SAFETY: the kernel checks the number.
    let raw = || unsafe { libc::syscall(number, fd) as c_int };
    if !on() {
        return raw();
    }
    with(|state| {
        let Some(handle) = state.handles.get(&fd).cloned() else { return raw() };
        if let Verdict::Fail(code) = state.judge(Kind::Sync, false) {
            return failed(code);
        }
        if state.log.is_none() {
            return raw();
        }
        match handle.folder {
            Some(path) => state.log(Entry::FolderSynced { path }),
            None if handle.volatile => {}
            None => state.log(Entry::Synced { file: handle.file }),
        }
        0
    })
}

/// # Safety
/// As fsync(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn fsync(fd: c_int) -> c_int {
    synced(fd, libc::SYS_fsync)
}

/// # Safety
/// As fdatasync(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn fdatasync(fd: c_int) -> c_int {
    synced(fd, libc::SYS_fdatasync)
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

/// # Safety
/// As mmap(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn mmap64(
    at: *mut c_void,
    n: size_t,
    protection: c_int,
    flags: c_int,
    fd: c_int,
    from: off64_t,
) -> *mut c_void {
    if on()
        && fd >= 0
        && let Some(code) = simple(fd, Kind::Map)
    {
        failed(code);
        return libc::MAP_FAILED;
    }
    // SAFETY: the caller's own request.
    unsafe { libc::syscall(libc::SYS_mmap, at, n, protection, flags, fd, from) as *mut c_void }
}

/// # Safety
/// As fstat(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn fstat64(fd: c_int, to: *mut libc::stat64) -> c_int {
    if on()
        && let Some(code) = simple(fd, Kind::Stat)
    {
        return failed(code);
    }
    // SAFETY: the caller's own buffer.
    unsafe { libc::syscall(libc::SYS_fstat, fd, to) as c_int }
}
