/** Why there is no picture, told apart by what a person can do about it. */

/** No camera; not allowed; used by another program; went away while it ran; the web view has no camera support. */
export type Trouble = 'none' | 'refused' | 'busy' | 'lost' | 'unsupported';

/**
 * What `thrown` by `getUserMedia` means. WebKitGTK answers `OverconstrainedError` when there is no camera at all, where
 * others say `NotFoundError`.
 */
export function troubleOf(thrown: unknown): Trouble {
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'TypeError':
      return 'unsupported';
    default:
      return 'none';
  }
}
