//! The commands of the window over HTTP, guarded by a token, and the built page beside them. See the program `bridge`.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_core::Stream;
use lanyard_engine::api::Desk;
use lanyard_engine::api::views::{AlikeAt, CommandError, ErrorCode, GivenFileId, Update};
use lanyard_rehearsal::{Running, Weather};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io;
use std::path::{Component, Path as FilePath, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// The largest frame that is taken, in pixels; as in the shell.
const MOST_PIXELS: usize = 1920 * 1080;

/// The shell's configuration, for the policy that the page must live with.
const SHELL: &str = include_str!("../../src-tauri/tauri.conf.json");

/// What every request may reach.
#[derive(Clone)]
pub struct Bridge {
    desk: Arc<Desk>,
    token: Arc<str>,
    page: PathBuf,
    /// Where files go that the window writes.
    saves: PathBuf,
    policy: HeaderValue,
    /// The rehearsal's CRM, where there is one.
    crm: Option<Arc<Running>>,
    /// One frame is decoded at a time.
    frames: Arc<Mutex<()>>,
}

impl Bridge {
    /// A bridge to `desk` for those who know `token`. The page is the one last built into `ui/dist`; files that the window
    /// writes go to `saves`.
    #[must_use]
    pub fn new(desk: Arc<Desk>, token: String, saves: PathBuf) -> Self {
        let page = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist");
        let policy =
            HeaderValue::from_str(&policy()).unwrap_or(HeaderValue::from_static("default-src 'none'"));
        Self { desk, token: token.into(), page, saves, policy, crm: None, frames: Arc::new(Mutex::new(())) }
    }

    /// The same in a rehearsal, whose CRM runs in this process.
    #[must_use]
    pub fn beside(self, crm: Arc<Running>) -> Self {
        Self { crm: Some(crm), ..self }
    }

    fn is_known(&self, headers: &HeaderMap) -> bool {
        headers.get("x-lanyard-token").is_some_and(|shown| shown.as_bytes() == self.token.as_bytes())
    }
}

/// The shell's policy; a page in a browser reaches the engine at its own origin.
fn policy() -> String {
    let shell: Value = serde_json::from_str(SHELL).unwrap_or_default();
    let policy = shell["app"]["security"]["csp"].as_str().unwrap_or_default();
    policy.replace("connect-src ", "connect-src 'self' ")
}

/// Answers until the listener fails.
///
/// # Errors
/// As the listener does.
pub async fn serve(listener: TcpListener, bridge: Bridge) -> io::Result<()> {
    let app = Router::new()
        .route("/ipc/{command}", post(ipc))
        .route("/updates", get(updates))
        .fallback(get(page))
        .layer(DefaultBodyLimit::max(256 * 1024 * 1024))
        .with_state(bridge);
    axum::serve(listener, app).await
}

/// What asks a CRM about its fields.
async fn about_fields(bridge: &Bridge, command: &str, args: &Value) -> Result<Value, CommandError> {
    let desk = &bridge.desk;
    match command {
        "read_fields" => json(&desk.read_fields(&argument(args, "destinationId")?).await?),
        "make_field" => json(
            &desk.make_field(&argument(args, "destinationId")?, &argument::<String>(args, "called")?).await?,
        ),
        _ => json(&desk.make_field_for(&argument(args, "cause")?).await?),
    }
}

async fn ipc(
    State(bridge): State<Bridge>,
    Path(command): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !bridge.is_known(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if let Err(error) = bridge.desk.may(&command) {
        return (status(error.code), axum::Json(error)).into_response();
    }
    let answer = match command.as_str() {
        "dry_run" => bridge.desk.dry_run().await.and_then(|runs| json(&runs)),
        "sync_now" => bridge.desk.sync_now().await.and_then(|outcome| json(&outcome)),
        "check_destination" => match arguments(&body).and_then(|args| argument(&args, "destinationId")) {
            Ok(id) => bridge.desk.check_destination(&id).await.and_then(|outcome| json(&outcome)),
            Err(error) => Err(error),
        },
        "look_up" => match arguments(&body).and_then(|args| argument(&args, "contactId")) {
            Ok(id) => bridge.desk.look_up(&id).await.and_then(|known| json(&known)),
            Err(error) => Err(error),
        },
        "test_destination" => match arguments(&body).and_then(|args| argument(&args, "destinationId")) {
            Ok(id) => bridge.desk.test_destination(&id).await.and_then(|outcome| json(&outcome)),
            Err(error) => Err(error),
        },
        "read_fields" | "make_field" | "make_field_for" => match arguments(&body) {
            Ok(args) => about_fields(&bridge, &command, &args).await,
            Err(error) => Err(error),
        },
        _ => tokio::task::spawn_blocking(move || match command.as_str() {
            "frame" => frame(&bridge, &headers, &body),
            "photo" => bridge.desk.photo(&body).and_then(|answers| json(&answers)),
            "give_backup" => bridge.desk.give_backup(&body).and_then(|view| json(&view)),
            "give_file" => bridge.desk.give_file(&body).and_then(|id| json(&id)),
            command => arguments(&body).and_then(|args| match files(&bridge, command, &args)? {
                Some(answer) => Ok(answer),
                None => ask(&bridge.desk, command, &args),
            }),
        })
        .await
        .unwrap_or_else(|error| Err(not_understood(&error.to_string()))),
    };
    match answer {
        Ok(answer) => axum::Json(answer).into_response(),
        Err(error) => (status(error.code), axum::Json(error)).into_response(),
    }
}

/// The commands of `ui/src/lib/backend/commands.ts`, but for those that wait for a CRM and for pictures.
fn ask(desk: &Desk, command: &str, args: &Value) -> Result<Value, CommandError> {
    match command {
        "session" => json(&desk.session()),
        "unlock" => json(&desk.unlock(&argument::<String>(args, "secret")?)?),
        "try_again" => json(&desk.try_again()),
        "decide_restored" => json(&desk.decide_restored(argument(args, "decision")?)?),
        // A browser hands a copied picture to its page by itself.
        "ready" | "pasted_picture" | "opened_file" | "close_window" | "stay_open" => Ok(Value::Null),
        "capture_text" => {
            json(&desk.capture_text(&argument::<String>(args, "payload")?, argument(args, "way")?)?)
        }
        "capture_typed" => json(&desk.capture_typed(&argument::<Vec<_>>(args, "changes")?)?),
        "understand" => json(&desk.understand(&argument::<String>(args, "text")?)?),
        "draft" => json(&desk.draft()?),
        "keep_draft" => json(&desk.keep_draft(&argument::<Vec<_>>(args, "changes")?)?),
        "scan" => json(&desk.scan(&argument::<Vec<_>>(args, "strokes")?)?),
        "try_scan" => json(&desk.try_scan(&argument::<Vec<_>>(args, "strokes")?)?),
        "lesson" => json(&desk.lesson()?),
        "teach" => json(&desk.teach(&argument::<Vec<_>>(args, "strokes")?, argument(args, "widest")?)?),
        "forget_scanner" => json(&desk.forget_scanner(&argument(args, "scannerId")?)?),
        "capture_other" => {
            json(&desk.capture_other(&argument(args, "contactId")?, argument(args, "place")?)?)
        }
        "undo_capture" => json(&desk.undo_capture(&argument(args, "contactId")?)?),
        "leave_card" => json(&desk.leave_card(&argument(args, "contactId")?)?),
        "edit_contact" => {
            json(&desk.edit_contact(&argument(args, "contactId")?, &argument::<Vec<_>>(args, "changes")?)?)
        }
        "offered" => json(&desk.offered()?),
        "do_for" => json(&desk.do_for(&argument::<Vec<_>>(args, "contacts")?, &argument(args, "act")?)?),
        "recent" => json(&desk.recent(argument(args, "limit")?)?),
        "contacts" => json(&desk.contacts(&argument(args, "query")?)?),
        "contact" => json(&desk.contact(&argument(args, "contactId")?)?),
        "choose" => json(&desk.choose(&argument(args, "deliveryId")?, &argument(args, "choice")?)?),
        "retry" => json(&desk.retry(&argument(args, "contactId")?)?),
        "settle_difference" => {
            json(&desk.settle_difference(&argument(args, "conflictId")?, argument(args, "ours")?)?)
        }
        "remove_contact" => json(&desk.remove_contact(&argument(args, "contactId")?)?),
        "destroy_contact" => json(
            &desk.destroy_contact(&argument(args, "contactId")?, &argument::<Vec<_>>(args, "records")?)?,
        ),
        "look_at_merge" => json(&desk.look_at_merge(&argument(args, "one")?, &argument(args, "other")?)?),
        "merge_contacts" => json(&desk.merge_contacts(
            &argument(args, "kept")?,
            &argument(args, "other")?,
            &argument::<Vec<_>>(args, "chosen")?,
        )?),
        "unmerge_contact" => json(&desk.unmerge_contact(&argument(args, "contactId")?)?),
        "not_the_same" => json(&desk.not_the_same(
            &argument(args, "one")?,
            &argument(args, "other")?,
            argument(args, "isOther")?,
        )?),
        "undo_for_many" => json(&desk.undo_for_many()?),
        "restore_contact" => json(&desk.restore_contact(&argument(args, "contactId")?)?),
        "closing" => json(&desk.closing()?),
        "review" => json(&desk.review()?),
        "pictures" => json(&desk.pictures(&argument(args, "over")?)?),
        "fix_cause" => json(&desk.fix_cause(&argument(args, "cause")?, &argument(args, "fix")?)?),
        "release" => json(&desk.release(&argument(args, "held")?)?),
        "answer_earlier" => {
            json(&desk.answer_earlier(&argument(args, "destinationId")?, argument(args, "send")?)?)
        }
        "settle_alike" => json(
            &desk.settle_alike(argument::<Option<AlikeAt>>(args, "of")?.as_ref(), argument(args, "side")?)?,
        ),
        "apply_proposal" => json(
            &desk
                .apply_proposal(&argument(args, "proposalId")?, Some(&argument::<Vec<_>>(args, "fields")?))?,
        ),
        "apply_proposals" => json(&desk.apply_proposals()?),
        "refuse_proposal" => json(&desk.refuse_proposal(&argument(args, "proposalId")?)?),
        "purge" => json(&desk.purge(argument(args, "contacts")?)?),
        "status" => json(&desk.status()?),
        "settings" => json(&desk.settings()?),
        "save_thresholds" => json(&desk.save_thresholds(&argument(args, "thresholds")?)?),
        "save_event" => json(&desk.save_event(&argument(args, "input")?)?),
        "questions" => json(&desk.questions()?),
        "save_question" => json(&desk.save_question(&argument(args, "input")?)?),
        "order_questions" => json(&desk.order_questions(&argument::<Vec<_>>(args, "ids")?)?),
        "enter_kiosk" => json(&desk.enter_kiosk(&argument::<String>(args, "pin")?)?),
        "leave_kiosk" => json(&desk.leave_kiosk(&argument::<String>(args, "pin")?)?),
        "save_consent" => json(&desk.save_consent(&argument(args, "input")?)?),
        "say_consent" => json(&desk.say_consent(
            &argument(args, "contactId")?,
            &argument(args, "wording")?,
            argument(args, "given")?,
            argument(args, "channel")?,
        )?),
        "retire_question" => {
            json(&desk.retire_question(&argument(args, "questionId")?, argument(args, "retired")?)?)
        }
        "mapping" => json(&desk.mapping(&argument(args, "destinationId")?)?),
        "mapping_version" => {
            json(&desk.mapping_version(&argument(args, "destinationId")?, argument(args, "version")?)?)
        }
        "draft_mapping" => {
            json(&desk.draft_mapping(&argument(args, "destinationId")?, &argument::<Vec<_>>(args, "rows")?)?)
        }
        "save_mapping" => json(&desk.save_mapping(
            &argument(args, "destinationId")?,
            argument(args, "version")?,
            &argument::<Vec<_>>(args, "rows")?,
        )?),
        "save_destination" => json(&desk.save_destination(&argument(args, "input")?)?),
        "try_disk" => json(&desk.try_disk()?),
        "remember" => json(&desk.remember(&argument(args, "preferences")?)?),
        "begin_with_passphrase" => {
            json(&desk.begin_with_passphrase(&argument::<String>(args, "passphrase")?)?)
        }
        "set_passphrase" => json(&desk.set_passphrase(&argument::<String>(args, "passphrase")?)?),
        "remove_passphrase" => json(&desk.remove_passphrase()?),
        "recovery_key" => json(&desk.recovery_key()?),
        "confirm_recovery_key" => json(&desk.confirm_recovery_key()?),
        "badge_sheet" => json(&desk.badge_sheet()?),
        unknown => Err(not_understood(&format!("there is no command {unknown}"))),
    }
}

/// The commands of files and recipes; none when it is not one of them.
fn files(bridge: &Bridge, command: &str, args: &Value) -> Result<Option<Value>, CommandError> {
    let (desk, saves) = (&bridge.desk, bridge.saves.as_path());
    let file = || argument::<GivenFileId>(args, "file");
    let name = || argument::<String>(args, "name");
    let answer = match command {
        "look_into_file" => json(&desk.look_into_given(&file()?, &argument(args, "how")?)?),
        "import_file" => {
            json(&desk.import_given(&file()?, &argument(args, "how")?, argument(args, "dryRun")?)?)
        }
        "add_roster" => json(&desk.add_given_roster(
            &file()?,
            &name()?,
            &argument(args, "how")?,
            argument(args, "dryRun")?,
        )?),
        "put_file_away" => json(&desk.put_file_away(&file()?)),
        "stop_file" => json(&desk.stop_file()),
        "export_contacts" => json(&desk.export_into(&argument(args, "choice")?, saves, &name()?)?),
        "back_up" => json(&desk.back_up_into(saves, &name()?)?),
        "restore_given" => json(&desk.restore_given(argument::<Option<String>>(args, "secret")?.as_deref())?),
        "put_backup_away" => json(&desk.put_backup_away()),
        "recipes" => json(&desk.recipes()?),
        "add_recipe" => json(&desk.add_recipe(&argument::<String>(args, "toml")?)?),
        "remove_recipe" => json(&desk.remove_recipe(&name()?)?),
        "learn_recipe" => json(&desk.learn_recipe(&name()?, &argument::<Vec<_>>(args, "badges")?)?),
        "try_recipe" => json(&desk.try_recipe(
            argument::<Option<String>>(args, "toml")?.as_deref(),
            &argument::<String>(args, "text")?,
        )?),
        "save_diagnostic" => json(&desk.save_diagnostic(saves)?),
        "save_recipe" => json(&desk.save_recipe(&argument::<String>(args, "toml")?, saves)?),
        "weather" => json(&bridge.crm.as_ref().map(|crm| crm.weather())),
        "play_weather" => match &bridge.crm {
            Some(crm) => {
                let weather: Weather = argument(args, "weather")?;
                crm.play(weather);
                json(&weather)
            }
            None => Err(CommandError::new(ErrorCode::NotReady, "error-no-rehearsal")),
        },
        "save_report" => json(&desk.save_report(
            &argument(args, "over")?,
            &argument::<String>(args, "language")?,
            saves,
        )?),
        "save_table" => {
            json(&desk.save_table(&argument::<Vec<Vec<String>>>(args, "rows")?, saves, &name()?)?)
        }
        "save_list" => json(&desk.save_list(&argument::<Vec<_>>(args, "rows")?, saves, &name()?)?),
        _ => return Ok(None),
    };
    answer.map(Some)
}

fn frame(bridge: &Bridge, headers: &HeaderMap, grey: &[u8]) -> Result<Value, CommandError> {
    let side = |name: &str| -> Option<usize> { headers.get(name)?.to_str().ok()?.parse().ok() };
    let size = side("x-w").zip(side("x-h"));
    let fits = |(w, h): &(usize, usize)| {
        w.checked_mul(*h).is_some_and(|pixels| pixels == grey.len() && pixels <= MOST_PIXELS)
    };
    let Some((width, height)) = size.filter(fits) else {
        return Err(CommandError::new(ErrorCode::BadInput, "error-frame"));
    };
    let Ok(_turn) = bridge.frames.try_lock() else {
        return Err(CommandError::new(ErrorCode::Busy, "error-busy"));
    };
    json(&bridge.desk.frame(grey, width, height)?)
}

fn arguments(body: &[u8]) -> Result<Value, CommandError> {
    let args = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(body) };
    args.map_err(|error| not_understood(&error.to_string()))
}

fn argument<T: DeserializeOwned>(args: &Value, name: &str) -> Result<T, CommandError> {
    serde_json::from_value(args[name].clone()).map_err(|error| not_understood(&format!("{name}: {error}")))
}

fn json(answer: &impl Serialize) -> Result<Value, CommandError> {
    serde_json::to_value(answer).map_err(|error| not_understood(&error.to_string()))
}

fn not_understood(detail: &str) -> CommandError {
    CommandError {
        detail: Some(detail.to_owned()),
        ..CommandError::new(ErrorCode::Internal, "error-internal")
    }
}

fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::BadInput => StatusCode::BAD_REQUEST,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::NotSaved => StatusCode::INSUFFICIENT_STORAGE,
        ErrorCode::WrongKey => StatusCode::UNAUTHORIZED,
        ErrorCode::NotReady => StatusCode::CONFLICT,
        ErrorCode::Busy => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// What is pushed, as server-sent events.
struct Updates(mpsc::UnboundedReceiver<Update>);

impl Stream for Updates {
    type Item = Result<Event, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|update| Some(Event::default().json_data(update?)))
    }
}

async fn updates(State(bridge): State<Bridge>, headers: HeaderMap) -> Response {
    if !bridge.is_known(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let (push, pushed) = mpsc::unbounded_channel();
    tokio::spawn(bridge.desk.push_updates(move |update| push.send(update).is_ok()));
    Sse::new(Updates(pushed)).keep_alive(KeepAlive::default()).into_response()
}

async fn page(State(bridge): State<Bridge>, uri: Uri) -> Response {
    let asked = FilePath::new(uri.path().trim_start_matches('/'));
    let inside = asked.components().all(|part| matches!(part, Component::Normal(_)));
    let name = if asked.as_os_str().is_empty() { FilePath::new("index.html") } else { asked };
    let read = if inside { std::fs::read(bridge.page.join(name)).ok() } else { None };
    let Some(bytes) = read else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match name.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        Some("json") => "application/json",
        Some(_) | None => "application/octet-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_SECURITY_POLICY, bridge.policy),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}

#[cfg(test)]
mod tests;
