/** The ways in which a value is written over there, as one choice: what is taken and what is made of it together. */
import type { MapRow } from '$lib/backend/generated/MapRow';

import type { Way } from '$lib/words/families';

/** Which way a row goes now. */
export function kindOf({ take, turn }: MapRow): Way {
  if (typeof take === 'object' && 'join' in take) return 'join';
  if (typeof take === 'object' && 'split' in take) return 'split';
  if (turn === 'as_is') return 'as_is';
  if ('case' in turn) return turn.case;
  if ('phone' in turn) return turn.phone;
  return 'pick';
}

/** A row that goes another way; what the old one needed to know is forgotten. */
export function turned(row: MapRow, way: Way): Partial<MapRow> {
  const apart = typeof row.take === 'object' && !('answer' in row.take) ? 'first' : row.take;
  switch (way) {
    case 'as_is':
      return { take: apart, turn: 'as_is' };
    case 'upper':
    case 'lower':
    case 'title':
      return { take: apart, turn: { case: way } };
    case 'e164':
    case 'international':
    case 'national':
      return { take: apart, turn: { phone: way } };
    case 'pick':
      return { take: apart, turn: { pick: { options: {}, otherwise: null } } };
    case 'join':
      return { take: { join: { with: ['city'], by: ', ' } }, turn: 'as_is' };
    case 'split':
      return { take: { split: { by: ' ', nth: 1 } }, turn: 'as_is' };
  }
}
