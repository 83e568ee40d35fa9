// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { ranked } from './rank';
import { troubleOf } from './trouble';

const devices = [
  { id: '1', label: 'OBS Virtual Camera' },
  { id: '2', label: 'Integrated IR Camera' },
  { id: '3', label: 'Logitech BRIO' },
  { id: '4', label: 'Integrated Camera' },
];
const labels = (remembered: { id?: string; label?: string }): string[] =>
  ranked(devices, remembered).map(({ label }) => label);

describe('cameras', () => {
  it('come built-in first, infrared and virtual last', () => {
    expect(labels({})).toEqual(['Integrated Camera', 'Logitech BRIO', 'Integrated IR Camera', 'OBS Virtual Camera']);
  });

  it('begin with the remembered one', () => {
    expect(labels({ id: '3' })[0]).toBe('Logitech BRIO');
  });

  it('find the remembered one by label when its id has changed', () => {
    expect(labels({ id: 'gone', label: 'Logitech BRIO' })[0]).toBe('Logitech BRIO');
  });

  it('do not take an unnamed camera for the remembered one', () => {
    expect(
      ranked(
        [
          { id: '', label: '' },
          { id: '9', label: 'B' },
        ],
        { id: '', label: '' },
      ),
    ).toHaveLength(2);
  });
});

describe('trouble', () => {
  it.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'none'],
    ['OverconstrainedError', 'none'],
    ['NotReadableError', 'busy'],
  ])('%s means %s', (name, trouble) => {
    expect(troubleOf(new DOMException('', name))).toBe(trouble);
  });
});
