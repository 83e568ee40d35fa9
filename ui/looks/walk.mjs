// A day by the keyboard alone, in Chromium over the bridge to the real engine: captured, rated, noted, tagged, found, opened, corrected,
// several chosen and tagged and that undone, written to a file, safe to close. No mouse is touched, and wherever the focus goes it is seen: drawn, in the window, covered by nothing.
// `node looks/walk.mjs BRIDGE`, with the program that `cargo build --workspace` made; called by `cargo xtask test`.
// Pictures of what went wrong go to the folder that LANYARD_WALK_PICTURES names.

import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [program] = process.argv.slice(2);
/** As slowly as a quick hand: what comes faster is a scanner's. */
const BETWEEN_MS = 60;
/** So often Tab is pressed until something must have come. */
const FAR = 120;
const failed = [];
let passed = 0;
const check = (holds, what) => {
  if (holds) passed += 1;
  else failed.push(what);
};

/** In the page: what is wrong with where the focus is; none when it is seen. */
function unseen() {
  const at = document.activeElement;
  if (at === null || at === document.body) return null;
  // A field's ring is drawn around its frame, that of a row's button around the row.
  const ringed = [at, at.closest('.input'), at.closest('label')].filter((one) => one !== null);
  const drawn = [...ringed.map((one) => [one]), [at, '::after']].some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(...one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  const name = `${at.localName}.${[...at.classList].join('.')} “${(at.getAttribute('aria-label') ?? at.textContent ?? '').trim().slice(0, 40)}”`;
  if (!drawn) return `no ring: ${name}`;
  const { left, right, top, bottom, width, height } = at.getBoundingClientRect();
  if (width === 0 || height === 0) return `no size: ${name}`;
  const [x, y] = [(left + right) / 2, (top + Math.min(bottom, innerHeight)) / 2];
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `out of the window: ${name}`;
  const lies = document.elementFromPoint(x, y);
  const own = lies !== null && (at.contains(lies) || lies.contains(at) || lies.closest('label')?.contains(at));
  return own ? null : `covered by ${lies?.localName}.${lies?.className}: ${name}`;
}

const folder = await mkdtemp(join(tmpdir(), 'lanyard-walk-'));
const bridge = spawn(program, ['--data', join(folder, 'data'), '--saves', folder, '--grace-ms', '500', '--rehearsal'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
let browser;
try {
  const lines = createInterface({ input: bridge.stdout });
  const [, port, token] = (await new Promise((done) => lines.once('line', done))).split(' ');
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await (await browser.newContext({ locale: 'en-GB', viewport: { width: 1024, height: 640 } })).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`http://127.0.0.1:${port}/?bridge=${token}`);
  await walk(page).catch(async (error) => {
    await keep(page, 'walk-stopped');
    throw error;
  });
} catch (error) {
  failed.push(String(error).split('\n').slice(0, 4).join(' '));
} finally {
  await browser?.close();
  bridge.kill('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}
for (const one of failed) console.error(one);
console.log(`Tests  ${failed.length > 0 ? `${failed.length} failed | ` : ''}${passed} passed`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function walk(page) {
  const shows = (css, text) => page.locator(css).filter({ hasText: text }).first().waitFor({ state: 'visible' });
  const type = async (text) => {
    for (const key of text) await press(key === '\t' ? 'Tab' : key);
  };
  const press = async (key) => {
    await page.keyboard.press(key);
    await page.waitForTimeout(BETWEEN_MS);
    const trouble = await page.evaluate(unseen);
    if (trouble !== null) await keep(page, `walk-${failed.length}`);
    check(trouble === null, `after ${key}: ${trouble}`);
  };
  /** What has the focus is called so. */
  const called = () =>
    page.evaluate(() => {
      const at = document.activeElement;
      return (at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '').trim();
    });
  /** Presses Tab until what has the focus is called so. */
  const tabTo = async (name) => {
    for (let nth = 0; nth < FAR; nth += 1) {
      await press('Tab');
      if (name.test(await called())) return;
    }
    throw new Error(`Tab never comes to ${name}`);
  };

  // Captured by typing: one key to begin, Tab between fields, Enter to save.
  // Before the window is drawn a bare bar holds the mark's place, and no key has a listener.
  await page.waitForSelector('header.bar');
  await press('m');
  await type('Ada\tLovelace\tAnalytical Engines');
  await press('Enter');
  await shows('.badge h2', 'Ada Lovelace');
  await press('4');
  await press('n');
  await type('Wants the noise figures.');
  await press('Enter');
  await shows('.badge', 'Wants the noise figures.');
  await press('t');
  await type('pumps');
  await press('Enter');
  await shows('.badge .tags', 'pumps');
  await press('Escape');
  await press('m');
  await type('Mary\tSomerville\tRoyal Society');
  await press('Enter');
  await shows('.badge h2', 'Mary Somerville');
  await press('Escape');

  // Found as one types, opened, corrected.
  await press('Control+2');
  await press('/');
  await type('lovel');
  await shows('.foot', '1 of 2');
  await press('Enter');
  await press('Enter');
  await shows('.drawer h2', 'Ada Lovelace');
  await press('F6');
  await press('F6');
  await tabTo(/^Analytical Engines/u);
  await press('Enter');
  await shows('.drawer .edit input', '');
  await type('Analytical Society');
  await press('Enter');
  await shows('.drawer .facts', 'Analytical Society');
  check(/^Analytical Society/u.test(await called()), `the pen gives the focus back to the value: ${await called()}`);
  await tabTo(/^Add a detail/u);
  await press('Enter');
  await tabTo(/^City$/u);
  await press('Enter');
  await shows('.drawer .edit input', '');
  await type('London');
  await press('Enter');
  await shows('.drawer .facts', 'London');
  await press('Escape');
  check((await page.locator('.drawer').count()) === 0, 'Escape closes the drawer');

  // Several chosen, done for all of them, and that undone.
  // A key that no scanner follows is the reader's after a moment.
  await press('/');
  await page.locator('.tools input:focus').waitFor();
  await press('Escape');
  await shows('.foot', '2 of 2');
  await press('Escape');
  await press('x');
  await shows('.tools.chosen', '1 chosen');
  await press('ArrowDown');
  await press('x');
  await shows('.tools.chosen', '2 chosen');
  await tabTo(/^Tag$/u);
  await press('Enter');
  await type('engines');
  await press('Enter');
  await shows('.toast', '2 contacts have the tag now.');
  check(/^Tag$/u.test(await called()), `the tag's field gives the focus back: ${await called()}`);
  await press('Control+z');
  await shows('.toast', 'Undone for 2 contacts.');
  await press('Escape');
  check((await page.locator('.tools.chosen').count()) === 0, 'Escape chooses none');

  // Written to a file.
  await press('/');
  await tabTo(/^Export/u);
  await press('Enter');
  await shows('dialog.export', 'Write');
  await tabTo(/^Write/u);
  await press('Enter');
  await shows('.toaster, dialog.export', /contact/u);
  for (let wait = 0; wait < 50 && (await written()).length === 0; wait += 1) await page.waitForTimeout(100);
  const [file] = await written();
  const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
  check(
    text.includes('Lovelace') && text.includes('noise figures') && text.includes('pumps'),
    `the file holds the contact: ${file}`,
  );
  await press('Escape');

  // Sent, and safe to close.
  await press('Control+3');
  await press('s');
  await tabTo(/^Safe to close/u);
  await press('Enter');
  await shows('.closing-sum', '');
  await press('Escape');
  check((await page.locator('.closing-sum').count()) === 0, 'Escape closes what says whether it is safe to close');

  // Everywhere else Tab goes round without being lost.
  for (const place of ['1', '2', '3', '4']) {
    await press(`Control+${place}`);
    for (let nth = 0; nth < 30; nth += 1) await press('Tab');
  }
  await press('?');
  await shows('.keysheet', '');
  await press('Escape');
}

/** A picture of what is there, where somebody wants it. */
async function keep(page, name) {
  if (process.env.LANYARD_WALK_PICTURES)
    await page.screenshot({ path: join(process.env.LANYARD_WALK_PICTURES, `${name}.png`) });
}

async function written() {
  return (await readdir(folder)).filter((name) => name.endsWith('.csv'));
}
