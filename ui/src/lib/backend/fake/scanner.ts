/** USB scanners in the fake: keys are read as this laptop reads them, and every scanner is American on a German laptop. */
import type { ScannerView } from '../generated/ScannerView';
import type { Stroke } from '../generated/Stroke';
import { no, say, text } from './explain';
import type { Room } from './room';

/** What this laptop read of a scanner's keys, without the last Enter. */
export const typedAs = (strokes: Stroke[]): string =>
  strokes
    .map(({ key }) => (key === 'Enter' ? '\n' : key))
    .join('')
    .trimEnd();

/** Learns a scanner that typed the lesson. */
export function teach(room: Room, strokes: Stroke[], widest: number): ScannerView {
  if (!typedAs(strokes).startsWith('qqqqq')) throw no('bad_input', 'lesson-another-code');
  const said = say('scanner-undone', { scanner: text('us'), laptop: text('german') });
  const notes = [say('scanner-ends-with', { key: text('Enter') }), say('scanner-drops', { texts: text('é  ü') })];
  const gap = Math.max(35, widest * 1.5);
  const scanner = { id: 's-1', said, notes, gap, last_key: 'Enter', taught_at: Date.now() };
  room.settle({ scanners: [scanner] });
  return scanner;
}
