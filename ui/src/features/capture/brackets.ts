/** The reticle: four corners, resting in the middle or closed on a code. */
import type { Point, Size } from '$lib/camera/fit';

/** The part of each side a corner covers. */
const REACH = 0.22;
/** How far outside the code's own corners the brackets stand. */
const MARGIN = 0.1;
/** The resting frame's share of the shorter side. */
const REST = 0.56;

const towards = ([x, y]: Point, [toX, toY]: Point, by: number): Point => [x + (toX - x) * by, y + (toY - y) * by];
const written = ([x, y]: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** The corners of the resting frame in a box. */
export function restingCorners({ width, height }: Size): Point[] {
  const half = (Math.min(width, height) * REST) / 2;
  const [x, y] = [width / 2, height / 2];
  return [
    [x - half, y - half],
    [x + half, y - half],
    [x + half, y + half],
    [x - half, y + half],
  ];
}

/** `corners` moved outward from their middle, so that the brackets do not cover the code. */
export function around(corners: readonly Point[]): Point[] {
  const middle: Point = [
    corners.reduce((sum, [x]) => sum + x, 0) / corners.length,
    corners.reduce((sum, [, y]) => sum + y, 0) / corners.length,
  ];
  return corners.map((corner) => towards(middle, corner, 1 + MARGIN));
}

/** A path with one rounded bracket per corner. */
export function bracketPath(corners: readonly Point[]): string {
  return corners
    .map((corner, at) => {
      const before = corners[(at + corners.length - 1) % corners.length] as Point;
      const after = corners[(at + 1) % corners.length] as Point;
      const [from, bend, unbend, to] = [
        towards(corner, before, REACH),
        towards(corner, before, REACH / 3.5),
        towards(corner, after, REACH / 3.5),
        towards(corner, after, REACH),
      ];
      return `M${written(from)}L${written(bend)}Q${written(corner)} ${written(unbend)}L${written(to)}`;
    })
    .join('');
}
