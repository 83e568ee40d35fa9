/**
 * Opens the engine, fetches the session, draws, and only then asks for the window to be shown. It does not wait for a
 * painted frame: a hidden window paints none, and web views hold its animation frames back for seconds.
 */
import './styles/app.css';
import { flushSync, mount } from 'svelte';
import App from './app/App.svelte';
import { chooseBackend } from '$lib/backend/choose';
import { Desk } from '$lib/desk/desk.svelte';
import { followSystem } from '$lib/desk/theme';
import { holdKeys } from '$lib/scanner/holding';
import { webPlayer } from '$lib/sound/player';
import { pseudoOf } from '$lib/words/pseudo';
import { Words } from '$lib/words/words.svelte';

async function start(target: HTMLElement): Promise<void> {
  const backend = await chooseBackend(window);
  const words = new Words(navigator.languages, __FAKE__ ? pseudoOf(location.search) : null);
  const session = await backend.session();
  const desk = new Desk({ backend, words, player: webPlayer(), media: navigator.mediaDevices }, session);
  followSystem(() => desk.session.preferences.theme);
  holdKeys(window, {
    isOpen: () => desk.scanning.isOpen,
    habits: () => desk.scanning.habits,
    scanned: ({ held, widest }) => void desk.scanning.take({ strokes: held.map(({ stroke }) => stroke), widest }),
  });
  mount(App, { target, props: { desk } });
  await desk.attempt(desk.listen());
  flushSync();
  await backend.ready();
}

// The shell freezes it before any script of ours; so it is everywhere, and what cannot bear that is seen in a browser already.
Object.freeze(Object.prototype);

const target = document.getElementById('app');
if (target !== null) void start(target);
