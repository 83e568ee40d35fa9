// Schemas out of the typings that a generator wrote for a vendor's SDK: interfaces of quoted members, unions of two, lists of
// words. Whatever else stands in them is anything.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const fileOf = (name) => `${name.replace(/(?<!^)([A-Z])/gu, '-$1').toLowerCase()}.d.ts`;
const bare = (text) => text.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/\[key: string\]: [^;]+;/gu, '');

// The members of an interface: name, whether it may be left out, type.
export function members(text, name) {
  const body = new RegExp(`export interface ${name} \\{([\\s\\S]*?)\\n\\}`, 'u').exec(bare(text))?.[1];
  if (body === undefined) return undefined;
  const found = [];
  for (const [, member, optional, type] of body.matchAll(/(?:readonly )?'?([\w-]+)'?(\?)?:\s*(\{[^}]*\}|[^;]+);/gu)) {
    found.push({ member, optional: optional === '?', type: type.trim() });
  }
  return found;
}

export class Typings {
  // `folder` holds the models. Answers leave out that what is empty is shown as null: `nullable` lets them. Questions are held
  // to what is there: nothing else may be said.
  constructor(folder, { nullable, closed }) {
    Object.assign(this, { folder, nullable, closed, under: new Set() });
  }

  schema(name) {
    const file = join(this.folder, 'models', fileOf(name));
    if (!existsSync(file) || this.under.has(name)) return {};
    this.under.add(name);
    try {
      return this.read(readFileSync(file, 'utf8'), name);
    } finally {
      this.under.delete(name);
    }
  }

  read(text, name) {
    const all = new RegExp(`export type ${name} = ([\\w &]+);`, 'u').exec(text);
    if (all) {
      const parts = all[1].split('&').map((part) => this.schema(part.trim()));
      const merged = { type: 'object', properties: {}, required: [] };
      for (const part of parts) {
        Object.assign(merged.properties, part.properties);
        merged.required.push(...(part.required ?? []));
      }
      return this.shut(merged);
    }
    const found = members(text, name);
    if (found === undefined) return {};
    const properties = Object.fromEntries(found.map(({ member, type }) => [member, this.type(type, text)]));
    const required = found.filter(({ optional }) => !optional).map(({ member }) => member);
    return this.shut({ type: 'object', properties, required });
  }

  shut(schema) {
    const { required, ...rest } = schema;
    const needed = required?.length > 0 ? { required: [...new Set(required)] } : {};
    return { ...rest, ...needed, ...(this.closed ? { additionalProperties: false } : {}) };
  }

  type(type, text) {
    const nullable = this.nullable || type.includes('| null') ? { nullable: true } : {};
    const plain = type.replace(/\s*\|\s*null/gu, '').trim();
    if (['string', 'number', 'boolean'].includes(plain)) return { type: plain, ...nullable };
    const list = /^Array<(.+)>$/u.exec(plain);
    if (list) return { type: 'array', items: this.type(list[1], text), ...nullable };
    if (plain.startsWith('{')) return { type: 'object', additionalProperties: true, ...nullable };
    const words = this.words(plain, text);
    if (words) return { type: 'string', enum: [...words, ...(this.nullable ? [null] : [])], ...nullable };
    if (!/^[A-Z]\w+$/u.test(plain)) return {};
    return { ...this.schema(plain), ...nullable };
  }

  // The words of `'a' | 'b'`, or of a constant that lists them.
  words(type, text) {
    const literal = [...type.matchAll(/'([^']+)'/gu)].map(([, word]) => word);
    if (literal.length > 0) return literal;
    const constant = new RegExp(`declare const ${type}: \\{([\\s\\S]*?)\\}`, 'u').exec(text)?.[1];
    const listed = [...(constant?.matchAll(/: "([^"]+)";/gu) ?? [])].map(([, word]) => word);
    return listed.length > 0 ? listed : undefined;
  }
}
