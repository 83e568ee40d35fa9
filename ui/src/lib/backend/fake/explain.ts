/** Why each of the fake's contacts is where it is, in the engine's sentences. */
import type { Arg } from '../generated/Arg';
import type { Chip } from '../generated/Chip';
import type { CommandError } from '../generated/CommandError';
import type { Explanation } from '../generated/Explanation';
import type { Sentence } from '../generated/Sentence';

const CRM: Arg = { kind: 'text', value: 'AcmeCRM' };
const MINUTE = 60_000;

/** A sentence by code, the CRM's name filled in. */
export const say = (code: string, args: Record<string, Arg> = {}): Sentence => ({ code, args: { crm: CRM, ...args } });
/** How the engine says no. */
export const no = (code: CommandError['code'], sentence: string, args: Record<string, Arg> = {}): CommandError => ({
  code,
  sentence: say(sentence, args),
  detail: null,
});
/** A text as an argument. */
export const text = (value: string): Arg => ({ kind: 'text', value });
/** A number as an argument. */
export const count = (value: number): Arg => ({ kind: 'count', value });
/** A time as an argument. */
export const at = (value: number): Arg => ({ kind: 'at', value });

const plain = (why: Sentence, next: Sentence | null = null): Explanation => ({
  why,
  next,
  who: 'nobody',
  remedies: [],
  field: null,
});

/** The explanation that goes with a chip. */
export function explanationOf(chip: Chip, captured: number, unnamed = false): Explanation {
  switch (chip) {
    case 'saved':
      return plain(say('why-saved', { at: at(captured) }));
    case 'queued':
      return plain(say('why-queued-offline', { ahead: count(12) }), say('next-offline'));
    case 'on_hold':
      return unnamed
        ? { ...plain(say('why-held-unresolved')), who: 'you', remedies: ['edit_field'], field: 'full_name' }
        : {
            ...plain(say('why-held-grace', { left: { kind: 'for', value: 10_000 } }), say('next-held-grace')),
            remedies: ['send_now'],
          };
    case 'sending':
      return plain(say('why-sending', { try: count(2), at: at(captured + MINUTE) }), say('next-sending'));
    case 'waiting':
      return plain(say('why-throttled'), say('next-throttled', { at: at(captured + 3 * MINUTE) }));
    case 'checking':
      return plain(say('why-checking'), say('next-when-online'));
    case 'synced':
      return plain(say('why-synced', { id: text('5512'), at: at(captured + MINUTE) }));
    case 'differs':
      return {
        ...plain(say('why-differs', { field: { kind: 'field', value: 'job_title' } })),
        who: 'you',
        field: 'job_title',
      };
    case 'needs_attention':
      return {
        why: say('why-parked-invalid-field', {
          field: { kind: 'field', value: 'email' },
          says: text('the domain has no dot'),
        }),
        next: say('next-parked-invalid'),
        who: 'you',
        remedies: ['edit_field', 'retry'],
        field: 'email',
      };
    case 'removing':
      return plain(say('why-removing'), say('next-removing'));
    case 'removed':
      return plain(say('why-removed-here'));
  }
}
