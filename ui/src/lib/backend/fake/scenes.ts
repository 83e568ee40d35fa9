/** The states the fake can start in, for pictures and for working on a screen: `?fake=offline`, `?fake=nokey` … */
import type { Preferences } from '../generated/Preferences';
import type { Session } from '../generated/Session';
import type { Settings } from '../generated/Settings';
import type { Stage } from '../generated/Stage';
import type { StandingView } from '../generated/StandingView';
import { say, text } from './explain';
import { QUESTIONS } from './questions';

const NO_PREFERENCES: Preferences = {
  language: null,
  theme: null,
  muted: false,
  volume: null,
  camera_id: null,
  camera_label: null,
  camera_tried: true,
  steps_away: true,
};

function stageOf(scene: ReadonlySet<string>): Stage {
  if (scene.has('nokeychain')) {
    const explanation = { why: say('start-no-keychain'), next: null, who: 'you' as const, remedies: [], field: null };
    return { stage: 'needs_passphrase', explanation, detail: 'no session bus', chosen: scene.has('chosen') };
  }
  if (scene.has('nokey')) {
    const explanation = {
      why: say('start-keychain-locked'),
      next: null,
      who: 'you' as const,
      remedies: [],
      field: null,
    };
    return { stage: 'needs_recovery_key', explanation, passphrase: scene.has('passphrase') };
  }
  if (scene.has('blocked')) {
    const explanation = { why: say('start-read-only'), next: null, who: 'you' as const, remedies: [], field: null };
    return { stage: 'blocked', explanation, detail: 'open("lanyard.db-wal"): Read-only file system (os error 30)' };
  }
  return { stage: 'ready' };
}

/** The session a scene starts with. */
export function sessionFor(scene: ReadonlySet<string>): Session {
  return {
    stage: stageOf(scene),
    rehearsal: scene.has('rehearsal'),
    event: { id: 'e-1', name: 'Nordlicht Expo 2026', region: 'DE', grace: 10_000 },
    questions: scene.has('questions') ? QUESTIONS : [],
    consent: scene.has('consent')
      ? { wording: 'cw-1', version: 1, text: 'May we e-mail you about what you saw today?', hold: true }
      : null,
    operator: 'Ali',
    kiosk: scene.has('kiosk'),
    preferences: { ...NO_PREFERENCES, steps_away: !scene.has('first') },
    scanners: [],
    recovery_key_confirmed: !scene.has('unwritten'),
    restored: scene.has('restored') ? 'asked' : scene.has('copy') ? 'copy' : 'settled',
    version: '0.1.0',
  };
}

/** The settings of every scene. */
export function settingsFor(scene: ReadonlySet<string>): Settings {
  const health = { why: say('health-online'), next: null, who: 'nobody' as const, remedies: [], field: null };
  return {
    event: { id: 'e-1', name: 'Nordlicht Expo 2026', region: 'DE', grace: 10_000 },
    operator: 'Ali',
    purge_days: scene.has('purge') ? 30 : null,
    destinations: scene.has('empty')
      ? []
      : [
          {
            id: 'dest-1',
            kind: 'acme',
            name: 'AcmeCRM',
            settings: { url: 'https://crm.example.com', auth: 'bearer' },
            has_secret: true,
            health,
            earlier: null,
            mapping: [
              ['given_name', 'acme_first_name'],
              ['family_name', 'acme_last_name'],
              ['email', 'acme_email'],
              ['company', 'acme_company'],
              ['job_title', 'acme_job_title'],
              ['phone', 'acme_phone'],
              ['note', 'acme_notes'],
            ],
          },
        ],
    kinds: [
      {
        kind: 'acme',
        name: 'AcmeCRM',
        form: [
          {
            key: 'url',
            label: 'form-acme-base-url',
            help: null,
            secret: false,
            required: true,
            value: 'https://',
            options: [],
          },
          {
            key: 'token',
            label: 'form-acme-secret',
            help: null,
            secret: true,
            required: true,
            value: null,
            options: [],
          },
          {
            key: 'when_deleted',
            label: 'form-when-deleted',
            help: 'form-when-deleted-help',
            secret: false,
            required: false,
            value: 'ask',
            options: [
              ['ask', 'form-when-deleted-ask'],
              ['follow', 'form-when-deleted-follow'],
            ],
          },
          {
            key: 'look_up',
            label: 'form-look-up',
            help: 'form-look-up-help',
            secret: false,
            required: false,
            value: 'show',
            options: [
              ['show', 'form-look-up-show'],
              ['hide', 'form-look-up-hide'],
            ],
          },
        ],
      },
    ],
    fields: [],
    data_folder: '/home/ali/.local/share/lanyard',
    key_kept: 'keychain',
    passphrase: scene.has('passphrase') ? 'set' : 'none',
    last_backup: null,
    thresholds: { oldest_minutes: 120, failing_percent: 25, budget_percent: 10 },
  };
}

/** The refusal shown for a Wi-Fi code. */
export const REFUSED = say('refused-wifi', { what: text('Wi-Fi') });

/** Somebody whom the CRM knows. */
export const STANDING: StandingView = {
  destination: 'acme',
  known: { code: 'standing-known', args: { crm: text('HubSpot') } },
  facts: [
    { code: 'standing-status', args: { status: text('Customer') } },
    { code: 'standing-owner', args: { owner: text('Grace Okafor') } },
    { code: 'standing-contacted', args: { at: { kind: 'day', value: Date.UTC(2026, 7, 3, 9) } } },
  ],
};
