//! The quick share of what is proved of processes: killed, stopped, and two at once.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stderr, reason = "the counts belong into a test's output")]

use crash::table::Table;
use std::time::Duration;

fn holds(table: &Table, least: u64) {
    eprintln!("{}", table.shown());
    assert_eq!(table.wrong(), 0, "{}", table.shown());
    assert!(table.runs() >= least, "only {} runs", table.runs());
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_thirty_moments_nothing_confirmed_is_lost_and_nothing_arrives_twice() {
    holds(&crash::kill::kill(30, 5).await.expect("a port, a folder and a process"), 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_in_the_middle_of_a_write_nothing_is_sent_twice() {
    holds(&crash::suspend::suspend(Duration::from_millis(700)).await.expect("a port and a process"), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_is_refused_in_words_and_by_force_never_sends_what_is_leased() {
    holds(&crash::two::two(1).await.expect("a port and a process"), 2);
}
