// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { factor, NOTES, TICK } from './score';

describe('the score', () => {
  it('has the design’s pitches, lengths and levels', () => {
    expect(NOTES.read.map(({ pitch, length }) => [pitch, length])).toEqual([
      [1047, 0.06],
      [1568, 0.09],
    ]);
    expect(NOTES.seen.map(({ pitch, length, attack }) => [pitch, length, attack])).toEqual([[784, 0.11, 0.012]]);
    expect(NOTES['needs-you'].map(({ wave, pitch }) => [wave, pitch])).toEqual([
      ['triangle', 392],
      ['triangle', 330],
    ]);
    expect(NOTES.read[0]?.level).toBeCloseTo(0.251, 3);
    expect(TICK).toEqual({ band: 2000, length: 0.006, level: factor(-24) });
  });

  it('never lets two notes of a sound overlap', () => {
    for (const notes of Object.values(NOTES)) {
      notes.slice(1).forEach((note, at) => {
        const before = notes[at];
        expect(note.at).toBeGreaterThanOrEqual((before?.at ?? 0) + (before?.length ?? 0));
      });
    }
  });
});
