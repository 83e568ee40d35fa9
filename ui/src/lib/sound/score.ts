/** The three sounds and the tick, as notes. Levels, lengths and pitches are the design's; a sound is never the only signal. */

import type { CaptureAnswer } from '../backend/generated/CaptureAnswer';

/** One note. Times in seconds, pitch in hertz, level as a factor. */
export interface Note {
  readonly wave: 'sine' | 'triangle';
  readonly pitch: number;
  readonly at: number;
  readonly length: number;
  readonly attack: number;
  readonly level: number;
  /** Level of the second harmonic, relative to the note. */
  readonly harmonic?: number;
}
/** A burst of noise through a band-pass. */
export interface Tick {
  readonly band: number;
  readonly length: number;
  readonly level: number;
}

/** What is to be heard. */
export type Sound = 'read' | 'seen' | 'needs-you' | 'tick';

/** How each answer to an act of capturing sounds. */
export const SOUNDS: Record<CaptureAnswer['answer'], Sound> = {
  saved: 'read',
  known: 'seen',
  again: 'tick',
  refused: 'needs-you',
};

/** Decibels to a factor. */
export const factor = (decibels: number): number => 10 ** (decibels / 20);

const LOUD = factor(-12);

/** Each sound's notes. */
export const NOTES: Record<Exclude<Sound, 'tick'>, readonly Note[]> = {
  read: [
    { wave: 'sine', pitch: 1047, at: 0, length: 0.06, attack: 0.004, level: LOUD, harmonic: factor(-18) },
    { wave: 'sine', pitch: 1568, at: 0.06, length: 0.09, attack: 0.004, level: LOUD, harmonic: factor(-18) },
  ],
  seen: [{ wave: 'sine', pitch: 784, at: 0, length: 0.11, attack: 0.012, level: LOUD }],
  'needs-you': [
    { wave: 'triangle', pitch: 392, at: 0, length: 0.12, attack: 0.004, level: LOUD },
    { wave: 'triangle', pitch: 330, at: 0.16, length: 0.12, attack: 0.004, level: LOUD },
  ],
};

/** The same code again within ten seconds. */
export const TICK: Tick = { band: 2000, length: 0.006, level: factor(-24) };
