/** Looks at a running picture again and again: one frame in flight, never faster than asked, until told to stop. */
import type { Frame } from '../backend/backend';
import { centralRegion, type Region } from './crop';
import { greyOf } from './grey';

/** At most this often: 15 looks a second are plenty for a badge held in a hand. */
const EVERY_MS = 66;
/** A web view that presents no new frame this long is asked anyway. */
const FRAME_TIMEOUT_MS = 500;

/** A grey frame and the part of the picture it shows. */
export interface Look extends Frame {
  readonly region: Region;
  readonly picture: { readonly width: number; readonly height: number };
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Waits for the next presented frame, or for the timeout where the web view never tells. */
function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((done) => {
    const timeout = setTimeout(done, FRAME_TIMEOUT_MS);
    if ('requestVideoFrameCallback' in video) {
      video.requestVideoFrameCallback(() => {
        clearTimeout(timeout);
        done();
      });
    } else {
      clearTimeout(timeout);
      setTimeout(done, EVERY_MS);
    }
  });
}

/** Draws the middle of `video` and reads it back in grey; none while there is no picture yet. */
function look(video: HTMLVideoElement, canvas: HTMLCanvasElement): Look | null {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || height === 0) return null;
  const region = centralRegion(width, height);
  if (canvas.width !== region.width) canvas.width = region.width;
  if (canvas.height !== region.height) canvas.height = region.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(video, region.x, region.y, region.width, region.height, 0, 0, region.width, region.height);
  const { data } = context.getImageData(0, 0, region.width, region.height);
  return { width: region.width, height: region.height, grey: greyOf(data), region, picture: { width, height } };
}

/** Hands looks at `video` to `see` until the signal; waits for each answer before it looks again. */
export async function watch(
  video: HTMLVideoElement,
  see: (look: Look) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const canvas = document.createElement('canvas');
  while (!signal.aborted) {
    await nextFrame(video);
    if (signal.aborted) return;
    const began = performance.now();
    const seen = look(video, canvas);
    if (seen !== null) await see(seen);
    const left = EVERY_MS - (performance.now() - began);
    if (left > 0) await pause(left);
  }
}
