/** Splits a marked text into plain and isolated parts, so that names stand in `<bdi>` whatever their script. */
import type { MarkedText } from '../words/words.svelte';

/** A piece of text; isolated when it came from data. */
export interface Piece {
  readonly text: string;
  readonly isolated: boolean;
}

/** The pieces of `text` in order. */
export function piecesOf(text: MarkedText): Piece[] {
  const pieces: Piece[] = [];
  for (const [at, part] of text.split('\u2068').entries()) {
    const end = at === 0 ? -1 : part.indexOf('\u2069');
    if (end >= 0) pieces.push({ text: part.slice(0, end), isolated: true });
    const rest = part.slice(end + 1).replaceAll('\u2069', '');
    if (rest !== '') pieces.push({ text: rest, isolated: false });
  }
  return pieces;
}

/** The first sentence of `text` (the fact) and what follows it. */
export function factAndRest(text: MarkedText): [fact: MarkedText, rest: MarkedText] {
  const end = /[.!?。](?=\s)/u.exec(text);
  return end === null ? [text, ''] : [text.slice(0, end.index + 1), text.slice(end.index + 1)];
}
