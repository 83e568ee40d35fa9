//! Each fault, the class that it must have for a read and for a write, and whether the write had happened.

use super::matrix::{Matrix, cell};
use super::{OtherEnd, reads, writes};
use crate::crm_peer::Speaker;
use lanyard_core::crm::{AuthFault, CrmOp, Failure, ItemAnswer, Scope, Trouble, Whom};
use lanyard_core::time::Millis;
use lanyard_rehearsal::FaultKind;

const UNREACHABLE: Failure = Failure::Transient { trouble: Trouble::Unreachable };
const BUSY: Failure = Failure::Transient { trouble: Trouble::Busy };
const PORTAL: Failure = Failure::Transient { trouble: Trouble::Portal };

/// The operation that is none: asking how somebody stands.
const STANDING: &str = "standing";

/// One row of the tables.
struct Row {
    fault: FaultKind,
    /// The class of a read.
    read: Failure,
    /// The class of a write.
    write: Failure,
    /// Whether the write had been carried out.
    happened: bool,
}

fn rows(window: Option<u64>) -> Vec<Row> {
    let throttled =
        |wait: Option<u64>| Failure::Throttled { wait: wait.map(Millis::from_secs), scope: Scope::Burst };
    let auth = |fault| Failure::Auth { fault };
    let row = |fault, read, write, happened| Row { fault, read, write, happened };
    let same = |fault, class: Failure| row(fault, class.clone(), class, false);
    let html = |status| FaultKind::Html { status };
    let front = |retry_after_s| FaultKind::Front { retry_after_s };
    let waits = |retry_after_s, retry_after_date| FaultKind::Throttled { retry_after_s, retry_after_date };
    let late = |status| FaultKind::Late { ms: 3_600_000, status };
    vec![
        row(FaultKind::CutAfterCommit, UNREACHABLE, Failure::Ambiguous, true),
        row(FaultKind::CutMidReply, UNREACHABLE, Failure::Ambiguous, true),
        row(FaultKind::ErrorAfter { status: 500 }, BUSY, Failure::Ambiguous, true),
        row(FaultKind::ErrorBefore { status: 500 }, BUSY, Failure::Ambiguous, false),
        row(FaultKind::ErrorBefore { status: 503 }, BUSY, Failure::Ambiguous, false),
        row(FaultKind::Unreachable, UNREACHABLE, Failure::Ambiguous, false),
        row(late(None), UNREACHABLE, Failure::Ambiguous, false),
        row(late(Some(504)), BUSY, Failure::Ambiguous, false),
        row(html(200), PORTAL, Failure::Ambiguous, false),
        row(html(302), PORTAL, Failure::Ambiguous, false),
        row(html(404), PORTAL, Failure::Ambiguous, false),
        same(html(403), throttled(None)),
        same(front(None), throttled(None)),
        same(front(Some(30)), throttled(Some(30))),
        same(waits(Some(7), None), throttled(Some(7))),
        same(waits(None, Some(90)), throttled(Some(90))),
        same(waits(None, None), throttled(window)),
        same(FaultKind::Unauthorized, auth(AuthFault::Revoked)),
        same(FaultKind::Forbidden, auth(AuthFault::MissingScope)),
    ]
}

/// What must stand in each row of a table, in the order of its rows: the fault, the cell of a read and that of a write.
pub(super) fn due(window: Option<u64>) -> Vec<(String, String, String)> {
    let rows = rows(window).into_iter();
    rows.map(|row| (spelled(&row.fault), cell(&row.read, false), cell(&row.write, row.happened))).collect()
}

fn spelled(fault: &FaultKind) -> String {
    format!("{fault:?}")
}

/// Plays each fault to every operation in all its forms; what became of them.
///
/// # Panics
/// If one of them has another class, or was carried out where it must not have been.
pub async fn each_fault(end: &impl OtherEnd) -> Matrix {
    let mut seen = Matrix::default();
    for (round, row) in rows(end.window()).into_iter().enumerate() {
        let (name, fault) = (end.name(), spelled(&row.fault));
        let writes = writes(end, round).await;
        for op in reads(end) {
            end.play(row.fault.clone(), false);
            let class = failure(end.client(), &end.secrets(), &op).await;
            assert_eq!(class, row.read, "{fault} of {op:?}");
            seen.note(&name, &fault, op.name(), &cell(&class, false));
        }
        let [known, _] = end.known();
        for whom in [Whom::Record(known), Whom::Email("ravi@example.com".into())] {
            end.play(row.fault.clone(), false);
            let (standing, _) = end.client().standing(&whom).await;
            let class = standing.expect_err("it was not answered");
            assert_eq!(class, row.read, "{fault} of {whom:?}");
            seen.note(&name, &fault, STANDING, &cell(&class, false));
        }
        for op in writes {
            end.clear();
            let before = end.state();
            end.play(row.fault.clone(), true);
            let class = failure(end.client(), &end.secrets(), &op).await;
            assert_eq!(class, row.write, "{fault} of {op:?}");
            let done = end.state() != before;
            assert_eq!(done, row.happened, "{fault} of {op:?}");
            seen.note(&name, &fault, op.name(), &cell(&class, done));
        }
        end.clear();
    }
    seen
}

/// Without a fault every read is answered and changes nothing, and every write does what it says.
///
/// # Panics
/// If one of them does not.
pub async fn every_operation_is_answered(end: &impl OtherEnd) {
    let writes = writes(end, 0).await;
    for op in reads(end).into_iter().chain(writes) {
        let before = end.state();
        let answer = end.client().perform(&op).await;
        assert!(answer.outcome.is_ok(), "{op:?}: {answer:?}");
        for delivery in op.deliveries() {
            let item = answer.of(&op, &delivery);
            assert!(!matches!(item, ItemAnswer::Failed(_)), "{op:?}: {item:?}");
        }
        assert_eq!(end.state() != before, op.is_write(), "{op:?}");
    }
}

/// The failure of the first item of an operation; no secret may stand in what people may read of it.
///
/// # Panics
/// If there is none, or one stands there.
pub async fn failure(client: &Speaker, secrets: &[impl AsRef<str>], op: &CrmOp) -> Failure {
    let answer = client.perform(op).await;
    let failure = match (&answer.outcome, op) {
        (Err(failure), _) => failure.clone(),
        (Ok(_), CrmOp::Check) => panic!("no failure of {op:?}"),
        (Ok(_), _) => match answer.of(op, &op.deliveries()[0]) {
            ItemAnswer::Failed(failure) => failure,
            other => panic!("no failure of {op:?}: {other:?}"),
        },
    };
    let raw = format!("{answer:?} {:?}", answer.facts.raw);
    for secret in secrets {
        assert!(!raw.contains(secret.as_ref()), "a secret in what people may read: {raw}");
    }
    failure
}
