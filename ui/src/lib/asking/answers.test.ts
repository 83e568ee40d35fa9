import { describe, expect, it } from 'vitest';
import type { Question } from '../backend/generated/Question';
import { holds, offersOf, pressed, spoken } from './answers';

const say = (code: 'yes' | 'no'): string => (code === 'yes' ? 'Ja' : 'Nein');
const several: Question = { text: 'Which?', asks: { kind: 'several', options: ['A', 'B', 'C'] } };
const scale: Question = { text: 'How well?', asks: { kind: 'scale', steps: 10, low: '', high: '' } };
const alone: Question = { text: 'Alone?', asks: { kind: 'yes_no' } };

describe('an answer', () => {
  it('has a digit for whatever can be chosen, the tenth step the 0', () => {
    expect(offersOf(scale, say).map(({ digit }) => digit)).toEqual([...'1234567890']);
    expect(offersOf(alone, say)).toEqual([
      { value: 'yes', label: 'Ja', digit: '1' },
      { value: 'no', label: 'Nein', digit: '2' },
    ]);
    expect(offersOf({ text: 'Why?', asks: { kind: 'text' } }, say)).toEqual([]);
  });

  it('is taken back by the same press', () => {
    expect(pressed(scale, '', '4')).toBe('4');
    expect(pressed(scale, '4', '4')).toBeNull();
  });

  it('holds several in the order in which they were offered', () => {
    const both = pressed(several, pressed(several, '', 'C') ?? '', 'A');
    expect(both).toBe('A; C');
    expect(['A', 'B', 'C'].map((value) => holds(both ?? '', value, several))).toEqual([true, false, true]);
    expect(pressed(several, 'A', 'A')).toBeNull();
  });

  it('of yes and no is said in the reader’s language, and nothing else is', () => {
    expect(spoken(alone, 'no', say)).toBe('Nein');
    expect(spoken(several, 'no', say)).toBe('no');
    expect(spoken(null, 'no', say)).toBe('no');
  });
});
