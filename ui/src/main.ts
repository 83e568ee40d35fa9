/**
 * Opens the engine, fetches the session, and draws; the sums follow. What keeps a web view from drawing for a while (looking for
 * cameras, for the system's sound) waits until the first frame is through.
 */
import './styles/app.css';
import { flushSync, mount, unmount } from 'svelte';
import App from './app/App.svelte';
import Opening from './features/start/Opening.svelte';
import { chooseBackend } from '$lib/backend/choose';
import { Desk } from '$lib/desk/desk.svelte';
import { followSystem, lastTheme } from '$lib/desk/theme';
import { holdKeys } from '$lib/scanner/holding';
import { webPlayer } from '$lib/sound/player';
import { pseudoOf } from '$lib/words/pseudo';
import { Words } from '$lib/words/words.svelte';

const NO_FRAME_MS = 500;
/** Who waits longer than this is told what for. */
const TOLD_AFTER_MS = 1500;

async function start(target: HTMLElement): Promise<void> {
  const backend = await chooseBackend(window);
  const words = new Words(navigator.languages, __FAKE__ ? pseudoOf(location.search) : null);
  const shown: { desk?: Desk } = {};
  followSystem(() => (shown.desk === undefined ? lastTheme() : shown.desk.session.preferences.theme));
  const told = setTimeout(() => tellOpening(target, words), TOLD_AFTER_MS);
  const session = await backend.session().finally(() => clearTimeout(told));
  const drawn = firstFrame();
  const desk = new Desk({ backend, words, player: webPlayer(drawn), media: navigator.mediaDevices, drawn }, session);
  shown.desk = desk;
  holdKeys(window, {
    isOpen: () => desk.scanning.isOpen,
    habits: () => desk.scanning.habits,
    scanned: ({ held, widest }) => void desk.scanning.take({ strokes: held.map(({ stroke }) => stroke), widest }),
  });
  await opening?.();
  target.replaceChildren();
  mount(App, { target, props: { desk } });
  flushSync();
  void desk.attempt(desk.listen());
  await backend.ready();
}

let opening: (() => Promise<void>) | undefined;

function tellOpening(target: HTMLElement, words: Words): void {
  target.replaceChildren();
  const told = mount(Opening, { target, props: { words } });
  opening = () => unmount(told);
}

/** When a frame was drawn from now on, or when none comes: a window that is covered draws none. */
function firstFrame(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, NO_FRAME_MS);
  });
}

// The shell freezes it before any script of ours; so it is everywhere, and what cannot bear that is seen in a browser already.
Object.freeze(Object.prototype);

const target = document.getElementById('app');
if (target !== null) void start(target);
