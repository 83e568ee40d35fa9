//! For each state and each circumstance: which sentence, what next, who must act, which buttons.

use super::*;
use crate::ids::{BootId, ContactId, DeliveryId, DestinationId, Marker, RemoteId};
use crate::outbox::delivery::{Candidate, Fault};
use crate::outbox::{Binding, BindingKind, RemovedBy};

fn delivery(state: State) -> Delivery {
    let (id, contact) = (DeliveryId::new("d"), ContactId::new("k"));
    Delivery::new(id, contact, DestinationId::new("z"), Marker::new("m"), state)
}

fn around() -> Circumstances {
    Circumstances { destination: "HubSpot".into(), ..Circumstances::default() }
}

/// The codes, who, and the buttons, in one line.
fn told(delivery: &Delivery, around: &Circumstances) -> String {
    let said = explain(delivery, around);
    for sentence in [Some(&said.why), said.next.as_ref()].into_iter().flatten() {
        assert_eq!(
            sentence.args.get("crm"),
            Some(&Arg::Text("HubSpot".into())),
            "{} names the CRM",
            sentence.code
        );
    }
    let next = said.next.map_or_else(|| "-".to_owned(), |next| next.code);
    format!("{} {next} {:?} {:?}", said.why.code, said.who, said.remedies)
}

fn parked(reason: ParkReason) -> Delivery {
    delivery(State::Parked { reason })
}

#[test]
fn what_holds_a_contact_is_named_with_who_can_let_it_go() {
    let held = |why| told(&delivery(State::Held { why, wait: None }), &around());
    assert_eq!(held(Hold::Grace), "why-held-grace next-held-grace Nobody [SendNow]");
    assert_eq!(held(Hold::Consent), "why-held-consent next-held-consent You []");
    let refused = Circumstances { refused: true, ..around() };
    let no = told(&delivery(State::Held { why: Hold::Consent, wait: None }), &refused);
    assert_eq!(no, "why-held-refused next-held-refused Nobody []");
    assert_eq!(held(Hold::Review), "why-held-review - Manager []");
    assert_eq!(held(Hold::Incomplete), "why-held-incomplete - You [EditField]");
    assert_eq!(held(Hold::Unresolved), "why-held-unresolved - You [EditField]");
    let left = Circumstances { left: Some(Millis(6000)), ..around() };
    let grace = explain(&delivery(State::Held { why: Hold::Grace, wait: None }), &left);
    assert_eq!(grace.why.args.get("left"), Some(&Arg::For(Millis(6000))));
}

#[test]
fn what_is_queued_tells_how_the_destination_is_doing() {
    let queued = |gate| told(&delivery(State::Queued), &Circumstances { gate, ..around() });
    assert_eq!(queued(Gate::Open), "why-queued - Nobody []");
    assert_eq!(queued(Gate::Offline), "why-queued-offline next-offline Nobody []");
    assert_eq!(queued(Gate::Throttled), "why-throttled next-soon Nobody []");
    assert_eq!(queued(Gate::Resting), "why-resting next-soon Nobody []");
    assert_eq!(queued(Gate::Restored), "why-restored next-restored Manager []");
    assert_eq!(queued(Gate::SignIn), "why-sign-in next-sign-in Manager [SignIn]");
    let ahead = Circumstances { ahead: 12, ..around() };
    let why = explain(&delivery(State::Queued), &ahead).why;
    assert_eq!(why.args.get("ahead"), Some(&Arg::Count(12)));
    let since = Circumstances { gate: Gate::Offline, gate_since: Some(WallMs(5)), ..ahead };
    let why = explain(&delivery(State::Queued), &since).why;
    assert_eq!(why.code, "why-queued-offline-since");
    assert_eq!(why.args.get("since"), Some(&Arg::At(WallMs(5))));
    assert_eq!(why.args.get("ahead"), Some(&Arg::Count(12)));
    for (gate, code) in [(Gate::Throttled, "next-throttled"), (Gate::Resting, "next-resting")] {
        let until = Circumstances { gate, gate_until: Some(WallMs(9)), ..around() };
        let next = explain(&delivery(State::Queued), &until).next.expect("there is a next");
        assert_eq!((next.code.as_str(), next.args.get("at")), (code, Some(&Arg::At(WallMs(9)))));
    }
}

#[test]
fn what_is_under_way_tells_its_try_and_when_it_began() {
    let mut sending = delivery(State::Sending { lease: BootId::new("b") });
    assert_eq!(told(&sending, &around()), "why-sending-now next-sending Nobody []");
    sending.attempts = 2;
    let begun = Circumstances { started: Some(WallMs(7)), ..around() };
    assert_eq!(told(&sending, &begun), "why-sending next-sending Nobody []");
    let why = explain(&sending, &begun).why;
    assert_eq!(why.args.get("try"), Some(&Arg::Count(2)));
    assert_eq!(why.args.get("at"), Some(&Arg::At(WallMs(7))));
    sending.attempts = 0;
    assert_eq!(explain(&sending, &begun).why.args.get("try"), Some(&Arg::Count(1)));
}

#[test]
fn what_waits_or_is_checked_says_when_it_goes_on() {
    for (state, why, next) in [
        (State::Fenced, "why-checking", "next-checking"),
        (State::Waiting { wait: Millis(1) }, "why-waiting", "next-waiting"),
    ] {
        let delivery = delivery(state);
        assert_eq!(told(&delivery, &around()), format!("{why} next-soon Nobody []"));
        let offline = Circumstances { gate: Gate::Offline, ..around() };
        assert_eq!(told(&delivery, &offline), format!("{why} next-when-online Nobody []"));
        let restored = Circumstances { gate: Gate::Restored, ..around() };
        assert_eq!(told(&delivery, &restored), format!("{why} next-restored Nobody []"));
        let timed = Circumstances { now: Some(WallMs(1000)), left: Some(Millis(500)), ..around() };
        let said = explain(&delivery, &timed).next.expect("there is a next");
        assert_eq!((said.code.as_str(), said.args.get("at")), (next, Some(&Arg::At(WallMs(1500)))));
    }
}

#[test]
fn what_is_synced_names_its_record_and_what_differs() {
    let mut synced = delivery(State::Synced);
    synced.binding = Some(Binding {
        remote_id: RemoteId::new("5512"),
        kind: BindingKind::Created,
        base: None,
        missed: false,
    });
    assert_eq!(told(&synced, &around()), "why-synced-undated - Nobody []");
    let dated = Circumstances { synced_at: Some(WallMs(3)), ..around() };
    let why = explain(&synced, &dated).why;
    assert_eq!(why.code, "why-synced");
    assert_eq!(why.args.get("id"), Some(&Arg::Text("5512".into())));
    assert_eq!(why.args.get("at"), Some(&Arg::At(WallMs(3))));
    synced.altered = Some("acme_company".into());
    let next = explain(&synced, &dated).next.expect("there is a next");
    assert_eq!(next.code, "next-altered");
    assert_eq!(next.args.get("field"), Some(&Arg::Text("acme_company".into())));
    let differs = Circumstances { differs: Some("job_title".into()), ..dated };
    let said = explain(&synced, &differs);
    assert_eq!((said.why.code.as_str(), said.who), ("why-differs", Who::You));
    assert_eq!(said.why.args.get("field"), Some(&Arg::Field("job_title".into())));
    assert_eq!(said.field.as_deref(), Some("job_title"));
}

#[test]
fn a_refused_value_is_told_by_our_fields_name_else_by_theirs_else_by_the_crms_words() {
    let fault = |ours: Option<&str>, theirs: Option<&str>| Fault {
        ours: ours.map(str::to_owned),
        theirs: theirs.map(str::to_owned),
        message: "not valid".into(),
    };
    let told_of = |faults| explain(&parked(ParkReason::Invalid { faults }), &around());
    let ours = told_of(vec![fault(Some("email"), Some("acme_email"))]);
    assert_eq!(ours.why.code, "why-parked-invalid-field");
    assert_eq!(ours.why.args.get("field"), Some(&Arg::Field("email".into())));
    assert_eq!(ours.why.args.get("says"), Some(&Arg::Text("not valid".into())));
    assert_eq!(ours.field.as_deref(), Some("email"));
    assert_eq!(ours.remedies, [Remedy::EditField, Remedy::Retry]);
    let theirs = told_of(vec![fault(None, Some("badge_tier"))]);
    assert_eq!(theirs.why.code, "why-parked-invalid-property");
    assert_eq!(theirs.why.args.get("property"), Some(&Arg::Text("badge_tier".into())));
    assert_eq!(told_of(vec![fault(None, None)]).why.code, "why-parked-invalid");
    assert_eq!(told_of(Vec::new()).next.map(|next| next.code).as_deref(), Some("next-parked-invalid"));
}

#[test]
fn each_question_has_its_buttons_the_likeliest_first() {
    let someone = Candidate { id: RemoteId::new("1"), name: "Jane Roth".into() };
    let taken = |candidates: Vec<Candidate>, may_create| {
        parked(ParkReason::BelongsToSomeoneElse { candidates, may_create })
    };
    for (delivery, expected) in [
        (
            taken(vec![someone.clone()], false),
            "why-parked-belongs-to-someone-else next-parked-belongs-to-someone-else You [TakeThisOne, EditField]",
        ),
        (
            taken(vec![someone], true),
            "why-parked-belongs-to-someone-else next-parked-belongs-to-someone-else You \
             [TakeThisOne, EditField, CreateAnyway]",
        ),
        (
            taken(Vec::new(), true),
            "why-parked-belongs-to-hidden next-parked-belongs-to-someone-else You [EditField, CreateAnyway]",
        ),
        (
            parked(ParkReason::MaybeThere { candidates: Vec::new() }),
            "why-parked-maybe-there next-parked-maybe-there You [ItIsThere, SendAgain]",
        ),
        (
            parked(ParkReason::DeletedThere),
            "why-parked-deleted-there next-parked-deleted-there You [SendAgain, RemoveHere]",
        ),
        (
            parked(ParkReason::ChangedThere),
            "why-parked-changed-there next-parked-changed-there Manager [LeaveThere, DeleteThere]",
        ),
        (
            parked(ParkReason::Refused { message: None }),
            "why-parked-refused-silently next-parked-refused Manager [Retry, OpenDestination]",
        ),
        (
            parked(ParkReason::Refused { message: Some("quota".into()) }),
            "why-parked-refused next-parked-refused Manager [Retry, OpenDestination]",
        ),
    ] {
        assert_eq!(told(&delivery, &around()), expected);
    }
    let one = Candidate { id: RemoteId::new("1"), name: "Jane Roth".into() };
    let said = explain(&taken(vec![one], false), &around());
    assert_eq!(said.why.args.get("name"), Some(&Arg::Text("Jane Roth".into())));
    assert_eq!(said.why.args.get("count"), Some(&Arg::Count(1)));
    assert_eq!(said.field.as_deref(), Some("email"));
}

#[test]
fn what_goes_says_so_until_it_is_gone_and_a_question_about_it_comes_first() {
    for (intent, why) in [
        (Intent::Delete, "why-removing"),
        (Intent::Destroy, "why-removing"),
        (Intent::Unlink, "why-unlinking"),
    ] {
        let mut going = delivery(State::Queued);
        going.intent = intent;
        assert_eq!(told(&going, &around()), format!("{why} next-removing Nobody []"));
        going.state = State::Fenced;
        let timed = Circumstances { now: Some(WallMs(1)), left: Some(Millis(1)), ..around() };
        assert_eq!(told(&going, &timed), format!("{why} next-checking Nobody []"));
        going.state = State::Waiting { wait: Millis(1) };
        assert_eq!(told(&going, &timed), format!("{why} next-waiting Nobody []"));
        going.state = State::Parked { reason: ParkReason::ChangedThere };
        assert!(told(&going, &around()).starts_with("why-parked-changed-there"));
    }
    let mut gone = delivery(State::Removed { by: RemovedBy::Here });
    assert_eq!(told(&gone, &around()), "why-removed-here - Nobody []");
    gone.intent = Intent::Unlink;
    assert_eq!(told(&gone, &around()), "why-unlinked - Nobody []");
    gone.state = State::Removed { by: RemovedBy::There };
    assert_eq!(told(&gone, &around()), "why-removed-there - Nobody []");
}

#[test]
fn a_contact_without_a_destination_says_when_it_was_saved() {
    let said = explain_saved(WallMs(4));
    assert_eq!((said.why.code.as_str(), said.why.args.get("at")), ("why-saved", Some(&Arg::At(WallMs(4)))));
    assert_eq!(said.remedies, [Remedy::OpenDestination]);
}
