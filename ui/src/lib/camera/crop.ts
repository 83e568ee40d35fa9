/** Which part of a camera picture is looked at: the middle, at full resolution, small enough to decode many times a second. */

/** A rectangle in the picture's pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Most pixels sent at once: decoding one frame must stay well under 66 ms (15 frames a second). */
export const MOST_PIXELS = 1280 * 720;
/** People hold a badge in the middle; what lies beyond 4:3 of it costs time and finds nothing. */
const WIDEST = 4 / 3;
const NARROWEST = 3 / 4;

/** The central region of a `width` x `height` picture, full height where that fits into `MOST_PIXELS`. */
export function centralRegion(width: number, height: number): Region {
  let tall = height;
  let wide = Math.min(width, Math.round(height * WIDEST));
  if (wide * tall > MOST_PIXELS) wide = Math.floor(MOST_PIXELS / tall);
  if (wide < tall * NARROWEST && wide < width) {
    wide = Math.min(width, Math.floor(Math.sqrt(MOST_PIXELS * NARROWEST)));
    tall = Math.min(height, Math.floor(MOST_PIXELS / wide));
  }
  return { x: Math.floor((width - wide) / 2), y: Math.floor((height - tall) / 2), width: wide, height: tall };
}
