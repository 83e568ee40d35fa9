//! Calls on what is in a file: reading, writing, lengths, syncs, mappings.

use super::{failed, on, simple, status};
use crate::disk::fault::Kind;
use crate::disk::record::Entry;
use crate::disk::state::{State, Verdict, with};
use libc::{c_int, c_long, c_void, off64_t, size_t, ssize_t};

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
