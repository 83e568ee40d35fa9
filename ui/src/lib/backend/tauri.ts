/** The engine through Tauri. The only file that speaks to `@tauri-apps/*`; frames travel as raw bytes. */
import { Channel, invoke } from '@tauri-apps/api/core';
import type { Backend } from './backend';
import { commandsOver } from './commands';
import type { Update } from './generated/Update';

/** The engine in this process. */
export function tauriBackend(): Backend {
  return commandsOver({
    call: (command, args) => invoke(command, args),
    frame: ({ width, height, grey }) =>
      invoke('frame', grey, { headers: { 'x-w': String(width), 'x-h': String(height) } }),
    async subscribe(hear) {
      let listening = true;
      const channel = new Channel<Update>((update) => {
        if (listening) hear(update);
      });
      await invoke('subscribe', { channel });
      return () => {
        listening = false;
      };
    },
  });
}
