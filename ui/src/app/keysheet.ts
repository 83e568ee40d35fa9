/** What the sheet of all keys says. Each line is proved by a test: a key that is named here does what its words say. */

/** The keys' names on their caps, and what they do, as a code of the catalogue. */
export type Line = readonly [keys: readonly string[], code: string];

/** By place. */
export const SHEET: readonly (readonly [head: string, lines: readonly Line[]])[] = [
  [
    'place-capture',
    [
      [['Space'], 'key-pause'],
      [['C'], 'key-camera'],
      [['M'], 'type-a-contact'],
      [['1', '5'], 'key-rate'],
      [['Q'], 'walk-questions'],
      [['N'], 'field-note'],
      [['T'], 'field-tag'],
      [['Ctrl', 'Z'], 'key-undo'],
    ],
  ],
  [
    'place-contacts',
    [
      [['/'], 'search'],
      [['↑', '↓'], 'key-move'],
      [['Enter'], 'open'],
      [['X'], 'key-choose'],
    ],
  ],
  [
    'keys-everywhere',
    [
      [['Ctrl', '1–4'], 'places'],
      [['S'], 'sync-now'],
      [['F6'], 'key-region'],
      [['?'], 'all-keys'],
      [['Esc'], 'key-back'],
    ],
  ],
];
