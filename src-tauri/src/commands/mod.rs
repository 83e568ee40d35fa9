//! The doors of the page: each command takes its words apart, asks the desk, and hands the answer back. The names are
//! those of `ui/src/lib/backend/commands.ts`.

mod asking;
mod backup;
mod capture;
mod contacts;
mod files;
mod frame;
mod kiosk;
mod mapping;
mod page;
mod paste;
mod recipes;
mod rehearsal;
mod review;
mod scanning;
mod session;
mod settings;
mod sync;

use std::sync::Arc;

use lanyard_engine::api::Desk;
use lanyard_engine::api::views::{CommandError, ErrorCode};
use tauri::ipc::Invoke;
use tauri::{Manager, State};

use crate::state::Shell;

/// What a command answers.
pub(crate) type Answer<T> = Result<T, CommandError>;

/// All commands of the page. What is none of a visitor's affairs is not answered in kiosk mode, whatever the page asks.
pub(crate) fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    let answers = all();
    move |invoke: Invoke| match allowed(&invoke) {
        Ok(()) => answers(invoke),
        Err(error) => {
            invoke.resolver.reject(error);
            true
        }
    }
}

/// A desk that does not stand yet shows nothing either: what asks for it waits for itself.
fn allowed(invoke: &Invoke) -> Answer<()> {
    let shell = invoke.message.webview_ref().try_state::<Shell>().map(|shell| shell.inner().clone());
    let desk = shell.as_ref().and_then(Shell::standing);
    desk.map_or(Ok(()), |desk| desk.may(invoke.message.command()))
}

fn all() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        asking::order_questions,
        asking::save_consent,
        asking::say_consent,
        asking::questions,
        asking::retire_question,
        asking::save_question,
        backup::back_up,
        backup::begin_with_passphrase,
        backup::give_backup,
        backup::put_backup_away,
        backup::remove_passphrase,
        backup::restore_given,
        backup::set_passphrase,
        capture::capture_other,
        capture::capture_text,
        capture::capture_typed,
        capture::draft,
        capture::keep_draft,
        capture::leave_card,
        capture::understand,
        capture::undo_capture,
        contacts::choose,
        contacts::contact,
        contacts::contacts,
        contacts::destroy_contact,
        contacts::do_for,
        contacts::edit_contact,
        contacts::look_at_merge,
        contacts::merge_contacts,
        contacts::not_the_same,
        contacts::offered,
        contacts::recent,
        contacts::remove_contact,
        contacts::restore_contact,
        contacts::retry,
        contacts::settle_difference,
        contacts::unmerge_contact,
        files::add_roster,
        files::export_contacts,
        files::give_file,
        files::import_file,
        files::look_into_file,
        files::put_file_away,
        files::save_list,
        files::stop_file,
        frame::frame,
        frame::photo,
        kiosk::enter_kiosk,
        kiosk::leave_kiosk,
        page::close_window,
        page::opened_file,
        page::ready,
        page::stay_open,
        page::subscribe,
        paste::pasted_picture,
        recipes::add_recipe,
        recipes::learn_recipe,
        recipes::recipes,
        recipes::remove_recipe,
        recipes::save_recipe,
        mapping::draft_mapping,
        mapping::make_field,
        mapping::make_field_for,
        mapping::mapping,
        mapping::mapping_version,
        mapping::read_fields,
        mapping::save_mapping,
        recipes::try_recipe,
        rehearsal::play_weather,
        rehearsal::weather,
        review::closing,
        review::apply_proposal,
        review::apply_proposals,
        review::fix_cause,
        review::pictures,
        review::purge,
        review::refuse_proposal,
        review::release,
        review::answer_earlier,
        review::review,
        review::save_report,
        review::save_table,
        review::settle_alike,
        review::undo_for_many,
        scanning::forget_scanner,
        scanning::lesson,
        scanning::scan,
        scanning::teach,
        scanning::try_scan,
        session::badge_sheet,
        session::confirm_recovery_key,
        session::decide_restored,
        session::recovery_key,
        session::remember,
        session::try_disk,
        session::save_diagnostic,
        session::session,
        session::try_again,
        session::unlock,
        settings::check_destination,
        settings::save_destination,
        settings::save_event,
        settings::save_thresholds,
        settings::settings,
        settings::test_destination,
        sync::dry_run,
        sync::look_up,
        sync::status,
        sync::sync_now,
    ]
}

/// Asks the desk on a thread that may wait: for the disk, the keychain, or a CRM. The web view's own threads are few.
async fn ask<T: Send + 'static>(
    shell: State<'_, Shell>,
    question: impl FnOnce(&Arc<Desk>) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let shell = shell.inner().clone();
    let answered = tauri::async_runtime::spawn_blocking(move || question(shell.desk())).await;
    // The engine does not panic on anything a page can send; should it, the page hears of it and the app goes on.
    answered.unwrap_or_else(|_| Err(CommandError::new(ErrorCode::Internal, "error-internal")))
}
