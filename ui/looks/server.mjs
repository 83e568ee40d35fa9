// The page over the fake engine, built once into a folder of its own and served on loopback.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { once } from 'node:events';
import { build } from 'vite';

const KINDS = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Builds and serves; answers with the address and what ends it. */
export async function serve(root) {
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-looks-'));
  await build({
    root,
    mode: 'pictures',
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, chunkSizeWarningLimit: 4096 },
  });
  const server = createServer(async ({ url = '/' }, response) => {
    const path = normalize(new URL(url, 'http://page').pathname);
    const file = join(folder, path === '/' ? 'index.html' : path);
    const bytes = await readFile(file).catch(() => null);
    response.writeHead(bytes === null ? 404 : 200, {
      'content-type': KINDS[extname(file)] ?? 'application/octet-stream',
    });
    response.end(bytes ?? '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
