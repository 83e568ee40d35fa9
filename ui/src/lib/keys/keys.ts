/** Keys. Each screen says what its keys do; the one that said it last is asked first. Single keys rest while text is typed. */

/** What a key does; answering `false` hands it on to the screen below. */
export type Press = (event: KeyboardEvent) => unknown;
/** Keys by name: `c`, `/`, `Escape`, `Ctrl+z`, `F6`. */
export type KeyMap = Readonly<Record<string, Press>>;

/** How the map names the key of `event`. */
export function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const named = key === ' ' ? 'Space' : key;
  return event.ctrlKey || event.metaKey ? `Ctrl+${named}` : named;
}

/** Whether the reader types text into what has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Whether the key belongs to what has the focus: a button is pressed, a slider moved. */
function belongsToFocus(event: KeyboardEvent, name: string): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (name === 'Enter' || name === 'Space') return target.matches('button, a[href], summary, input, [role="radio"]');
  return name.startsWith('Arrow') && target.matches('input, [role="radio"], [role="tab"]');
}

const scopes: KeyMap[] = [];

/** Adds a screen's keys on top; answers with what takes them away. */
export function addKeys(map: KeyMap): () => void {
  scopes.push(map);
  return () => {
    const at = scopes.lastIndexOf(map);
    if (at >= 0) scopes.splice(at, 1);
  };
}

/** Asks the screens, the topmost first. */
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const name = nameOf(event);
  const always = name === 'Escape' || name.startsWith('F') || /^Ctrl\+\d$/u.test(name);
  if (!always && isTyping(event.target)) return;
  if (belongsToFocus(event, name)) return;
  for (const map of [...scopes].reverse()) {
    const press = map[name];
    if (press !== undefined && press(event) !== false) {
      event.preventDefault();
      return;
    }
  }
}
