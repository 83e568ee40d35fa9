/** Recipes of the fake: lists with a separator are learned and read, and nothing else. */
import type { BuiltInView } from '../generated/BuiltInView';
import type { Field } from '../generated/Field';
import type { LearnedView } from '../generated/LearnedView';
import type { PointedAt } from '../generated/PointedAt';
import type { RecipeOutcome } from '../generated/RecipeOutcome';
import type { RecipesView } from '../generated/RecipesView';
import type { RecipeView } from '../generated/RecipeView';
import type { TriedView } from '../generated/TriedView';
import { count, no, say, text } from './explain';

const listed = (name: string, separator: string, fields: readonly string[]): string =>
  `recipe = 1\nname = "${name}"\n\n[delimited]\nseparator = "${separator}"\nfields = [${fields.map((field) => `"${field}"`).join(', ')}]\n`;

const BUILT_IN: readonly BuiltInView[] = [
  {
    name: 'alf.io: number::first::last::company',
    toml: listed('alf.io: number::first::last::company', '::', ['badge_id', 'given_name', 'family_name', 'company']),
    sample: '1f0c9c2e-7b1e-4a53-9d1f-3f2a2d1c0b9a::Homer::Simpson::Springfield Nuclear Plant',
  },
  {
    name: 'Devoxx: number::last::first::company::e-mail',
    toml: listed('Devoxx: number::last::first::company::e-mail', '::', [
      'badge_id',
      'family_name',
      'given_name',
      'company',
      'email',
    ]),
    sample: '4711::Doe::Jo::Example NV::jo@example.com',
  },
];

interface Listed {
  readonly name: string;
  readonly separator: string;
  readonly fields: readonly string[];
}

function parsed(toml: string): Listed {
  const name = /^name = "(.*)"$/mu.exec(toml)?.[1];
  const separator = /^separator = "(.*)"$/mu.exec(toml)?.[1];
  const fields = /^fields = \[(.*)\]$/mu.exec(toml)?.[1];
  if (name === undefined || separator === undefined || fields === undefined) throw no('bad_input', 'recipe-one-way');
  return { name, separator, fields: [...fields.matchAll(/"([^"]*)"/gu)].map((found) => found[1] ?? '') };
}

export class FakeRecipes {
  #kept: RecipeView[] = [];

  view(): RecipesView {
    const names = new Set(this.#kept.map(({ name }) => name));
    return { kept: [...this.#kept], built_in: BUILT_IN.filter(({ name }) => !names.has(name)) };
  }

  add(toml: string): RecipeOutcome {
    const { name } = parsed(toml);
    this.#kept = [
      ...this.#kept.filter((kept) => kept.name !== name),
      { name, toml, at: Date.UTC(2026, 10, 22, 9, 30) },
    ];
    const args = { name: text(name), read: count(0), proposed: count(0) };
    return { read: 0, proposed: 0, sentence: say('recipe-added', args) };
  }

  remove(name: string): void {
    if (!this.#kept.some((kept) => kept.name === name)) throw no('not_found', 'error-no-such-recipe');
    this.#kept = this.#kept.filter((kept) => kept.name !== name);
  }

  learn(name: string, badges: readonly PointedAt[]): LearnedView {
    const [first] = badges;
    const separator = ['::', '|', ';', '^'].find((one) => badges.every(({ payload }) => payload.includes(one)));
    if (first === undefined || separator === undefined) throw no('bad_input', 'recipe-not-learned');
    const fields = first.payload
      .split(separator)
      .map((cell) => first.values.find(({ value }) => value === cell)?.field ?? '-');
    const toml = listed(name, separator, fields);
    return { toml, tried: this.try(toml, badges.map(({ payload }) => payload).join('\n')) };
  }

  try(toml: string | null, codes: string): TriedView {
    const recipes = toml === null ? this.#kept.map((kept) => parsed(kept.toml)) : [parsed(toml)];
    const tried = codes
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .map((payload) => {
        const by = recipes.find((one) => payload.split(one.separator).length === one.fields.length);
        const cells = by === undefined ? [] : payload.split(by.separator);
        const values = cells.flatMap((value, at) => {
          const field = by?.fields[at];
          return field === undefined || field === '-' ? [] : [{ field: field as Field, value: value.trim() }];
        });
        const remark = by === undefined ? say(toml === null ? 'recipe-reads-nothing' : 'recipe-reads-other') : null;
        return { payload, recipe: by?.name ?? null, read: by !== undefined, remark, values, extra: [] };
      });
    const read = tried.filter((code) => code.read).length;
    return { codes: tried, sentence: say('recipe-tried', { read: count(read), of: count(tried.length) }) };
  }
}
