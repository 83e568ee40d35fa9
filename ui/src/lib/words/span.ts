/** Spans for people: one unit, rounded up, so that a wait is never shorter than said. */

/** The units in which spans are told. */
export type SpanUnit = 'seconds' | 'minutes' | 'hours';

/** `ms` in the unit people would use: seconds up to 90, minutes up to 90, then hours. */
export function spanParts(ms: number): { unit: SpanUnit; amount: number } {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds <= 90) return { unit: 'seconds', amount: seconds };
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 90 ? { unit: 'minutes', amount: minutes } : { unit: 'hours', amount: Math.ceil(minutes / 60) };
}
