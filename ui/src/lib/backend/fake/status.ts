/** The bar's story and the sum over the fake's contacts. */
import type { ContactRow } from '../generated/ContactRow';
import type { Session } from '../generated/Session';
import type { Status } from '../generated/Status';
import { at, count, say } from './explain';

export function statusOf(rows: ContactRow[], session: Session, scene: ReadonlySet<string>): Status {
  const having = (...chips: string[]): number => rows.filter(({ chip }) => chips.includes(chip)).length;
  const [synced, needs_attention, removed] = [
    having('synced'),
    having('needs_attention', 'differs'),
    having('removed'),
  ];
  const waiting = rows.length - synced - needs_attention - removed;
  const offline = scene.has('offline');
  return {
    network: offline ? 'offline' : 'online',
    story:
      session.restored !== 'settled'
        ? say('story-restored', { count: count(rows.length - removed) })
        : offline
          ? say('story-offline', { since: at(Date.now() - 660_000), count: count(waiting) })
          : say(rows.length === 0 ? 'story-nothing-yet' : 'story-sending', { count: count(waiting) }),
    sum: {
      captured: rows.length + (scene.has('off') ? 1 : 0),
      synced,
      waiting,
      needs_attention,
      removed,
      adds_up: !scene.has('off'),
    },
    today: rows.length,
    to_send: waiting,
    last_sync: null,
    banner: scene.has('banner')
      ? {
          why: say('story-sign-in', { count: count(waiting) }),
          next: null,
          who: 'manager',
          remedies: ['sign_in'],
          field: null,
        }
      : null,
  };
}
