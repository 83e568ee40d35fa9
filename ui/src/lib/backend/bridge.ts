/**
 * The engine over HTTP on the same origin, for tests and pictures in a plain browser: `POST /ipc/<command>` with JSON
 * (pictures as raw bytes), updates as a stream of JSON lines from `GET /updates`. Guarded by a token.
 */
import { asCommandError, type Backend } from './backend';
import { commandsOver } from './commands';
import type { Update } from './generated/Update';

/** Hands each complete line of `chunk`s to `line`; keeps what is unfinished for the next chunk. */
export function lineReader(line: (text: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      // Server-sent events prefix their data; comment lines (":") only keep the connection open.
      const data = text.replace(/^data:\s?/, '').trim();
      if (data.startsWith('{')) line(data);
    }
  };
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  const body: unknown = text === '' ? null : JSON.parse(text);
  if (!response.ok) throw asCommandError(body);
  return body as Answer;
}

/** The engine behind the bridge that knows `token`. */
export function bridgeBackend(token: string): Backend {
  const guard = { 'X-Lanyard-Token': token };
  return commandsOver({
    call: async (command, args = {}) =>
      answerOf(
        await fetch(`/ipc/${command}`, {
          method: 'POST',
          headers: { ...guard, 'Content-Type': 'application/json' },
          body: JSON.stringify(args),
        }),
      ),
    send: async (command, bytes, headers = {}) =>
      answerOf(
        await fetch(`/ipc/${command}`, {
          method: 'POST',
          headers: { ...guard, 'Content-Type': 'application/octet-stream', ...headers },
          body: bytes as BufferSource,
        }),
      ),
    async subscribe(hear) {
      const stop = new AbortController();
      const response = await fetch('/updates', { headers: guard, signal: stop.signal });
      if (!response.ok || response.body === null) throw asCommandError(new Error(`updates: ${response.status}`));
      const read = lineReader((line) => hear(JSON.parse(line) as Update));
      const stream = response.body.pipeThrough(new TextDecoderStream()).getReader();
      void (async () => {
        for (let part = await stream.read(); !part.done; part = await stream.read()) read(part.value);
      })().catch(() => undefined);
      return () => stop.abort();
    },
  });
}
