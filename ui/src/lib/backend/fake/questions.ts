/** The fake's questions of the event. */
import type { Question } from '../generated/Question';
import type { QuestionInput } from '../generated/QuestionInput';
import type { QuestionView } from '../generated/QuestionView';
import { no } from './explain';

const view = (id: string, question: Question, answered = 0): QuestionView => ({
  id,
  wording: `w-${id}`,
  question,
  retired: false,
  answered,
});

/** What the event of the scene `questions` asks. */
export const QUESTIONS: QuestionView[] = [
  view('q-1', { text: 'When do they decide?', asks: { kind: 'one', options: ['Now', 'This year', 'Later'] } }, 41),
  view(
    'q-2',
    { text: 'Which lines interest them?', asks: { kind: 'several', options: ['Dosing pumps', 'Valves', 'Service'] } },
    12,
  ),
  view('q-3', { text: 'How well does it fit?', asks: { kind: 'scale', steps: 5, low: 'hardly', high: 'exactly' } }),
  view('q-4', { text: 'Do they decide themselves?', asks: { kind: 'yes_no' } }),
  view('q-5', { text: 'What do they use today?', asks: { kind: 'text' } }),
];

const everPut = new Map<string, Question>(QUESTIONS.map(({ wording, question }) => [wording, question]));

/** How the wording was put that is an answer's part. */
export const askedBy = (part: string): Question | null => everPut.get(part) ?? null;

export class FakeQuestions {
  #kept: QuestionView[];
  readonly #tell: (asked: QuestionView[]) => void;
  #made = 0;

  constructor(kept: QuestionView[], tell: (asked: QuestionView[]) => void) {
    this.#kept = kept;
    this.#tell = tell;
  }

  all = (): QuestionView[] => this.#kept;

  save({ id, question }: QuestionInput): QuestionView[] {
    if (question.text.trim() === '') throw no('bad_input', 'question-empty');
    this.#made += 1;
    const put = view(id ?? `q-new-${this.#made}`, question);
    const wording = `w-${put.id}-${this.#made}`;
    everPut.set(wording, question);
    const now = { ...put, wording };
    return this.#keep(
      id === null
        ? [...this.#kept, now]
        : this.#kept.map((one) => (one.id === id ? { ...one, question, wording } : one)),
    );
  }

  order(ids: string[]): QuestionView[] {
    const place = ({ id }: QuestionView): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);
    return this.#keep([...this.#kept].sort((a, b) => place(a) - place(b)));
  }

  retire(id: string, retired: boolean): QuestionView[] {
    const kept = this.#kept.map((one) => (one.id === id ? { ...one, retired } : one));
    return this.#keep([...kept.filter((one) => !one.retired), ...kept.filter((one) => one.retired)]);
  }

  #keep(kept: QuestionView[]): QuestionView[] {
    this.#kept = kept;
    this.#tell(kept.filter(({ retired }) => !retired));
    return kept;
  }
}
