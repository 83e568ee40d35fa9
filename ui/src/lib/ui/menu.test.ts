import { describe, expect, it } from 'vitest';
import { menu } from './menu';

describe('a menu', () => {
  function opened(): HTMLDetailsElement {
    document.body.innerHTML =
      '<details open><summary></summary><button></button></details><button id="other"></button>';
    const details = document.querySelector('details') as HTMLDetailsElement;
    menu(details);
    return details;
  }

  it('closes on Escape and gives the focus back, without leaving the screen', () => {
    const details = opened();
    const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
    details.querySelector('button')?.dispatchEvent(escape);
    expect(details.open).toBe(false);
    expect(document.activeElement?.tagName).toBe('SUMMARY');
    expect(escape.defaultPrevented).toBe(true);
  });

  it('stays open for presses inside and closes for those elsewhere', () => {
    const details = opened();
    details.querySelector('button')?.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    expect(details.open).toBe(true);
    document.querySelector('#other')?.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    expect(details.open).toBe(false);
  });
});
