/** Figures for people. */

/** `part` of `whole`, from 0 to 1; never said to be all while one is missing, nor none while there is one. */
export function share(part: number, whole: number): number {
  if (whole === 0 || part === whole) return 1;
  return Math.min(0.99, Math.max(part === 0 ? 0 : 0.01, part / whole));
}

/** The end from the last `@` on that all of the values share, to be replaced in all of them; empty when there is none. */
export function alike(values: readonly string[]): string {
  const [first = '', ...rest] = values.map((value) => value.slice(value.lastIndexOf('@')));
  return first.startsWith('@') && rest.every((end) => end === first) ? first : '';
}
