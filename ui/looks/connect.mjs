// BottleCRM connected by somebody who sees the page for the first time, in Chromium over the bridge to the real engine, at the real
// CRM: a token that was taken back, then the right one, a test contact, a contact, and one that a colleague deletes over there.
// `bash tests/peers/bottlecrm FOLDER node ui/looks/connect.mjs BRIDGE`; called by `cargo xtask test --peers`. Prints what each step took,
// typing at a hand's pace and reading not counted. Pictures go to the folder that LANYARD_CONNECT_PICTURES names.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [program] = process.argv.slice(2);
const { BOTTLECRM_URL: url, BOTTLECRM_TOKEN: token, BOTTLECRM_TOKEN_ENDED: ended } = process.env;
/** As slowly as a quick hand: what comes faster is a scanner's. */
const BETWEEN_MS = 60;
const failed = [];
let passed = 0;
const check = (holds, what) => {
  if (holds) passed += 1;
  else failed.push(what);
};

const folder = await mkdtemp(join(tmpdir(), 'lanyard-connect-'));
const bridge = spawn(program, ['--data', join(folder, 'data'), '--saves', folder, '--grace-ms', '500'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
let browser;
try {
  const lines = createInterface({ input: bridge.stdout });
  const [, port, key] = (await new Promise((done) => lines.once('line', done))).split(' ');
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await (await browser.newContext({ locale: 'en-GB', viewport: { width: 1024, height: 720 } })).newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`http://127.0.0.1:${port}/?bridge=${key}`);
  await connect(page);
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

async function connect(page) {
  let begun = Date.now();
  /** Something is there now: it is noted how long it took since the last one, and kept as a picture. */
  const seen = async (what) => {
    console.log(`${what}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    if (process.env.LANYARD_CONNECT_PICTURES)
      await page.screenshot({ path: join(process.env.LANYARD_CONNECT_PICTURES, `${what.replaceAll(' ', '-')}.png`) });
    passed += 1;
    begun = Date.now();
  };
  const shows = (css, text) => page.locator(css).filter({ hasText: text }).first().waitFor({ state: 'visible' });
  const type = (text) => page.keyboard.type(text, { delay: BETWEEN_MS });

  // From the empty page: the CRM, its address typed, the token pasted.
  await page.waitForSelector('header.bar');
  await page.keyboard.press('Control+4');
  await page
    .getByRole('link', { name: 'Destination' })
    .or(page.getByRole('button', { name: 'Destination' }))
    .first()
    .click();
  await page.getByLabel('CRM', { exact: true }).waitFor();
  begun = Date.now();
  await page.getByLabel('CRM', { exact: true }).selectOption({ label: 'BottleCRM' });
  await page.getByLabel('Address').click();
  await type(url);
  await page.getByLabel('Access token').click();
  await page.keyboard.insertText(ended);
  await page.getByRole('button', { name: 'Save destination' }).click();
  await shows('.conn.bad', '');
  await seen('a token that was taken back is refused');
  check(/access|token|sign/iu.test(await page.locator('.conn').innerText()), 'it is said what is wrong');
  check(
    !(await page.locator('header.bar').innerText()).includes('is connected'),
    'nobody is called connected who was never heard',
  );

  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByLabel('Access token').click();
  await page.keyboard.insertText(token);
  await page.getByRole('button', { name: 'Save destination' }).click();
  await shows('.conn.works', '');
  await seen('connected');

  await page.getByRole('button', { name: 'Send a test contact' }).click();
  await page.locator('.steps li').last().waitFor();
  await page.waitForFunction(() => document.querySelector('.probe [role=status] > p') === null);
  check((await page.locator('.steps li.bad').count()) === 0, 'each step of the test contact is good');
  await seen('a test contact went there and back');

  // A contact, and what becomes of it when a colleague deletes it over there.
  await page.keyboard.press('Control+1');
  await page.keyboard.press('m');
  await page.waitForTimeout(BETWEEN_MS);
  await type('Ada');
  await page.keyboard.press('Tab');
  await type('Lovelace');
  await page.keyboard.press('Enter');
  await shows('.badge h2', 'Ada Lovelace');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+2');
  await shows('[role=row], tr, li', /Ada Lovelace[\s\S]*Synced/u);
  await seen('a contact is in the CRM');

  const ask = (path, method = 'GET') =>
    fetch(`${url}/api/${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  const listed = async () => (await (await ask('contacts/?limit=100&name=Ada')).json()).results;
  const [record, ...others] = (await listed()).filter((one) => one.last_name === 'Lovelace');
  check(record !== undefined && others.length === 0, 'it is there once');
  check((await ask(`contacts/${record.id}/`, 'DELETE')).ok, 'a colleague may delete it');
  begun = Date.now();
  await page.keyboard.press('Control+3');
  await page.keyboard.press('s');
  await shows('main', 'deleted');
  await seen('what a colleague deleted is asked about');
}
