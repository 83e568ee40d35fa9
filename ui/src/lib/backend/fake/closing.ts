/** "Safe to close" in the fake: what is left is what Review says is left. */
import type { ClosingView } from '../generated/ClosingView';
import type { Explanation } from '../generated/Explanation';
import type { Review } from '../generated/Review';
import type { Sum } from '../generated/Sum';
import { count, say } from './explain';

interface Left {
  contacts: number;
  explanation: Explanation;
}
const told = ({ contacts, explanation: { why, next, who } }: Left) => ({ contacts, why, next, who });

export function closingOf(sum: Sum, { causes, holds }: Review, lastBackup: number | null): ClosingView {
  const [alive, behind] = [sum.captured - sum.removed, sum.waiting + sum.needs_attention];
  const held = holds.reduce((all, { contacts }) => all + contacts, 0);
  const going = {
    contacts: sum.waiting - held,
    why: say('closing-going', { count: count(sum.waiting - held) }),
    next: say('health-online'),
    who: 'nobody' as const,
    cause: null,
    held: null,
  };
  const left = [
    going,
    ...causes.map((one) => ({ ...told(one), cause: one.cause, held: null })),
    ...holds.map((one) => ({ ...told(one), cause: null, held: { destination: one.destination, why: one.why } })),
  ];
  const safe = behind === 0;
  return {
    safe,
    sentence: say(safe ? 'closing-all' : 'closing-some', {
      count: count(safe ? alive : behind),
      captured: count(alive),
    }),
    left: safe ? [] : left,
    last_backup: lastBackup,
    since_backup: lastBackup === null ? alive : 0,
  };
}
