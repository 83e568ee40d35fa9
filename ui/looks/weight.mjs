// How much the window weighs as it is shipped: all JS and CSS of `dist`, gzipped. `npm run weigh`, after `npm run build`.

import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Of JS and CSS together, what is loaded lazily included. */
const MOST_KB = 250;

const folder = join(dirname(fileURLToPath(import.meta.url)), '../dist');
const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(?:js|css)$/u.test(name));
let bytes = 0;
for (const name of files) bytes += gzipSync(await readFile(join(folder, name)), { level: 9 }).length;
const kb = bytes / 1000;
console.log(`${files.length} files of JS and CSS, ${kb.toFixed(1)} kB gzip; at most ${MOST_KB}`);
if (files.length === 0 || kb > MOST_KB) {
  console.error(files.length === 0 ? 'there is no build to weigh' : 'too heavy: load lazily what is rarely opened');
  process.exitCode = 1;
}
