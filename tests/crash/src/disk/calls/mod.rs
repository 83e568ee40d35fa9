//! The C library's calls on files, replaced for this process: SQLite's and the standard library's calls arrive here
//! because a definition in the program goes before the shared library's. Each asks what is to become of it, and then goes
//! to the kernel directly.
//!
//! What is not below the watched folder goes through untouched. Nothing here may panic or call what it replaces.

mod content;
mod names;

use super::fault::Kind;
use super::state::{ON, Verdict, with};
use libc::c_int;
use std::sync::atomic::Ordering;

fn on() -> bool {
    ON.load(Ordering::Relaxed)
}

fn failed(code: i32) -> c_int {
    // SAFETY: the location is this thread's own and always there.
    unsafe { *libc::__errno_location() = code };
    -1
}

fn status(fd: c_int) -> Option<libc::stat> {
    let mut status = std::mem::MaybeUninit::<libc::stat>::uninit();
    // SAFETY: the kernel fills the whole of it when it answers zero.
    unsafe { (libc::syscall(libc::SYS_fstat, fd, status.as_mut_ptr()) == 0).then(|| status.assume_init()) }
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
