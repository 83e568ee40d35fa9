/** A key of the window as the engine takes it, and what it is to a burst. */
import type { Stroke } from '../backend/generated/Stroke';
import type { Kind } from './burst';

const MODIFIERS = new Set([
  'Alt',
  'AltGraph',
  'CapsLock',
  'Control',
  'Meta',
  'NumLock',
  'OS',
  'ScrollLock',
  'Shift',
  'Super',
]);
/** What a key is called while an input method works on it. */
const COMPOSED = new Set(['Dead', 'Process', 'Unidentified']);

/** Windows says AltGr as Ctrl and Alt together. */
const holdsAltGraph = (event: KeyboardEvent): boolean =>
  event.getModifierState('AltGraph') || (event.ctrlKey && event.altKey);

/** The key as the engine takes it. */
export function strokeOf(event: KeyboardEvent): Stroke {
  const altGraph = holdsAltGraph(event);
  return {
    code: event.code,
    key: COMPOSED.has(event.key) ? 'Dead' : event.key,
    shift: event.shiftKey,
    alt_graph: altGraph,
    ctrl: event.ctrlKey && !altGraph,
  };
}

/** What the key is to a burst. */
export function kindOf(event: KeyboardEvent): Kind {
  const { key } = event;
  if (MODIFIERS.has(key)) return 'modifier';
  // A key that is held down types again and again, which no scanner does.
  if (event.repeat || event.metaKey) return 'other';
  if (!holdsAltGraph(event)) {
    if (event.altKey) return 'other';
    if (event.ctrlKey) return /^Key[A-Z]$/u.test(event.code) || /^[a-z]$/iu.test(key) ? 'control' : 'other';
  }
  if (event.isComposing || COMPOSED.has(key)) return 'dead';
  if (key === 'Enter' || key === 'Tab') return event.shiftKey ? 'other' : 'end';
  return [...key].length === 1 ? 'sign' : 'other';
}
