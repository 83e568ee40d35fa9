// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { piecesOf } from '../ui/marks';
import { directionOf, languageFor, localeFor } from './catalogue';
import { pseudoOf } from './pseudo';
import { spanParts } from './span';
import { plain, Words } from './words.svelte';

const NOON = new Date(2026, 10, 22, 12, 0, 0).getTime();

describe('words', () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOON }));
  afterEach(() => void vi.useRealTimers());

  it('fills a sentence with texts, counts and times of the reader’s locale', () => {
    const words = new Words(['en-GB']);
    const story = {
      code: 'story-offline',
      args: { since: { kind: 'at', value: NOON - 89 * 60_000 }, count: { kind: 'count', value: 1400 } },
    } as const;
    expect(plain(words.say(story))).toBe('Offline since 10:31. 1,400 contacts are safe on this laptop.');
  });

  it('names fields and spans by the catalogue', () => {
    const words = new Words(['en-GB']);
    const differs = {
      code: 'why-differs',
      args: { field: { kind: 'field', value: 'job_title' }, crm: { kind: 'text', value: 'HubSpot' } },
    } as const;
    expect(plain(words.say(differs))).toBe('Job title differs in HubSpot: choose.');
    const held = { code: 'why-held-grace', args: { left: { kind: 'for', value: 5400 } } } as const;
    expect(plain(words.say(held))).toBe('Sends in 6 s, or when you leave the card.');
  });

  it('marks data in a sentence so that it can stand isolated', () => {
    const marked = new Words(['en-GB']).marked('already-captured-by', { time: '10:42', name: 'ليلى' });
    expect(piecesOf(marked)).toEqual([
      { text: 'Already captured ', isolated: false },
      { text: '10:42', isolated: true },
      { text: ' by ', isolated: false },
      { text: 'ليلى', isolated: true },
    ]);
  });

  it('says a sentence even for a code it does not know, never the code alone', () => {
    const said = plain(new Words(['en-GB']).say({ code: 'why-from-the-future', args: {} }));
    expect(said).toContain('why-from-the-future');
    expect(said).toContain('An update helps');
  });

  it('shows the date of a time that was not today', () => {
    const words = new Words(['en-GB']);
    expect(words.time(NOON - 24 * 3_600_000)).toBe('21 Nov, 12:00');
    expect(words.time(NOON)).toBe('12:00');
    expect(words.moment(NOON)).toBe('12:00');
    expect(words.moment(NOON - 24 * 3_600_000)).toBe('21 Nov');
  });

  it('tells the time by 24 hours in every language, with two figures, so that no half of the day is left to guess', () => {
    const early = new Date(2026, 10, 22, 2, 3, 4).getTime();
    for (const locale of ['en-US', 'en-GB', 'de-DE']) {
      const words = new Words([locale]);
      expect(words.time(early)).toBe('02:03');
      expect(words.time(early, true)).toBe('02:03:04');
      expect(words.time(early + 12 * 3_600_000)).toBe('14:03');
    }
    const since = { code: 'why-saved', args: { at: { kind: 'at', value: early } } } as const;
    expect(plain(new Words(['en-US']).say(since))).toContain('02:03');
  });

  it('speaks the chosen language, else the system’s first that is shipped, else English', () => {
    expect(languageFor('de', ['en-GB'])).toBe('de');
    expect(languageFor(null, ['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(languageFor(null, ['ja-JP'])).toBe('en');
  });

  it('writes numbers and times as the system’s own flavour of the language does', () => {
    expect(localeFor('de', ['en-US', 'de-CH'])).toBe('de-CH');
    expect(localeFor('en', ['ja-JP'])).toBe('en-GB');
  });

  it('tells a wait in one unit and never shorter than it is', () => {
    expect(spanParts(5001)).toEqual({ unit: 'seconds', amount: 6 });
    expect(spanParts(91_000)).toEqual({ unit: 'minutes', amount: 2 });
    expect(spanParts(7_200_000)).toEqual({ unit: 'hours', amount: 2 });
    expect(spanParts(-1)).toEqual({ unit: 'seconds', amount: 0 });
  });
});

describe('a laptop that is carried into another time zone', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it('tells times by the zone that it is in now, without a start anew', () => {
    const words = new Words(['en-GB']);
    const at = Date.UTC(2026, 10, 22, 9, 30);
    const told = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'].map((there) => {
      process.env.TZ = there;
      return words.time(at).slice(-5);
    });
    expect(told).toEqual(['10:30', '04:30', '18:30']);
  });
});

describe('which way words run', () => {
  it('follows the language, and a pseudo-language turns them round', () => {
    expect(new Words(['de-DE']).direction).toBe('ltr');
    const turned = new Words(['en-GB'], pseudoOf('?fake=&pseudo=rtl'));
    expect(turned.direction).toBe('rtl');
    expect(turned.t('sync-now')).toMatch(/^[\u0600-\u06ff ]+$/u);
    expect(directionOf('ar')).toBe('rtl');
  });

  it('grows by two fifths in the long pseudo-language, values excepted', () => {
    const words = new Words(['en-GB'], pseudoOf('?pseudo=long'));
    expect(words.t('sync-now')).toBe('Syncnc nowow');
    expect(words.t('recipe-removed', { name: 'Expo' })).toContain('Expo');
    expect(pseudoOf('?fake=many')).toBeNull();
  });
});
