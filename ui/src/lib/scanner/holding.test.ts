import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addKeys, handleKey } from '../keys/keys';
import { USUAL, type Habits } from './burst';
import { holdKeys, type Scanned } from './holding';

let scans: Scanned[] = [];
let habits: Habits = USUAL;
let isOpen = true;
let end: () => void = () => undefined;

const text = ({ held }: Scanned): string => held.map(({ stroke }) => stroke.key).join('');
const focused = (): Element => document.activeElement ?? document.body;

/** How long keys take from the keyboard to the window. */
let lag = 0;

/** Presses one key and lets `after` milliseconds go by; what no one prevents is typed, as a web view does. */
function press(key: string, after = 0, over: KeyboardEventInit = {}): KeyboardEvent {
  const code = /^[a-z]$/iu.test(key) ? `Key${key.toUpperCase()}` : key;
  const event = new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...over });
  Object.defineProperty(event, 'timeStamp', { value: performance.now() - lag });
  const target = focused();
  target.dispatchEvent(event);
  if (!event.defaultPrevented && [...key].length === 1 && target instanceof HTMLInputElement) {
    target.setRangeText(key, target.value.length, target.value.length, 'end');
  }
  vi.advanceTimersByTime(after);
  return event;
}
/** Types as a hand does. */
const hand = (keys: string): void => [...keys].forEach((key) => press(key, 90));
/** Types as a scanner does, and lets it rest. */
function scanner(keys: string, { each = 8, last = 'Enter' } = {}): void {
  for (const key of [...keys].map((key) => (key === '\n' ? 'Enter' : key === '\t' ? 'Tab' : key))) press(key, each);
  if (last !== '') press(last);
  vi.advanceTimersByTime(150);
}
function field<Name extends keyof HTMLElementTagNameMap>(name: Name, type?: string): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (type !== undefined) element.setAttribute('type', type);
  document.body.append(element);
  element.focus();
  return element;
}

describe('keys held back', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    scans = [];
    habits = USUAL;
    isOpen = true;
    lag = 0;
    end = holdKeys(window, { isOpen: () => isOpen, habits: () => habits, scanned: (scan) => void scans.push(scan) });
    window.addEventListener('keydown', handleKey);
  });
  afterEach(() => {
    end();
    window.removeEventListener('keydown', handleKey);
    document.body.replaceChildren();
    vi.useRealTimers();
  });

  it('are a scan when they come in a burst, wherever the focus is, and nothing of it is typed', () => {
    scanner('SBpax001');
    const input = field('input');
    scanner('MECARD:N:Doe,Jane;;');
    const note = field('textarea');
    scanner('000123', { last: '' });
    expect(scans.map(text)).toEqual(['SBpax001Enter', 'MECARD:N:Doe,Jane;;Enter', '000123']);
    expect([input.value, note.value]).toEqual(['', '']);
    expect(document.activeElement).toBe(note);
  });

  it('are one scan when lines of a card come with Enter or Tab between them', () => {
    field('input');
    scanner('BEGIN:VCARD\nVERSION:3.0\nFN:Jane\nEND:VCARD');
    scanner('BEGIN:VCARD\tFN:Jane\tEND:VCARD');
    expect(scans).toHaveLength(2);
    expect(scans[0]?.held.filter(({ stroke }) => stroke.key === 'Enter')).toHaveLength(4);
  });

  it('are given back in order to the field in which a hand typed them', () => {
    const input = field('input');
    const heard: string[] = [];
    input.addEventListener('input', () => heard.push(input.value));
    hand('Jane Roe');
    expect(input.value).toBe('Jane Roe');
    expect(heard.at(-1)).toBe('Jane Roe');
    expect(scans).toEqual([]);
  });

  it('are in a search at once, and a scan that began there leaves it as it was', () => {
    const input = field('input', 'search');
    hand('jan');
    expect(press('a').defaultPrevented).toBe(false);
    expect(input.value).toBe('jana');
    vi.advanceTimersByTime(90);
    expect(input.value).toBe('jana');
    const heard: string[] = [];
    input.addEventListener('input', () => heard.push(input.value));
    scanner('000123');
    expect(scans.map(text)).toEqual(['000123Enter']);
    expect([input.value, heard.at(-1)]).toEqual(['jana', 'jana']);
    expect(document.activeElement).toBe(input);
    hand(' r');
    expect(input.value).toBe('jana r');
  });

  it.each(['text', 'search'])(
    'arrive whole and in order in a field for %s at any pace, as long as no six come in a burst',
    (type) => {
      const input = field('input', type);
      let seed = 7;
      const below = (most: number): number => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % most;
      };
      let typed = '';
      for (let run = 0; run < 400; run += 1) {
        const quick = below(5);
        for (let at = 0; at <= quick; at += 1) {
          const key = 'abcdefghij klm.@-1234'.charAt(below(21));
          typed += key;
          press(key, at === quick ? 36 + below(200) : below(35));
        }
      }
      vi.advanceTimersByTime(200);
      expect(input.value).toBe(typed);
      expect(scans).toEqual([]);
    },
  );

  it('are lost neither by quick fingers nor by the key that follows', () => {
    const input = field('input');
    for (const [key, after] of [
      ['t', 20],
      ['h', 30],
      ['e', 60],
      ['n', 5],
    ] as const)
      press(key, after);
    // Backspace finds everything typed.
    const back = press('Backspace', 50);
    expect(back.defaultPrevented).toBe(false);
    expect(input.value).toBe('then');
  });

  it('reach the shortcuts of the screen one moment later, and a scan reaches none', () => {
    const pressed: string[] = [];
    const gone = addKeys(Object.fromEntries(['s', '1', 'b'].map((key) => [key, () => pressed.push(key)])));
    press('s', 90);
    expect(pressed).toEqual(['s']);
    scanner('11sbs1');
    expect(pressed).toEqual(['s']);
    gone();
  });

  it('go where the focus has gone when the first of them moved it', () => {
    const input = field('input');
    input.blur();
    const gone = addKeys({ m: () => input.focus() });
    press('m', 20);
    press('J', 90);
    gone();
    expect(input.value).toBe('J');
  });

  it('that repeat, carry Ctrl, or name places pass at once', () => {
    const input = field('input');
    expect(press('a', 30, { repeat: true }).defaultPrevented).toBe(false);
    expect(press('v', 0, { ctrlKey: true }).defaultPrevented).toBe(false);
    expect(press('ArrowLeft').defaultPrevented).toBe(false);
    expect(press('Escape').defaultPrevented).toBe(false);
    expect(input.value).toContain('a');
  });

  it('of an input method are left to it', () => {
    field('input');
    expect(press('k', 10, { isComposing: true }).defaultPrevented).toBe(false);
    expect(press('Process', 10).defaultPrevented).toBe(false);
    expect(press('Dead', 10).defaultPrevented).toBe(false);
  });

  it('of a dead key or Ctrl within a scan belong to it', () => {
    field('input');
    for (const key of 'TYPE') press(key, 8);
    press('Dead', 8, { code: 'Equal' });
    for (const key of 'CELL') press(key, 8);
    press('j', 8, { ctrlKey: true, code: 'KeyJ' });
    scanner('END');
    expect(scans).toHaveLength(1);
    expect(scans[0]?.held[4]?.stroke).toEqual({
      code: 'Equal',
      key: 'Dead',
      shift: false,
      alt_graph: false,
      ctrl: false,
    });
    expect(scans[0]?.held[9]?.stroke.ctrl).toBe(true);
  });

  it('that end a scan late send no form, while an Enter of a hand does', () => {
    const form = field('form');
    const input = document.createElement('input');
    form.append(input);
    input.focus();
    scanner('000123', { last: '' });
    expect(press('Enter', 60).defaultPrevented).toBe(true);
    vi.advanceTimersByTime(300);
    expect(press('Enter', 60).defaultPrevented).toBe(false);
  });

  it('in a field for secrets are nobody else’s, however quickly a program types them', () => {
    field('input', 'password');
    expect(press('p', 2).defaultPrevented).toBe(false);
    scanner('assword1');
    expect(scans).toEqual([]);
  });

  it('typed into a field by a program are no scan where every scanner is known to end with a key', () => {
    habits = { gap: 35, lastKeys: ['Enter'] };
    const input = field('input');
    scanner('kind regards', { last: '' });
    expect(input.value).toBe('kind regards');
    scanner('000123');
    expect(scans.map(text)).toEqual(['000123Enter']);
    input.blur();
    scanner('000124', { last: '' });
    expect(scans).toHaveLength(2);
  });

  it('survive a stall of the system within a scan', () => {
    field('input');
    for (const key of 'BEGIN:VC') press(key, 8);
    vi.advanceTimersByTime(80);
    scanner('ARD');
    expect(scans.map(text)).toEqual(['BEGIN:VCARDEnter']);
    expect(scans[0]?.held).toHaveLength(12);
  });

  it('are one scan on a machine that is behind with its keys, since their own times tell', () => {
    field('input');
    // Pressed every 8 ms, heard every 45 ms.
    lag = 15;
    for (const key of '000123') {
      press(key, 45);
      lag += 37;
    }
    vi.advanceTimersByTime(600);
    expect(scans.map(text)).toEqual(['000123']);
  });

  it.each([
    ['text', 'MEC'],
    ['search', 'M'],
  ])('are one scan where the system keeps those of a field for %s for a moment', (type, first) => {
    const input = field('input', type);
    for (const key of first) press(key, 4);
    vi.advanceTimersByTime(120);
    // Pressed meanwhile, every 4 ms, and heard only now.
    lag = 120;
    for (const key of 'MECARD:N'.slice(first.length)) {
      press(key);
      lag -= 4;
    }
    press('Enter', 300);
    expect(scans.map(text)).toEqual(['MECARD:NEnter']);
    expect(input.value).toBe('');
  });

  it('at the beginning of a scan wait for one stall where no text is typed, and no longer than a hand bears', () => {
    press('B', 60);
    scanner('EGIN:VCARD');
    expect(scans.map(text)).toEqual(['BEGIN:VCARDEnter']);
    const pressed: string[] = [];
    const input = field('input');
    input.blur();
    const gone = addKeys({ m: () => (pressed.push('m'), input.focus()) });
    press('m', 70);
    press('J', 70);
    press('a', 70);
    expect(pressed).toEqual(['m']);
    hand('ne');
    gone();
    expect(input.value).toBe('Jane');
    expect(scans).toHaveLength(1);
  });

  it('of a slow scanner are a scan once it was taught', () => {
    scanner('000123', { each: 50 });
    expect(scans).toEqual([]);
    habits = { gap: 75, lastKeys: ['Enter'] };
    scanner('000123', { each: 50 });
    expect(scans).toHaveLength(1);
  });

  it('are nobody’s business before the store is open', () => {
    isOpen = false;
    expect(press('a').defaultPrevented).toBe(false);
  });

  it('choose in a list of choices as without us', () => {
    const select = field('select');
    for (const name of ['Austria', 'Belgium', 'Germany']) select.append(new Option(name));
    const changed = vi.fn();
    select.addEventListener('change', changed);
    press('g', 90);
    expect(select.value).toBe('Germany');
    expect(changed).toHaveBeenCalledOnce();
  });
});
