/** Which room lies behind the door: Tauri when it is there, the bridge when a token is given, else the fake (never shipped). */
import type { Backend } from './backend';

declare global {
  /** Whether the in-memory fake is part of this build. */
  const __FAKE__: boolean;
}

/** Opens the engine this page was made for. */
export async function chooseBackend(page: Window): Promise<Backend> {
  if ('__TAURI_INTERNALS__' in page) return (await import('./tauri')).tauriBackend();
  const asked = new URLSearchParams(page.location.search);
  const token = asked.get('bridge');
  if (token !== null) return (await import('./bridge')).bridgeBackend(token);
  if (__FAKE__) return (await import('./fake/fake')).fakeBackend(asked.get('fake') ?? '');
  throw new Error('This page needs the Lanyard app around it.');
}
