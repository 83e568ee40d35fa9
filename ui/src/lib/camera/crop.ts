/** Which part of a camera picture is looked at: all that the person sees where that is small enough to decode many times a
 * second, else its middle at full resolution. */

/** A rectangle in the picture's pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Most pixels sent at once: decoding one frame must stay well under 66 ms (15 frames a second). */
export const MOST_PIXELS = 1280 * 720;
/** As wide as laptops' cameras see: a badge at the side of the picture is in the picture too. */
const WIDEST = 16 / 9;
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
