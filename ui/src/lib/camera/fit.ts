/** Where a point of the picture stands on the screen, when the picture fills its box as `object-fit: cover` does. */
import type { Region } from './crop';

/** A point, in pixels. */
export type Point = readonly [x: number, y: number];
/** A size, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Maps points of `region` (the part that was decoded) of a `picture` onto a `box` that the picture covers. */
export function onScreen(points: readonly Point[], region: Region, picture: Size, box: Size): Point[] {
  const scale = Math.max(box.width / picture.width, box.height / picture.height);
  const left = (box.width - picture.width * scale) / 2;
  const top = (box.height - picture.height * scale) / 2;
  return points.map(([x, y]) => [(x + region.x) * scale + left, (y + region.y) * scale + top]);
}

/** Less than the reticle's line is wide is no movement: each change of the page costs a frame of the picture on a weak machine. */
const STILL = 4;

/** Whether corners are elsewhere than they were drawn, beyond the trembling of a hand. */
export function hasMoved(drawn: readonly Point[], seen: readonly Point[]): boolean {
  return (
    seen.length !== drawn.length ||
    seen.some(([x, y], at) => Math.hypot(x - (drawn[at]?.[0] ?? x), y - (drawn[at]?.[1] ?? y)) > STILL)
  );
}
