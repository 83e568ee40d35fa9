/** A desk on the fake engine, with ears instead of a loudspeaker. */
import { render } from '@testing-library/svelte';
import App from '../app/App.svelte';
import type { Backend } from '$lib/backend/backend';
import { fakeBackend } from '$lib/backend/fake/fake';
import { Desk } from '$lib/desk/desk.svelte';
import type { Player } from '$lib/sound/player';
import type { Sound } from '$lib/sound/score';
import { Words } from '$lib/words/words.svelte';

/** A player that writes down what it was asked to play. */
export function listener(): Player & { heard: Sound[] } {
  const heard: Sound[] = [];
  return { heard, play: (sound) => void heard.push(sound), set: () => undefined };
}

/** What a test may lay differently. */
export interface Laid {
  scene?: string;
  backend?: Backend;
  language?: string;
  media?: MediaDevices;
}

/** A desk with a session, not drawn. */
export async function laidDesk({ scene = '', backend = fakeBackend(scene), language = 'en-GB', media }: Laid = {}) {
  const player = listener();
  const words = new Words([language]);
  const desk = new Desk({ backend, words, player, media }, await backend.session());
  return { desk, backend, player, words };
}

/** The whole window on such a desk. */
export async function openWindow(laid: Laid = {}) {
  const there = await laidDesk(laid);
  const drawn = render(App, { props: { desk: there.desk } });
  await there.desk.listen();
  return { ...there, ...drawn };
}
