import { afterEach, describe, expect, it } from 'vitest';
import { nextRegion } from './regions';

describe('F6', () => {
  afterEach(() => document.body.replaceChildren());

  it('goes from region to region, around the end, and back with Shift', () => {
    document.body.innerHTML =
      '<div data-region="bar"><button id="a"></button></div><div data-region="list" tabindex="-1"></div><div data-region="drawer"><input id="c"></div>';
    const where = (): string | undefined => {
      const { activeElement } = document;
      return (activeElement?.closest('[data-region]') as HTMLElement | null)?.dataset.region;
    };
    nextRegion();
    expect(where()).toBe('bar');
    nextRegion();
    expect(where()).toBe('list');
    nextRegion();
    expect(where()).toBe('drawer');
    nextRegion();
    expect(where()).toBe('bar');
    nextRegion(document, true);
    expect(where()).toBe('drawer');
  });
});
