/** Something that looks like a code without being one: three finders and a fixed pattern. The engine makes the real ones. */

const SIDE = 25;
const inFinder = (x: number, y: number): boolean =>
  (x < 7 && y < 7) || (x >= SIDE - 7 && y < 7) || (x < 7 && y >= SIDE - 7);

function finder(x: number, y: number): boolean {
  const [fx, fy] = [x < 7 ? x : x - (SIDE - 7), y < 7 ? y : y - (SIDE - 7)];
  const ring = Math.max(Math.abs(fx - 3), Math.abs(fy - 3));
  return ring !== 2;
}

/** Rows of `0` and `1`, different for each seed. */
export function modulesLike(seed: number): string[] {
  const bit = (x: number, y: number): boolean => (Math.imul(x * 73 + y * 179 + seed * 31, 2654435761) >>> 16) % 2 === 0;
  return Array.from({ length: SIDE }, (_, y) =>
    Array.from({ length: SIDE }, (_unused, x) => ((inFinder(x, y) ? finder(x, y) : bit(x, y)) ? '1' : '0')).join(''),
  );
}
