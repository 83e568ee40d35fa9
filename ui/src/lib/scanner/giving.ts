/** Gives a key back to the element for which a hand typed it: whoever listens hears it first, then it does what it does there. */

/** Keys that come from here; nobody holds them a second time. */
const given = new WeakSet<Event>();

/** Whether a key was given back. */
export const isGiven = (event: Event): boolean => given.has(event);

const TEXTLESS = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'hidden',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
]);

/** Whether text is typed into `element`. */
export function takesText(element: Element | null): element is HTMLElement {
  if (element instanceof HTMLInputElement) return !TEXTLESS.has(element.type) && !element.readOnly && !element.disabled;
  if (element instanceof HTMLTextAreaElement) return !element.readOnly && !element.disabled;
  return element instanceof HTMLElement && element.isContentEditable;
}

/** Whether only a person or a program for passwords types there: such a field is left alone altogether. */
export const isSecret = (element: Element | null): boolean =>
  element instanceof HTMLInputElement && element.type === 'password';

/**
 * A field that is answered as somebody types, and keeps nothing: it has the first letters at once. Should a scanner have typed them,
 * they are taken out again; whatever keeps what it hears must not hear of a scan at all.
 */
export const isSearch = (element: Element | null): element is HTMLInputElement =>
  element instanceof HTMLInputElement && element.type === 'search';

/** What stood in a field, and where the cursor was; answers with what puts both back. */
export function remembered(field: HTMLInputElement): () => void {
  const { value, selectionStart, selectionEnd } = field;
  return () => {
    field.value = value;
    field.setSelectionRange(selectionStart, selectionEnd);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
}

/** Types `text` where the cursor stands, so that Undo and whoever listens take it for typed. */
function type(element: HTMLElement, text: string): void {
  // The only way that keeps the field's own Undo; every web view has it.
  if (typeof document.execCommand === 'function' && document.execCommand('insertText', false, text)) return;
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return;
  const { selectionStart: start, selectionEnd: end, value } = element;
  if (start === null || end === null) element.value = value + text;
  else element.setRangeText(text, start, end, 'end');
  element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
}

/** The next option whose words begin with `letter`, as a list of choices takes it by itself. */
function choose(select: HTMLSelectElement, letter: string): void {
  const options = [...select.options];
  const after = [...options.slice(select.selectedIndex + 1), ...options];
  const found = after.find(({ label }) => label.toLowerCase().startsWith(letter.toLowerCase()));
  if (found === undefined || found.index === select.selectedIndex) return;
  select.selectedIndex = found.index;
  for (const name of ['input', 'change']) select.dispatchEvent(new Event(name, { bubbles: true }));
}

function enter(element: Element | null): void {
  if (element instanceof HTMLTextAreaElement) type(element, '\n');
  else if (element instanceof HTMLInputElement) element.form?.requestSubmit();
  else if (element instanceof HTMLElement) element.click();
}

/** Gives the key of `event` back. */
export function giveBack(event: KeyboardEvent): void {
  const { key, code, location, shiftKey, ctrlKey, altKey, metaKey } = event;
  const init = {
    key,
    code,
    location,
    shiftKey,
    ctrlKey,
    altKey,
    metaKey,
    bubbles: true,
    cancelable: true,
    composed: true,
  };
  const again = new KeyboardEvent('keydown', init);
  given.add(again);
  (document.activeElement ?? document.body).dispatchEvent(again);
  if (again.defaultPrevented || ctrlKey !== altKey) return;
  const element = document.activeElement;
  if (key === 'Enter') enter(element);
  else if ([...key].length !== 1) return;
  else if (takesText(element)) type(element, key);
  else if (element instanceof HTMLSelectElement) choose(element, key);
  else if (key === ' ' && element instanceof HTMLElement && element.matches('button, summary, input')) element.click();
}
