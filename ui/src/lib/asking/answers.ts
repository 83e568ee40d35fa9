/** Questions and answers as every screen shows them: what can be chosen, by which key, and what an answer is called. */
import type { FieldView } from '../backend/generated/FieldView';
import type { Question } from '../backend/generated/Question';

/** What stands between several chosen answers; the engine keeps them so. */
const BETWEEN = '; ';

/** One answer that can be chosen: as it is kept, as it is called, and its digit. */
export interface Offer {
  readonly value: string;
  readonly label: string;
  readonly digit: string;
}

type Say = (code: 'yes' | 'no') => string;

/** What can be chosen; nothing where any text is an answer. */
export function offersOf({ asks }: Question, say: Say): Offer[] {
  switch (asks.kind) {
    case 'text':
      return [];
    case 'yes_no':
      return [
        { value: 'yes', label: say('yes'), digit: '1' },
        { value: 'no', label: say('no'), digit: '2' },
      ];
    case 'scale':
      return Array.from({ length: asks.steps }, (_, at) => {
        const step = String(at + 1);
        return { value: step, label: step, digit: step.slice(-1) };
      });
    case 'one':
    case 'several':
      return asks.options.map((option, at) => ({ value: option, label: option, digit: String(at + 1) }));
  }
}

/** Whether an answer holds this offer. */
export const holds = (answer: string, value: string, { asks }: Question): boolean =>
  asks.kind === 'several' ? answer.split(BETWEEN).includes(value) : answer === value;

/** The answer after a press: the same offer again takes it back; of several, it comes or goes. */
export function pressed(question: Question, answer: string, value: string): string | null {
  if (question.asks.kind !== 'several') return answer === value ? null : value;
  const chosen = new Set(answer === '' ? [] : answer.split(BETWEEN));
  if (!chosen.delete(value)) chosen.add(value);
  const kept = question.asks.options.filter((option) => chosen.has(option));
  return kept.length === 0 ? null : kept.join(BETWEEN);
}

/** An answer in the reader's language. */
export const spoken = (question: Question | null, answer: string, say: Say): string =>
  question?.asks.kind === 'yes_no' && (answer === 'yes' || answer === 'no') ? say(answer) : answer;

/** What a contact answered to the question as it is put now; empty when nothing. */
export const answerTo = (fields: readonly FieldView[], wording: string): string =>
  fields.find(({ field, part }) => field === 'answer' && part === wording)?.value ?? '';
