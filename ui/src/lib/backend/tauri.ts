/** The engine through Tauri. The only file that speaks to `@tauri-apps/*`; pictures travel as raw bytes. */
import { Channel, invoke } from '@tauri-apps/api/core';
import type { Backend } from './backend';
import { commandsOver } from './commands';
import type { Update } from './generated/Update';

/** The engine in this process. */
export function tauriBackend(): Backend {
  return commandsOver({
    call: (command, args) => invoke(command, args),
    send: (command, bytes, headers = {}) => invoke(command, bytes, { headers }),
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
