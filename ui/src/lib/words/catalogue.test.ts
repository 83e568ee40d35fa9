// @vitest-environment node
import { parse, type Entry } from '@fluent/syntax';
import { describe, expect, it } from 'vitest';
import { FAMILY_CODES } from './families';

const catalogues = import.meta.glob<string>('@messages/{en,de}/*.ftl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const sources = import.meta.glob<string>(
  ['/src/**/*.{ts,svelte}', '!/src/**/*.test.ts', '!/src/lib/backend/{fake,generated}/**'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);

function entries(language: string, file: string): Entry[] {
  const [, text = ''] = Object.entries(catalogues).find(([path]) => path.endsWith(`/${language}/${file}.ftl`)) ?? [];
  return parse(text, {}).body;
}
const idsOf = (language: string, file: string): string[] =>
  entries(language, file).flatMap((entry) => (entry.type === 'Message' ? [entry.id.name] : []));
const variablesOf = (entry: Entry): string[] =>
  [
    ...new Set(
      [...JSON.stringify(entry).matchAll(/"VariableReference","id":\{[^}]*?"name":"(\w+)"/gu)].map(
        ([, name = '']) => name,
      ),
    ),
  ].sort();

const code = Object.values(sources).join('\n');
const mentioned = new Set(
  [...code.matchAll(/['"`]([a-z][a-z0-9]*(?:[-_][a-z0-9_]+)*)['"`]/gu)].map(([, id = '']) => id),
);
const asked = [...code.matchAll(/\b(?:t|marked)\(\s*'([^']+)'/gu)].map(([, id = '']) => id);

describe('the catalogue', () => {
  const own = idsOf('en', 'ui');

  it.each(['en', 'de'])('can be read without a broken message in %s', (language) => {
    expect(entries(language, 'ui').filter(({ type }) => type === 'Junk')).toEqual([]);
  });

  it('says the same things in English and German', () => {
    expect(idsOf('de', 'ui')).toEqual(own);
  });

  it('uses the same variables in English and German', () => {
    const german = new Map(
      entries('de', 'ui').flatMap((entry) => (entry.type === 'Message' ? [[entry.id.name, entry]] : [])),
    );
    for (const entry of entries('en', 'ui')) {
      if (entry.type !== 'Message') continue;
      const other = german.get(entry.id.name) as Entry;
      expect([entry.id.name, variablesOf(other)]).toEqual([entry.id.name, variablesOf(entry)]);
    }
  });

  it('has a sentence for every code the window asks for', () => {
    const known = new Set([...own, ...idsOf('en', 'explain')]);
    expect([...asked, ...FAMILY_CODES].filter((id) => !known.has(id))).toEqual([]);
  });

  it('has no sentence that nobody says', () => {
    const said = new Set([...mentioned, ...FAMILY_CODES]);
    expect(own.filter((id) => !said.has(id))).toEqual([]);
  });

  it('does not define a code twice', () => {
    expect(own.filter((id, at) => own.indexOf(id) !== at)).toEqual([]);
    expect(idsOf('en', 'explain').filter((id) => own.includes(id))).toEqual([]);
  });
});
