/** Going on from the start screen: the same two steps after a key was typed and after "Try again". */
import type { Session } from '$lib/backend/generated/Session';
import type { Desk } from '$lib/desk/desk.svelte';

/** Waits for `session`; enters it and fetches where things stand. False when the engine said no (the toast says why). */
export async function enterWhen(desk: Desk, session: Promise<Session>): Promise<boolean> {
  const next = await desk.attempt(session);
  if (next === undefined) return false;
  desk.enter(next);
  await desk.attempt(desk.refresh());
  return next.stage.stage === 'ready';
}
