/** What the CRMs know of whoever stands on the card: asked a moment after the capture, and gone with the card. */
import type { StandingView } from '$lib/backend/generated/StandingView';
import type { Desk } from '$lib/desk/desk.svelte';

/** Whoever is gone within this time was never asked for: badges that are read one after the other cost a CRM nothing. */
const AFTER_MS = 700;

export class Knowing {
  known = $state.raw<StandingView[]>([]);

  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Asks for the contact on the card; answers with what ends it, and takes away what was shown. */
  ask(contactId: string): () => void {
    let over = false;
    const look = async (): Promise<void> => {
      // Nobody waits for this: what cannot be asked is not spoken of.
      const known = await this.#desk.backend.lookUp(contactId).catch(() => []);
      if (!over) this.known = known;
    };
    const soon = setTimeout(() => void look(), AFTER_MS);
    return () => {
      over = true;
      clearTimeout(soon);
      this.known = [];
    };
  }
}
