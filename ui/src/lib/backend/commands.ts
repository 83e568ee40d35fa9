/** The commands by name, over any way to call them. Tauri and the bridge differ only in how a call travels. */
import type { Backend } from './backend';

/** Calls one command with plain arguments. */
export type Call = <Answer>(command: string, args?: Record<string, unknown>) => Promise<Answer>;

/** Calls one command with raw bytes as its body. */
export type Send = <Answer>(command: string, bytes: Uint8Array, headers?: Record<string, string>) => Promise<Answer>;

/** How commands and pushed updates travel. */
export type Transport = Pick<Backend, 'subscribe'> & { call: Call; send: Send };

/** Binds every command of the engine to `transport`. */
export function commandsOver({ call, send, subscribe }: Transport): Backend {
  return {
    subscribe,
    frame: ({ width, height, grey }) => send('frame', grey, { 'x-w': String(width), 'x-h': String(height) }),
    photo: (file) => send('photo', file),
    pastedPicture: async () => {
      // Bytes from the shell; the bridge has no clipboard.
      const bytes = await call<ArrayBuffer | null>('pasted_picture');
      return bytes === null || bytes.byteLength === 0 ? null : new Uint8Array(bytes);
    },
    openedFile: async () => {
      // The name, a zero byte, the content, from the shell; nothing is opened with a page in a browser.
      const told = await call<ArrayBuffer | null>('opened_file');
      if (told === null || told.byteLength === 0) return null;
      const bytes = new Uint8Array(told);
      const end = bytes.indexOf(0);
      return new File([bytes.subarray(end + 1)], new TextDecoder().decode(bytes.subarray(0, end)));
    },
    session: () => call('session'),
    unlock: (secret) => call('unlock', { secret }),
    tryAgain: () => call('try_again'),
    beginWithPassphrase: (passphrase) => call('begin_with_passphrase', { passphrase }),
    decideRestored: (decision) => call('decide_restored', { decision }),
    ready: () => call('ready'),
    captureText: (payload, way) => call('capture_text', { payload, way }),
    scan: (strokes) => call('scan', { strokes }),
    tryScan: (strokes) => call('try_scan', { strokes }),
    lesson: () => call('lesson'),
    teach: (strokes, widest) => call('teach', { strokes, widest: Math.ceil(widest) }),
    forgetScanner: (scannerId) => call('forget_scanner', { scannerId }),
    understand: (text) => call('understand', { text }),
    draft: () => call('draft'),
    keepDraft: (changes) => call('keep_draft', { changes }),
    captureTyped: (changes) => call('capture_typed', { changes }),
    captureOther: (contactId, place) => call('capture_other', { contactId, place }),
    undoCapture: (contactId) => call('undo_capture', { contactId }),
    leaveCard: (contactId) => call('leave_card', { contactId }),
    editContact: (contactId, changes) => call('edit_contact', { contactId, changes }),
    recent: (limit) => call('recent', { limit }),
    contacts: (query) => call('contacts', { query }),
    offered: () => call('offered'),
    doFor: (contacts, act) => call('do_for', { contacts, act }),
    contact: (contactId) => call('contact', { contactId }),
    choose: (deliveryId, choice) => call('choose', { deliveryId, choice }),
    settleDifference: (conflictId, ours) => call('settle_difference', { conflictId, ours }),
    retry: (contactId) => call('retry', { contactId }),
    removeContact: (contactId) => call('remove_contact', { contactId }),
    destroyContact: (contactId, records) => call('destroy_contact', { contactId, records }),
    restoreContact: (contactId) => call('restore_contact', { contactId }),
    lookAtMerge: (one, other) => call('look_at_merge', { one, other }),
    mergeContacts: (kept, other, chosen) => call('merge_contacts', { kept, other, chosen }),
    unmergeContact: (contactId) => call('unmerge_contact', { contactId }),
    notTheSame: (one, other, isOther) => call('not_the_same', { one, other, isOther }),
    giveFile: (bytes) => send('give_file', bytes),
    lookIntoFile: (file, how) => call('look_into_file', { file, how }),
    importFile: (file, how, dryRun) => call('import_file', { file, how, dryRun }),
    addRoster: (file, name, how, dryRun) => call('add_roster', { file, name, how, dryRun }),
    putFileAway: (file) => call('put_file_away', { file }),
    stopFile: () => call('stop_file'),
    exportContacts: (choice, name) => call('export_contacts', { choice, name }),
    recipes: () => call('recipes'),
    addRecipe: (toml) => call('add_recipe', { toml }),
    removeRecipe: (name) => call('remove_recipe', { name }),
    learnRecipe: (name, badges) => call('learn_recipe', { name, badges }),
    tryRecipe: (toml, text) => call('try_recipe', { toml, text }),
    saveDiagnostic: () => call('save_diagnostic'),
    saveRecipe: (toml) => call('save_recipe', { toml }),
    saveList: (rows, name) => call('save_list', { rows, name }),
    dryRun: () => call('dry_run'),
    lookUp: (contactId) => call('look_up', { contactId }),
    review: () => call('review'),
    pictures: (over) => call('pictures', { over }),
    saveReport: (over, language) => call('save_report', { over, language }),
    saveTable: (rows, name) => call('save_table', { rows, name }),
    fixCause: (cause, fix) => call('fix_cause', { cause, fix }),
    undoForMany: () => call('undo_for_many'),
    release: (held) => call('release', { held }),
    answerEarlier: (destinationId, send) => call('answer_earlier', { destinationId, send }),
    applyProposal: (proposalId, fields) => call('apply_proposal', { proposalId, fields }),
    applyProposals: () => call('apply_proposals'),
    refuseProposal: (proposalId) => call('refuse_proposal', { proposalId }),
    purge: (contacts) => call('purge', { contacts }),
    settleAlike: (of, side) => call('settle_alike', { of, side }),
    status: () => call('status'),
    syncNow: () => call('sync_now'),
    settings: () => call('settings'),
    saveThresholds: (thresholds) => call('save_thresholds', { thresholds }),
    saveEvent: (input) => call('save_event', { input }),
    closing: () => call('closing'),
    closeWindow: () => call('close_window'),
    stayOpen: () => call('stay_open'),
    enterKiosk: (pin) => call('enter_kiosk', { pin }),
    leaveKiosk: (pin) => call('leave_kiosk', { pin }),
    saveConsent: (input) => call('save_consent', { input }),
    sayConsent: (contactId, wording, given, channel) => call('say_consent', { contactId, wording, given, channel }),
    questions: () => call('questions'),
    saveQuestion: (input) => call('save_question', { input }),
    orderQuestions: (ids) => call('order_questions', { ids }),
    retireQuestion: (questionId, retired) => call('retire_question', { questionId, retired }),
    saveDestination: (input) => call('save_destination', { input }),
    checkDestination: (destinationId) => call('check_destination', { destinationId }),
    testDestination: (destinationId) => call('test_destination', { destinationId }),
    mapping: (destinationId) => call('mapping', { destinationId }),
    mappingVersion: (destinationId, version) => call('mapping_version', { destinationId, version }),
    draftMapping: (destinationId, rows) => call('draft_mapping', { destinationId, rows }),
    saveMapping: (destinationId, version, rows) => call('save_mapping', { destinationId, version, rows }),
    readFields: (destinationId) => call('read_fields', { destinationId }),
    makeField: (destinationId, called) => call('make_field', { destinationId, called }),
    makeFieldFor: (cause) => call('make_field_for', { cause }),
    remember: (preferences) => call('remember', { preferences }),
    recoveryKey: () => call('recovery_key'),
    tryDisk: () => call('try_disk'),
    confirmRecoveryKey: () => call('confirm_recovery_key'),
    setPassphrase: (passphrase) => call('set_passphrase', { passphrase }),
    removePassphrase: () => call('remove_passphrase'),
    badgeSheet: () => call('badge_sheet'),
    weather: () => call('weather'),
    playWeather: (weather) => call('play_weather', { weather }),
    backUp: (name) => call('back_up', { name }),
    giveBackup: (file) => send('give_backup', file),
    restoreGiven: (secret) => call('restore_given', { secret }),
    putBackupAway: () => call('put_backup_away'),
  };
}
