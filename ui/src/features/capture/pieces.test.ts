// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Point } from '$lib/camera/fit';
import { around, bracketPath, restingCorners } from './brackets';
import { coachLine } from './coach';
import { Troubled } from './troubled';
import { changesOf, hintFor, nothingTyped } from './typed';

describe('the reticle', () => {
  it('rests as a square in the middle of the picture', () => {
    const [topLeft, topRight, , bottomLeft] = restingCorners({ width: 800, height: 600 }) as [
      Point,
      Point,
      Point,
      Point,
    ];
    expect(topRight[0] - topLeft[0]).toBeCloseTo(336);
    expect(bottomLeft[1] - topLeft[1]).toBeCloseTo(336);
    expect(topLeft[0] + topRight[0]).toBeCloseTo(800);
  });

  it('stands outside the code it closes on', () => {
    const code: Point[] = [
      [100, 100],
      [200, 100],
      [200, 200],
      [100, 200],
    ];
    expect(around(code)[0]).toEqual([95, 95]);
    expect(bracketPath(code).match(/M/gu)).toHaveLength(4);
  });
});

describe('a typed contact', () => {
  it('leaves out what was left empty', () => {
    expect(changesOf({ ...nothingTyped(), given_name: ' Ada ', company: '  ' })).toEqual([
      { field: 'given_name', value: 'Ada' },
    ]);
  });

  it('is given a hint for an odd e-mail or number, and none for an empty one', () => {
    expect(hintFor('email', 'liam')).toBe('email_shape');
    expect(hintFor('email', 'liam@example')).toBe('email_domain');
    expect(hintFor('email', 'liam@example.com')).toBeNull();
    expect(hintFor('phone', 'call me')).toBe('phone_shape');
    expect(hintFor('phone', '')).toBeNull();
    expect(hintFor('company', '?')).toBeNull();
  });
});

describe('the coach', () => {
  const still = {
    spoken: null,
    camera: 'on',
    first: false,
    paused: false,
    typing: false,
    holding: false,
    advice: null,
  } as const;

  it('speaks of the last answer first, then of the camera', () => {
    expect(coachLine({ ...still, spoken: 'saved', paused: true })).toEqual({ code: 'coach-saved', good: true });
    expect(coachLine({ ...still, typing: true }).code).toBe('coach-typing');
    expect(coachLine({ ...still, paused: true }).code).toBe('coach-paused');
    expect(coachLine(still).code).toBe('coach-ready');
    expect(coachLine({ ...still, first: true }).code).toBe('coach-first');
    expect(coachLine({ ...still, first: true, spoken: 'saved' }).code).toBe('coach-first-read');
    expect(coachLine({ ...still, camera: 'lost' }).code).toBe('coach-no-camera');
  });

  it('asks for the camera that may be built in where the system shows none', () => {
    expect(coachLine({ ...still, camera: 'none' })).toEqual({ code: 'coach-missed', good: false });
    expect(coachLine({ ...still, camera: 'none', spoken: 'saved' }).code).toBe('coach-saved');
  });

  it('helps with a badge that is not read while the camera runs and nothing was answered', () => {
    expect(coachLine({ ...still, advice: 'coach-closer' })).toEqual({ code: 'coach-closer', good: false });
    expect(coachLine({ ...still, advice: 'coach-closer', spoken: 'again' }).code).toBe('coach-again');
    expect(coachLine({ ...still, advice: 'coach-closer', paused: true }).code).toBe('coach-paused');
    expect(coachLine({ ...still, advice: 'coach-closer', camera: 'lost' }).code).toBe('coach-no-camera');
  });

  it('speaks of a picture first while one is held over the window', () => {
    expect(coachLine({ ...still, spoken: 'saved', holding: true })).toEqual({ code: 'coach-drop', good: false });
  });
});

describe('a frame that could not be taken', () => {
  it('is said once in ten seconds, and "busy" never', () => {
    const troubled = new Troubled();
    expect(troubled.shouldSay('busy', 0)).toBe(false);
    expect(troubled.shouldSay('not_saved', 0)).toBe(true);
    expect(troubled.shouldSay('not_saved', 66)).toBe(false);
    expect(troubled.shouldSay('internal', 132)).toBe(true);
    expect(troubled.shouldSay('internal', 20_000)).toBe(true);
  });
});
