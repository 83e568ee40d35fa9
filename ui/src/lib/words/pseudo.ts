/**
 * Languages nobody speaks, for looking at the layout: `long` is English with two fifths more letters in each word, `rtl` is English
 * in Arabic letters from right to left. Only in builds that have the fake; shipped ones know no pseudo-language.
 */

/** How a pseudo-language is written. */
export interface Pseudo {
  readonly direction: 'ltr' | 'rtl';
  /** Turns a piece of a text that is no value. */
  readonly turn: (text: string) => string;
}

const ARABIC = 'ابتثجحخدذرزسشصضطظعغفقكلمنه';
const arabic = (letter: string): string => ARABIC[letter.toLowerCase().charCodeAt(0) - 97] ?? letter;

/** A word with two fifths more letters, rounded up: its last ones once more. */
const longer = (word: string): string => word + word.slice(-Math.ceil(word.length * 0.4));

const PSEUDO: Readonly<Record<string, Pseudo>> = {
  long: { direction: 'ltr', turn: (text) => text.replace(/\p{L}+/gu, longer) },
  rtl: { direction: 'rtl', turn: (text) => text.replace(/[a-z]/giu, arabic) },
};

/** The pseudo-language that an address asks for (`?pseudo=long`); none when it asks for none. */
export const pseudoOf = (search: string): Pseudo | null =>
  PSEUDO[new URLSearchParams(search).get('pseudo') ?? ''] ?? null;
