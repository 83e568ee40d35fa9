/** A frame that could not be taken is said once, not fifteen times a second. */
import type { ErrorCode } from '$lib/backend/generated/ErrorCode';

/** The same trouble is said again after this long. */
const SAID_AGAIN_MS = 10_000;

export class Troubled {
  #code: ErrorCode | null = null;
  #at = -Infinity;

  /** Whether `code` should be said now. "Busy" is no trouble: the next frame comes anyway. */
  shouldSay(code: ErrorCode, now: number): boolean {
    if (code === 'busy') return false;
    const fresh = code !== this.#code || now - this.#at > SAID_AGAIN_MS;
    this.#code = code;
    if (fresh) this.#at = now;
    return fresh;
  }
}
