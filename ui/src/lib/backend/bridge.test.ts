// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asCommandError } from './backend';
import { bridgeBackend, lineReader } from './bridge';

describe('the bridge', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('puts updates together that arrive in pieces, and passes over what keeps the line open', () => {
    const lines: string[] = [];
    const read = lineReader((line) => lines.push(line));
    read('{"update":"ses');
    read('sion"}\n: still here\n\ndata: {"a":1}\n{"b"');
    expect(lines).toEqual(['{"update":"session"}', '{"a":1}']);
  });

  it('calls a command by its name with its token, and pictures as raw bytes', async () => {
    const fetched = vi.fn(async () => new Response('null'));
    vi.stubGlobal('fetch', fetched);
    const bridge = bridgeBackend('secret');
    await bridge.captureText('000123', 'scanner');
    await bridge.frame({ width: 2, height: 1, grey: new Uint8Array([1, 2]) });
    await bridge.photo(new Uint8Array([3]));
    const [[command, called], [, framed], [photo, pictured]] = fetched.mock.calls as unknown as [
      [string, RequestInit],
      [string, RequestInit],
      [string, RequestInit],
    ];
    expect(command).toBe('/ipc/capture_text');
    expect(called.body).toBe('{"payload":"000123","way":"scanner"}');
    expect(called.headers).toMatchObject({ 'X-Lanyard-Token': 'secret' });
    expect(framed.headers).toMatchObject({ 'x-w': '2', 'x-h': '1' });
    expect(photo).toBe('/ipc/photo');
    expect(pictured).toMatchObject({ body: new Uint8Array([3]), headers: { 'X-Lanyard-Token': 'secret' } });
  });

  it('throws the engine’s own words when a command does not work', async () => {
    const refusal = { code: 'not_found', sentence: { code: 'error-no-such-contact', args: {} }, detail: null };
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify(refusal), { status: 404 }));
    await expect(bridgeBackend('secret').contact('gone')).rejects.toEqual(refusal);
  });

  it('words even what is not an answer of the engine', () => {
    expect(asCommandError(new TypeError('fetch failed'))).toEqual({
      code: 'internal',
      sentence: { code: 'engine-no-answer', args: {} },
      detail: 'TypeError: fetch failed',
    });
  });
});
