/** Spans in sentences run down while they show: "Sends in 6 s" is 5 s a second later. */
import type { Arg } from '../backend/generated/Arg';
import type { Sentence } from '../backend/generated/Sentence';
import { ticking } from '../desk/seconds';

type Span = Extract<Arg, { kind: 'for' }>;
const isSpan = (arg: Arg): arg is Span => arg.kind === 'for';

/** When a sentence was first shown; its spans are as long as it says from then on. */
const shown = new WeakMap<Sentence, number>();

function shownAt(sentence: Sentence, now: number): number {
  const at = shown.get(sentence) ?? now;
  shown.set(sentence, at);
  return at;
}

/** `sentence` as it reads now: its spans end at `until` where that is known, else count from when it was first shown. */
export function runDown(sentence: Sentence, until: number | null = null): Sentence {
  if (!Object.values(sentence.args).some(isSpan)) return sentence;
  const now = ticking();
  const passed = now - shownAt(sentence, now);
  const left = (span: Span): Span => ({ kind: 'for', value: until === null ? span.value - passed : until - now });
  const args = Object.entries(sentence.args).map(([name, arg]) => [name, isSpan(arg) ? left(arg) : arg] as const);
  return { ...sentence, args: Object.fromEntries(args) };
}
