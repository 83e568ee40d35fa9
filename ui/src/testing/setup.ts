/** What jsdom lacks and the window needs; everything here is a stand-in without behaviour. Files on node skip it. */
import { afterEach } from 'vitest';

class NoResizes {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

if (typeof document !== 'undefined') {
  await import('@testing-library/jest-dom/vitest');
  const { cleanup } = await import('@testing-library/svelte');
  afterEach(() => cleanup());

  globalThis.ResizeObserver ??= NoResizes as unknown as typeof ResizeObserver;
  HTMLMediaElement.prototype.play = () => Promise.resolve();
  Element.prototype.scrollTo ??= () => undefined;
  // Without a layout every element is 800 x 600, so that virtual lists draw rows.
  Object.defineProperties(HTMLElement.prototype, { offsetWidth: { value: 800 }, offsetHeight: { value: 600 } });
}
