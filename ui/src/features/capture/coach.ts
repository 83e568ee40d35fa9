/** The coach's line: one sentence about the last answer, else about the badge in the picture, else about the camera. */
import type { CameraState } from '$lib/camera/camera.svelte';
import type { Flash } from './capturing.svelte';

/** What the line depends on. */
export interface Scene {
  readonly spoken: Flash | null;
  readonly camera: CameraState;
  readonly paused: boolean;
  readonly typing: boolean;
  /** Whether the camera has never read a badge on this laptop. */
  readonly first: boolean;
  /** Whether a file is held over the window. */
  readonly holding: boolean;
  /** What would help a badge that is seen and not read. */
  readonly advice: string | null;
}

/** Whether a camera may be there that nothing shows of. */
const isMissed = (camera: CameraState): boolean => camera === 'none' || camera === 'unsupported';

/** The line's code, and whether it is good news. */
export function coachLine({ spoken, camera, paused, typing, holding, first, advice }: Scene): {
  code: string;
  good: boolean;
} {
  if (holding) return { code: 'coach-drop', good: false };
  switch (spoken) {
    case 'saved':
      return { code: first ? 'coach-first-read' : 'coach-saved', good: true };
    case 'again':
      return { code: 'coach-again', good: true };
    case 'known':
      return { code: 'coach-known', good: false };
    case 'refused':
      return { code: 'coach-refused', good: false };
    case null:
      break;
  }
  if (typing) return { code: 'coach-typing', good: false };
  if (paused) return { code: 'coach-paused', good: false };
  if (camera === 'on' && advice !== null) return { code: advice, good: false };
  if (camera === 'on') return { code: first ? 'coach-first' : 'coach-ready', good: false };
  if (camera === 'starting' || camera === 'off') return { code: 'coach-starting', good: false };
  return { code: isMissed(camera) ? 'coach-missed' : 'coach-no-camera', good: false };
}
