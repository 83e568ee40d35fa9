// What every judgement of a brand needs: the program with both sides, Prism as a proxy between them, and the count. A brand
// brings its specification, its vendor's own SDK as a further client, and a path on which a planted wrong answer must be caught.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = process.argv[2];
const started = [];
let failures = 0;

export function check(holds, what) {
  if (!holds) {
    failures += 1;
    console.error(`FAILED: ${what}`);
  }
}

function start(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  return child;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function prism(target, folder, spec) {
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(spec));
  const port = await freePort();
  const cli = join(import.meta.dirname, 'node_modules/@stoplight/prism-cli/dist/index.js');
  const proxy = start(process.execPath, [cli, 'proxy', file, target, '--errors', '-p', String(port), '-h', '127.0.0.1']);
  for await (const line of createInterface({ input: proxy.stdout })) {
    if (line.includes('is listening')) break;
  }
  proxy.stdout.resume();
  return `http://127.0.0.1:${port}`;
}

async function drive(brand, checkedAt, address, token) {
  const child = start(program, ['drive', brand, checkedAt, address, token]);
  let said = '';
  child.stdout.on('data', (bytes) => (said += bytes));
  await once(child, 'close');
  const [, asked, answered] = /ASKED (\d+) (\d+)/u.exec(said) ?? [];
  return { asked: Number(asked), answered: Number(answered) };
}

// `sdk` drives the server and says how many calls it made; `planted` is asked with a wrong answer under way.
export async function judge({ brand, spec, sdk, planted, headers }) {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-peers-'));
  try {
    const server = start(program, ['serve', brand]);
    const [line] = await once(createInterface({ input: server.stdout }), 'line');
    const [, address, token, control] = line.split(' ');
    const proxy = await prism(address, folder, spec);
    const ours = await drive(brand, address, proxy, token);
    console.log(`${brand}: Prism let ${ours.answered} of ${ours.asked} operations of our client and their answers pass`);
    check(ours.asked > 10 && ours.answered === ours.asked, 'Prism agrees with our client and the server');
    const direct = await sdk(address, token);
    console.log(`${brand}: the SDK made ${direct} calls and understood every answer`);
    check(direct > 10, 'the SDK asked');
    const plant = { kind: { lose_member: { name: planted.member } } };
    const controls = { 'X-Rehearsal-Token': control, 'content-type': 'application/json' };
    const right = await fetch(`${proxy}${planted.path}`, { headers: headers(token) });
    check(right.status === 200, `the same without a plant passes: ${right.status}`);
    await fetch(`${address}/__rehearsal/faults`, { method: 'POST', headers: controls, body: JSON.stringify([plant]) });
    const wrong = await fetch(`${proxy}${planted.path}`, { headers: headers(token) });
    const said = await wrong.text();
    check(wrong.status >= 400 && said.includes(planted.member), `the planted wrong answer is caught: ${wrong.status}`);
    console.log(`${brand}: the planted wrong answer: ${wrong.status} ${said.slice(0, 160)}`);
  } finally {
    for (const child of started) child.kill('SIGINT');
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(failures === 0 ? 'test result: ok. 3 passed; 0 failed' : `test result: FAILED. 0 passed; ${failures} failed`);
  process.exitCode = failures === 0 ? 0 : 1;
}
