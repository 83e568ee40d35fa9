/** How each state's glyph is drawn, on the 16 px grid. Outline: on its way. Solid: settled, or it needs a person. */
import type { Chip } from '../backend/generated/Chip';

/** Paths, each left out where there is none: filled, drawn as a line, and drawn on the filled part in the colour beneath it. */
export interface Glyph {
  readonly solid?: string;
  readonly line?: string;
  /** Dashes of the line. */
  readonly dashes?: string;
  readonly knock?: string;
  /** How wide what is drawn on the filled part is. */
  readonly width?: number;
}

/** A circle as a path. */
const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;

const RING = circle(8, 8, 6.2);
const TAKEN_OUT: Glyph = { line: `${RING}M5.3 8h5.4` };

export const GLYPHS: Readonly<Record<Chip, Glyph>> = {
  needs_attention: {
    solid: 'M6.7 1.9a1.5 1.5 0 0 1 2.6 0l5.9 10.4a1.5 1.5 0 0 1-1.3 2.2H2.1a1.5 1.5 0 0 1-1.3-2.2Z',
    knock: 'M8 5.6v3.6M8 11.75v.1',
    width: 1.7,
  },
  differs: {
    solid: 'M7 1.2a1.4 1.4 0 0 1 2 0L14.8 7a1.4 1.4 0 0 1 0 2L9 14.8a1.4 1.4 0 0 1-2 0L1.2 9a1.4 1.4 0 0 1 0-2Z',
    knock: 'M5.3 6.6h5.4M5.3 9.4h5.4M9.2 4.8 6.8 11.2',
    width: 1.35,
  },
  checking: {
    solid: circle(7.15, 9.4, 0.9),
    line: `${circle(6.9, 6.9, 4.9)}M10.6 10.6l3.8 3.8M5.7 5.8c.2-.8.8-1.1 1.4-1.1.8 0 1.4.5 1.4 1.2 0 .9-1.3 1-1.3 1.8`,
  },
  sending: { line: `${RING}M8 11V5.2M5.5 7.5 8 5l2.5 2.5` },
  waiting: { line: `${RING}M8 4.7V8l2.2 1.5` },
  on_hold: { line: `${RING}M6.4 5.9v4.2M9.6 5.9v4.2` },
  queued: { solid: circle(8, 8, 1.5), line: circle(8, 8, 6.1), dashes: '2.4 2.39' },
  removing: TAKEN_OUT,
  removed: TAKEN_OUT,
  synced: { solid: circle(8, 8, 7), knock: 'm4.9 8.2 2.2 2.2 4-4.5', width: 1.7 },
  saved: {
    line: 'M4.15 2.75h7.7a1.4 1.4 0 0 1 1.4 1.4v4.95a1.4 1.4 0 0 1-1.4 1.4h-7.7a1.4 1.4 0 0 1-1.4-1.4v-4.95a1.4 1.4 0 0 1 1.4-1.4ZM1.2 13.25h13.6M5.9 6.6l1.5 1.5 2.8-2.9',
  },
};
