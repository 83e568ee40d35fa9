/** Speaks: looks a sentence up in the catalogue and fills it by the reader's locale. Everything re-reads on a new language. */
import { FluentDateTime, FluentNumber, type FluentVariable } from '@fluent/bundle';
import type { Arg } from '../backend/generated/Arg';
import type { Sentence } from '../backend/generated/Sentence';
import { bundleOf, directionOf, languageFor, localeFor, type Language } from './catalogue';
import type { Pseudo } from './pseudo';
import { spanParts } from './span';

/** What the window itself fills in: text or a count. */
export type Values = Record<string, string | number>;

/** A text with isolated parts (names, values) between U+2068 and U+2069, as Fluent marks them. */
export type MarkedText = string;

/** Takes the isolation marks out, for places that hold plain text only. */
export const plain = (text: MarkedText): string => text.replace(/[\u2068\u2069]/gu, '');

const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const;

/** A row of a list asks for each of its times: written out and compared, the two days take several times as long. */
function isToday(at: number, now: number): boolean {
  const [one, other] = [new Date(at), new Date(now)];
  return (
    one.getDate() === other.getDate() &&
    one.getMonth() === other.getMonth() &&
    one.getFullYear() === other.getFullYear()
  );
}

/** Made once: to make one costs as much as writing a hundred times with it, and each row of a list tells a time. */
const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();

/** Ways to write, by locale and by what is asked of them. */
function kept<Format, Options>(
  formats: Map<string, Format>,
  make: new (locale: string, options?: Options) => Format,
  locale: string,
  options?: Options,
): Format {
  // A laptop that travels tells the time of where it is.
  const key = `${locale} ${new Date().getTimezoneOffset()} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new make(locale, options);
  formats.set(key, known);
  return known;
}

export class Words {
  #language = $state<Language>('en');
  readonly #system: readonly string[];
  readonly #pseudo: Pseudo | null;
  readonly #bundle = $derived.by(() => bundleOf(this.#language, this.locale, this.#pseudo?.turn));

  /** `system` holds the languages the reader's system prefers, the best first. */
  constructor(system: readonly string[] = ['en-GB'], pseudo: Pseudo | null = null) {
    this.#system = system;
    this.#pseudo = pseudo;
    this.choose(null);
  }

  /** The language spoken. */
  get language(): Language {
    return this.#language;
  }

  /** Which way it is written. */
  get direction(): 'ltr' | 'rtl' {
    return this.#pseudo?.direction ?? directionOf(this.#language);
  }

  /** The locale of numbers and times. */
  get locale(): string {
    return localeFor(this.#language, this.#system);
  }

  /** Speaks `chosen` from now on; none follows the system. */
  choose(chosen: string | null): void {
    this.#language = languageFor(chosen, this.#system);
  }

  /** Whether the catalogue has `code`. */
  has(code: string): boolean {
    return this.#bundle.hasMessage(code);
  }

  /** A text of the window's own, with the marks of isolation left in. */
  marked(code: string, values: Record<string, FluentVariable> = {}): MarkedText {
    const pattern = this.#bundle.getMessage(code)?.value;
    if (pattern === undefined || pattern === null) return this.#unworded(code);
    return this.#bundle.formatPattern(pattern, values, []);
  }

  /** A text of the window's own, plain. */
  t = (code: string, values: Values = {}): string => plain(this.marked(code, values));

  /** A sentence of the engine's, with the marks of isolation left in. */
  say(sentence: Sentence): MarkedText {
    const values = Object.entries(sentence.args).map(([name, arg]) => [name, this.#value(arg)] as const);
    return this.marked(sentence.code, Object.fromEntries(values));
  }

  /** A time of day, of 24 hours in every language; with the date when it was not today. */
  time(at: number, seconds = false): string {
    return this.#date(this.#timeOptions(at, seconds)).format(at);
  }

  /** A moment in the least room: the time when it was today, else the day. */
  moment(at: number): string {
    if (isToday(at, Date.now())) return this.time(at);
    return this.#date({ day: 'numeric', month: 'short' }).format(at);
  }

  /** What a clock on the wall shows, given as `2026-11-22T09:30`: the time, at midnight the day; or `whole`, both. */
  wallTime(local: string, whole = false): string {
    const shown: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
    const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
    const options = whole ? { ...day, ...shown } : local.endsWith('T00:00') ? day : shown;
    return this.#calendar(`${local}:00Z`, options);
  }

  /** A day of the calendar, given as `2026-11-22`. */
  day(date: string): string {
    return this.#calendar(`${date}T00:00:00Z`, { weekday: 'short', day: 'numeric', month: 'short' });
  }

  /** A time that was already told by the right clock: written, not moved. */
  #calendar(at: string, options: Intl.DateTimeFormatOptions): string {
    const time = Date.parse(at);
    if (Number.isNaN(time)) return '';
    return this.#date({ ...options, timeZone: 'UTC' }).format(time);
  }

  /** A count by locale. */
  count(value: number): string {
    return kept(numbers, Intl.NumberFormat, this.locale).format(value);
  }

  /** A span such as "6 s" or "2 min". */
  span(ms: number): string {
    const { unit, amount } = spanParts(ms);
    return this.t(`span-${unit}`, { n: amount });
  }

  /** A measured time, such as "6 ms" or "0.4 s". */
  measured(ms: number): string {
    return ms < 100 ? this.t('span-millis', { n: ms }) : this.t('span-seconds', { n: Math.round(ms / 100) / 10 });
  }

  /** A share from 0 to 1, in whole percent. */
  percent(part: number): string {
    return kept(numbers, Intl.NumberFormat, this.locale, { style: 'percent', maximumFractionDigits: 0 }).format(part);
  }

  /** A field's name by its key. */
  field(key: string): string {
    return this.has(`field-${key}`) ? this.t(`field-${key}`) : key;
  }

  #date(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return kept(dates, Intl.DateTimeFormat, this.locale, options);
  }

  #timeOptions(at: number, seconds: boolean): Intl.DateTimeFormatOptions {
    const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
    if (seconds) clock.second = '2-digit';
    return isToday(at, Date.now()) ? clock : { day: 'numeric', month: 'short', ...clock };
  }

  #value(arg: Arg): FluentVariable {
    switch (arg.kind) {
      case 'text':
        return arg.value;
      case 'count':
        return new FluentNumber(arg.value);
      case 'at':
        return new FluentDateTime(arg.value, this.#timeOptions(arg.value, false));
      case 'day':
        return new FluentDateTime(arg.value, DAY);
      case 'for':
        return this.span(arg.value);
      case 'field':
        return this.field(arg.value);
    }
  }

  /** Never a code alone: a sentence the catalogue lacks still says what can be done. */
  #unworded(code: string): string {
    const pattern = this.#bundle.getMessage('no-words')?.value;
    return pattern === undefined || pattern === null ? code : this.#bundle.formatPattern(pattern, { code }, []);
  }
}
