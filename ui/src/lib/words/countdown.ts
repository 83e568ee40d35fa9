/** Spans in sentences run down while they show: "Sends in 6 s" is 5 s a second later. */
import type { Arg } from '../backend/generated/Arg';
import type { Sentence } from '../backend/generated/Sentence';
import { ticking } from '../desk/seconds';

type Span = Extract<Arg, { kind: 'for' }>;
const isSpan = (arg: Arg): arg is Span => arg.kind === 'for';

/** When a sentence was first shown, by the wall and by a clock that nobody sets; its spans are as long as it says from then on. */
interface Shown {
  readonly wall: number;
  readonly steady: number;
}
const shown = new WeakMap<Sentence, Shown>();

function shownAt(sentence: Sentence, wall: number): Shown {
  const at = shown.get(sentence) ?? { wall, steady: performance.now() };
  shown.set(sentence, at);
  return at;
}

/**
 * `sentence` as it reads now: its spans end at `until` where that is known, else count from when it was first shown. The laptop's
 * clock may be set meanwhile; no span runs faster, slower or back for it.
 */
export function runDown(sentence: Sentence, until: number | null = null): Sentence {
  if (!Object.values(sentence.args).some(isSpan)) return sentence;
  const { wall, steady } = shownAt(sentence, ticking());
  const passed = Math.round(performance.now() - steady);
  const left = (span: Span): Span => ({ kind: 'for', value: (until === null ? span.value : until - wall) - passed });
  const args = Object.entries(sentence.args).map(([name, arg]) => [name, isSpan(arg) ? left(arg) : arg] as const);
  return { ...sentence, args: Object.fromEntries(args) };
}
