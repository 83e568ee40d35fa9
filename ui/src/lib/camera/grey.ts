/** Colour to grey, four bytes at a time. */

/** Luma of each pixel of `rgba` (BT.601 weights in 256ths). Expects the little-endian byte order of every web view we run in. */
export function greyOf(rgba: Uint8ClampedArray): Uint8Array {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.byteLength >> 2);
  const grey = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i] as number;
    grey[i] = ((pixel & 255) * 77 + ((pixel >> 8) & 255) * 150 + ((pixel >> 16) & 255) * 29) >> 8;
  }
  return grey;
}
