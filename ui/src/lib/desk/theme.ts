/** Light or dark: the reader's choice, else the system's. `theme.js` does the same before the first paint. */

/** Sets the theme and keeps it for the next start's first paint; none follows the system. */
export function applyTheme(chosen: string | null): void {
  const root = document.documentElement;
  const fixed = chosen === 'light' || chosen === 'dark' ? chosen : null;
  root.dataset.theme = fixed ?? (systemIsDark() ? 'dark' : 'light');
  try {
    if (fixed === null) localStorage.removeItem('theme');
    else localStorage.setItem('theme', fixed);
  } catch {
    // Only the next start's very first paint would be in the system's colours.
  }
}

/** What the reader chose at an earlier start, until the engine says it. */
export function lastTheme(): string | null {
  try {
    return localStorage.getItem('theme');
  } catch {
    return null;
  }
}

const query = (media: string): MediaQueryList | null => (typeof matchMedia === 'function' ? matchMedia(media) : null);
const systemIsDark = (): boolean => query('(prefers-color-scheme: dark)')?.matches ?? false;

/** Follows the system while nothing is chosen. */
export function followSystem(chosen: () => string | null): void {
  query('(prefers-color-scheme: dark)')?.addEventListener('change', () => applyTheme(chosen()));
  const contrast = query('(prefers-contrast: more)');
  const draw = (): void => {
    if (contrast?.matches) document.documentElement.dataset.contrast = 'more';
    else delete document.documentElement.dataset.contrast;
  };
  contrast?.addEventListener('change', draw);
}
