import { afterEach, describe, expect, it } from 'vitest';
import { addKeys, handleKey } from './keys';

const ends: (() => void)[] = [];
const bind = (...args: Parameters<typeof addKeys>): void => void ends.push(addKeys(...args));
function press(key: string, over: KeyboardEventInit & { on?: HTMLElement } = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...over });
  const target = over.on ?? document.body;
  target.addEventListener('keydown', handleKey, { once: true });
  target.dispatchEvent(event);
  return event;
}
function field(): HTMLInputElement {
  const input = document.createElement('input');
  document.body.append(input);
  return input;
}

describe('keys', () => {
  afterEach(() => {
    for (const end of ends.splice(0)) end();
    document.body.replaceChildren();
  });

  it('do nothing while text is typed, except Escape and the places', () => {
    const pressed: string[] = [];
    bind({ c: () => pressed.push('c'), Escape: () => pressed.push('esc'), 'Ctrl+2': () => pressed.push('place') });
    press('c', { on: field() });
    press('Escape', { on: field() });
    press('2', { on: field(), ctrlKey: true });
    expect(pressed).toEqual(['esc', 'place']);
  });

  it('ask the topmost screen first and fall through when it declines', () => {
    const pressed: string[] = [];
    bind({ Escape: () => pressed.push('below') });
    bind({
      Escape: () => {
        pressed.push('above');
        return false;
      },
    });
    press('Escape');
    expect(pressed).toEqual(['above', 'below']);
  });

  it('leave Enter and Space to the button that has the focus', () => {
    const pressed: string[] = [];
    bind({ Space: () => pressed.push('pause') });
    const button = document.createElement('button');
    document.body.append(button);
    press(' ', { on: button });
    press(' ');
    expect(pressed).toEqual(['pause']);
  });

  it('tell Ctrl and Command apart from the bare key, and rest during composition', () => {
    const pressed: string[] = [];
    bind({ z: () => pressed.push('z'), 'Ctrl+z': () => pressed.push('undo') });
    press('z', { metaKey: true });
    press('z', { ctrlKey: true });
    press('z', { isComposing: true });
    press('z', { altKey: true });
    expect(pressed).toEqual(['undo', 'undo']);
  });

  it('are gone when their screen is', () => {
    const end = addKeys({ c: () => expect.unreachable() });
    end();
    expect(press('c').defaultPrevented).toBe(false);
  });
});
