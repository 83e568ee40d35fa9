/** Keys that would lead out of kiosk mode or change what the page is: reload, print, find, zoom, go back, open tools. */

/** Those that edit a text stay, in a text. */
const EDITING: ReadonlySet<string> = new Set([
  'a',
  'c',
  'v',
  'x',
  'z',
  'y',
  'arrowleft',
  'arrowright',
  'backspace',
  'delete',
]);

/** Whether a key does nothing in kiosk mode. */
export function barred(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  if (/^f\d+$/u.test(key) || key === 'contextmenu' || key === 'browserback' || key === 'browserforward') return true;
  const types = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  // Ctrl and Alt together write letters on many keyboards (AltGr).
  if (event.ctrlKey && event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return !(types && EDITING.has(key));
  return event.altKey && key !== 'alt';
}
