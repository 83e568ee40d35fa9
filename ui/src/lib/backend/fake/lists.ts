/**
 * Lists in the fake: CSV with a header and commas, nothing else. A file that says "broken" cannot be read; a row that says
 * "odd" is not; the word "slow" lets a run wait until it is stopped.
 */
import type { FileHow } from '../generated/FileHow';
import type { FileView } from '../generated/FileView';
import type { ImportOutcome } from '../generated/ImportOutcome';
import type { RosterOutcome } from '../generated/RosterOutcome';
import type { Update } from '../generated/Update';
import { count, say } from './explain';

const GUESSES: Readonly<Record<string, string>> = {
  name: 'full_name',
  'e-mail': 'email',
  mail: 'email',
  company: 'company',
  number: 'id',
  'badge id': 'badge_id',
};
const TARGETS = [
  'full_name',
  'given_name',
  'family_name',
  'company',
  'job_title',
  'email',
  'email.2',
  'email.3',
  'phone',
];
const no = (code: string): object => ({ code: 'bad_input', sentence: say(code), detail: null });

export class Lists {
  #rows: string[][] = [];
  #text = '';
  #brought = false;
  #halt: (() => void) | undefined;

  constructor(
    private readonly push: (update: Update) => void,
    private readonly add: (contacts: number) => void,
  ) {}

  give(bytes: Uint8Array): string {
    this.#text = new TextDecoder().decode(bytes);
    this.#brought = false;
    return 'given';
  }

  look(how: FileHow): FileView {
    if (this.#text.includes('broken')) throw no('file-unknown');
    this.#rows = this.#text
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(how.delimiter ?? ','));
    const [head = [], ...rows] = this.#rows;
    const columns = head.map((header, at) => ({
      header,
      target: GUESSES[header.toLowerCase()] ?? 'extra',
      samples: rows.map((row) => row[at] ?? '').slice(0, 3),
    }));
    return {
      format: 'csv',
      encoding: how.encoding ?? 'UTF-8',
      evidence: 'fits',
      delimiter: how.delimiter ?? ',',
      header_rows: how.header_rows ?? 1,
      sheet: null,
      sheets: [],
      columns,
      remembered: false,
      targets: [...TARGETS, 'id', 'extra', 'skip'],
      sentence: say('file-confirm-columns'),
    };
  }

  async bring(dryRun: boolean): Promise<ImportOutcome> {
    const rows = this.#rows.slice(1);
    const odd = rows.flatMap((row, at) => (row.includes('odd') ? [at + 2] : []));
    const sound = rows.length - odd.length;
    this.push({ update: 'file', progress: { done: Math.floor(sound / 2), of: sound } });
    if (this.#text.includes('slow') && !dryRun) {
      await new Promise<void>((halt) => (this.#halt = halt));
      throw no('import-stopped');
    }
    const added = this.#brought ? 0 : sound;
    if (!dryRun) {
      this.add(added);
      this.#brought = true;
    }
    const counts = {
      added: count(added),
      known: count(sound - added),
      removed: count(0),
      unread: count(odd.length),
    };
    return {
      dry_run: dryRun,
      added,
      known: sound - added,
      removed: 0,
      unread: odd.length,
      alike: null,
      unread_rows: odd.map((line) => ({ line, sentence: say('row-nothing-in-it') })),
      sentence: say(dryRun ? 'import-would' : 'import-done', counts),
    };
  }

  async roster(dryRun: boolean, proposed: number): Promise<RosterOutcome> {
    const [head = [], ...rows] = this.#rows;
    if (!head.some((header) => /badge|number/iu.test(header))) throw no('roster-no-numbers');
    const people = rows.length;
    const before = this.#brought;
    if (!dryRun) this.#brought = true;
    const counts = { people: count(people), proposed: count(proposed), unread: count(0) };
    return {
      dry_run: dryRun,
      people,
      proposed,
      before,
      unread: 0,
      unread_rows: [],
      sentence: say(dryRun ? 'roster-would' : 'roster-done', counts),
    };
  }

  stop(): void {
    this.#halt?.();
  }
}
