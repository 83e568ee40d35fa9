//! What every CRM client must do, asked in the project's words and answered over real HTTP: round trips, keys, conflicts,
//! and for each fault the class that the sync protocol needs. A further CRM runs the same suite against its own peer.

mod conformance {
    mod answers;
    mod anybody;
    mod faults;
    mod feed;
    mod hostile;
    mod hubspot;
    mod notes;
    mod pipedrive;
    mod refusals;
    mod removal;
    mod replace;
    mod sign_in;
    mod standing;
}
