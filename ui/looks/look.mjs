// Looks at every screen in every state as people with other eyes, hands and languages do: axe in both themes, with more contrast and
// with forced colours; the layout by geometry in the smallest window, at 200 % zoom, in a long language, from right to left; nothing
// that moves where motion is unwanted. `npm run look`; `npm run look -- --only NAME` for some; `--pictures FOLDER` keeps what was seen.
//
// Counts what it looked at, proves first that it would notice (a planted fault of each kind), and ends with 1 when something is wrong.

import { mkdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { faults, moves, unmarked } from './layout.mjs';
import { serve } from './server.mjs';
import { STATES } from './states.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const AXE = join(root, 'node_modules/axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** On a machine that is busy otherwise a page takes its time. */
const PATIENCE_MS = 12_000;
/** 200 % zoom halves what a window has of CSS pixels; 1280 is the window at its first start, 1024 the smallest there is. */
const SIZES = { usual: [1280, 800], smallest: [1024, 640], zoomed: [640, 400], 'smallest-zoomed': [512, 320] };
const EYES = [
  { name: 'light', colorScheme: 'light' },
  { name: 'dark', colorScheme: 'dark' },
  { name: 'light, more contrast', colorScheme: 'light', contrast: 'more' },
  { name: 'dark, more contrast', colorScheme: 'dark', contrast: 'more' },
  { name: 'light, forced colours', colorScheme: 'light', forcedColors: 'active' },
  { name: 'dark, forced colours', colorScheme: 'dark', forcedColors: 'active' },
];
const PLAIN = { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none', reducedMotion: 'reduce' };
/** A language in which each size is looked at; a pseudo-language turns all words into others. */
const TONGUES = [
  { name: 'English' },
  { name: 'German', locale: 'de-DE' },
  { name: 'long', pseudo: 'long' },
  { name: 'right to left', pseudo: 'rtl' },
];

const { values: asked } = parseArgs({
  options: { only: { type: 'string' }, pictures: { type: 'string' }, at: { type: 'string' } },
});
const counts = { axe: 0, layouts: 0, states: 0 };
/** What is wrong, and where it was seen. */
const seenWrong = new Map();
const wrong = { push: (...all) => all.forEach((one) => note(one, '')) };
function note(what, where) {
  seenWrong.set(what, [...(seenWrong.get(what) ?? []), where]);
}

async function main() {
  await everyPictureHasAState();
  const { address, stop } = await serve(root);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    await wouldNotice(browser, address);
    const names = Object.keys(STATES).filter((name) => asked.only === undefined || name.includes(asked.only));
    counts.states = names.length;
    const waiting = names.flatMap((name) => TONGUES.map((tongue) => ({ name, tongue })));
    const look = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await lookAt(browser, address, next);
    };
    await Promise.all(Array.from({ length: Math.max(2, Math.min(4, cpus().length)) }, look));
  } finally {
    await browser.close();
    await stop();
  }
}

/** Each entry of the list of pictures is looked at. */
async function everyPictureHasAState() {
  const list = JSON.parse(await readFile(join(root, '../tests/screens.json'), 'utf8'));
  for (const { screen, state } of list) {
    if (STATES[`${screen}-${state}`] === undefined)
      wrong.push(`${screen} ${state} of tests/screens.json is in no state of ui/looks/states.mjs`);
  }
}

async function open(browser, address, scene, { locale = 'en-GB', pseudo, camera = true } = {}) {
  const context = await browser.newContext({
    locale,
    viewport: { width: 1280, height: 800 },
    permissions: ['camera'],
    ...PLAIN,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => wrong.push(`${scene}: ${error.message}`));
  await page.addInitScript(plugIn, camera);
  await page.goto(`${address}?fake=${scene}${pseudo === undefined ? '' : `&pseudo=${pseudo}`}`);
  return { page, close: () => context.close() };
}

/** A camera whose picture costs next to nothing, or none; runs in the page. */
function plugIn(camera) {
  const { mediaDevices } = navigator;
  if (!camera) {
    mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
    mediaDevices.enumerateDevices = () => Promise.resolve([]);
    return;
  }
  mediaDevices.enumerateDevices = () =>
    Promise.resolve([{ kind: 'videoinput', deviceId: 'drawn', label: 'Drawn camera', groupId: '' }]);
  mediaDevices.getUserMedia = async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
    const context = canvas.getContext('2d');
    let nth = 0;
    const draw = () => {
      nth += 1;
      context.fillStyle = `rgb(120 ${(nth % 16) + 110} 120)`;
      context.fillRect(0, 0, 320, 180);
    };
    draw();
    setInterval(draw, 100);
    return canvas.captureStream(10);
  };
}

async function lookAt(browser, address, { name, tongue }) {
  const [scene, reach, { camera = true } = {}] = STATES[name];
  const { page, close } = await open(browser, address, scene, { ...tongue, camera });
  const tell = (what, all) =>
    all.forEach((one) =>
      note(
        `${name}: ${one.replace(/“.*”/gu, (text) => (tongue.pseudo === undefined ? text : '“…”'))}`,
        `${tongue.name} ${what}`,
      ),
    );
  try {
    await reach(page);
    await page.evaluate(() => document.fonts.ready);
    tell('motion unwanted', await page.evaluate(moves));
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      await page.setViewportSize({ width, height });
      await settled(page);
      counts.layouts += 1;
      tell(`${size} (${width} × ${height})`, await page.evaluate(faults));
      await keep(page, name, `${tongue.name}-${size}`);
    }
    if (tongue.name !== 'English') return;
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.addScriptTag({ path: AXE });
    for (const { name: eyes, ...media } of EYES) {
      await page.emulateMedia({ ...PLAIN, ...media });
      await settled(page);
      counts.axe += 1;
      tell(eyes, await violations(page));
      if (media.forcedColors === 'active') tell(eyes, await page.evaluate(unmarked));
      await keep(page, name, eyes.replaceAll(', ', '-').replaceAll(' ', '-'));
    }
  } catch (error) {
    await page.screenshot({ path: join(asked.pictures ?? '/tmp', `failed-${name}.png`) }).catch(() => undefined);
    wrong.push(`${name}, ${tongue.name}: ${String(error).split('\n').slice(0, 3).join(' ')}`);
  } finally {
    await close().catch(() => undefined);
  }
}

/** Two frames later everything lies where it will. */
const settled = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function violations(page) {
  const found = await page.evaluate(
    (tags) =>
      axe
        .run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', values: tags } })
        .then((all) => all.violations),
    TAGS,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `axe ${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
  );
}

async function keep(page, name, how) {
  if (asked.pictures === undefined || (asked.at !== undefined && !how.includes(asked.at))) return;
  await mkdir(asked.pictures, { recursive: true });
  await page.screenshot({ path: join(asked.pictures, `${name}.${how.replaceAll(' ', '-')}.png`) });
}

/** A check that cannot fail shows nothing: each kind of fault is planted once, and has to be noticed. */
async function wouldNotice(browser, address) {
  const { page, close } = await open(browser, address, '', {});
  await page.waitForSelector('header.bar');
  await page.addScriptTag({ path: AXE });
  const plant = async (what, html, notices) => {
    await page.evaluate((planted) => {
      const spot = document.createElement('div');
      spot.id = 'planted';
      spot.innerHTML = planted;
      document.querySelector('.story').before(spot);
    }, html);
    await settled(page);
    if (!(await notices())) wrong.push(`a planted fault was not noticed: ${what}`);
    await page.evaluate(() => document.getElementById('planted').remove());
  };
  const laid = async (word) => (await page.evaluate(faults)).some((one) => one.includes(word));
  const judged = async (word) => (await violations(page)).some((one) => one.includes(word));
  await plant('no contrast', '<p style="color: #999; background: #aaa">dim words</p>', () => judged('color-contrast'));
  await plant('no name', '<button type="button"></button>', () => judged('button-name'));
  await plant(
    'too wide',
    '<p style="position: absolute; inset-inline-start: 1270px; width: 90px">out of sight</p>',
    () => laid('edge'),
  );
  await plant('clipped', '<p style="overflow: hidden; width: 20px; white-space: nowrap">clipped words</p>', () =>
    laid('clipped'),
  );
  await plant(
    'overlapping',
    '<p style="position: absolute; left: 0; top: 200px">one word</p><p style="position: absolute; left: 3px; top: 203px">another</p>',
    () => laid('overlaps'),
  );
  await plant(
    'scrolls the window',
    '<span style="position: absolute; top: 1200px; width: 1px; height: 1px; overflow: hidden"></span>',
    () => laid('itself scroll'),
  );
  await plant(
    'covered',
    '<p>under it</p><div style="position: fixed; inset: 0; z-index: 99; background: red"></div>',
    () => laid('covered'),
  );
  await close();
}

const began = Date.now();
await main();
for (const [what, where] of [...seenWrong].sort())
  console.error(`${what}${where[0] === '' ? '' : ` — ${where.join('; ')}`}`);
const took = Math.round((Date.now() - began) / 1000);
console.log(`${counts.states} states: axe ${counts.axe} times, ${counts.layouts} layouts, in ${took} s`);
const [looks, failed] = [counts.axe + counts.layouts, seenWrong.size];
console.log(`Tests  ${failed > 0 ? `${failed} failed | ` : ''}${Math.max(0, looks - failed)} passed`);
process.exitCode = failed > 0 ? 1 : 0;
