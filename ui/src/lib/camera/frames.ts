/** Looks at a running picture again and again: one frame in flight, never faster than asked, until told to stop. */
import type { Frame } from '../backend/backend';
import { centralRegion, type Region } from './crop';
import { greyOf } from './grey';

/** At most this often: 15 looks a second are plenty for a badge held in a hand. */
const EVERY_MS = 66;
/** A web view that tells of no new frame this long is not waited for any more: its frames are counted instead. */
const SILENT_MS = 500;
/** How often they are counted: well within the 33 ms of a usual camera's frame. */
const COUNT_MS = 11;

/** A grey frame and the part of the picture it shows. */
export interface Look extends Frame {
  readonly region: Region;
  readonly picture: { readonly width: number; readonly height: number };
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** How many frames the picture had so far; always another number where the web view does not count. */
const framesOf = (video: HTMLVideoElement): number => video.getVideoPlaybackQuality?.().totalVideoFrames ?? NaN;

/**
 * What waits for the next frame of `video`, each time it is called. WebKitGTK tells of none where it draws without layers
 * (`WEBKIT_DISABLE_COMPOSITING_MODE`, as some set it against faults of a graphics driver); it is asked on, and believed once it tells.
 */
function following(video: HTMLVideoElement): () => Promise<void> {
  const tells = 'requestVideoFrameCallback' in video;
  let silent = !tells;
  let asked = false;
  let told: () => void = () => undefined;
  const presented = (): void => {
    asked = false;
    silent = false;
    told();
  };
  return async () => {
    const presentation = new Promise<void>((done) => (told = done));
    // One question at a time: those that are never answered would pile up for hours.
    if (tells && !asked) {
      asked = true;
      video.requestVideoFrameCallback(presented);
    }
    const before = framesOf(video);
    if (!silent) {
      const waited = setTimeout(() => {
        silent = true;
        told();
      }, SILENT_MS);
      await presentation;
      clearTimeout(waited);
    }
    const until = performance.now() + SILENT_MS;
    while (silent && framesOf(video) === before && performance.now() < until) await pause(COUNT_MS);
  };
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
  const next = following(video);
  while (!signal.aborted) {
    await next();
    if (signal.aborted) return;
    const began = performance.now();
    const seen = look(video, canvas);
    if (seen !== null) await see(seen);
    const left = EVERY_MS - (performance.now() - began);
    if (left > 0) await pause(left);
  }
}
