/**
 * How a picture is laid out: positions and marks on its axes. Ticks and paths are d3's; what is drawn from them is Svelte's. Its scales
 * are not used: what they bring along for colours writes over an inherited property, which the window forbids its page.
 */
import { ticks } from 'd3-array';
import { area, line } from 'd3-shape';

/** Heights and margins in pixels; type is 13 px at every width. */
export const HEIGHT = 142;
export const TOP = 24;
export const FOOT = 24;
/** The least room for a time under an axis. */
const MARK = 76;

/** A point: its place from left to right, and its value. */
export type Point = readonly [at: number, value: number | null];

export type Ends = readonly [number, number];

/** Up to two lines across, at whole numbers, and a scale from zero to the highest value. */
export function scaleUp(most: number, height: number): { y: (value: number) => number; lines: number[] } {
  const top = Math.max(1, most);
  const lines = ticks(0, top, 2).filter((tick) => tick > 0 && Number.isInteger(tick));
  return { y: spread([0, top], [height - FOOT, TOP]), lines: lines.length > 2 ? lines.slice(-1) : lines };
}

/** Where a value stands between two ends, by where it stands between its least and its greatest; those differ. */
export function spread([least, most]: Ends, [start, end]: Ends): (value: number) => number {
  return (value) => start + ((value - least) / (most - least)) * (end - start);
}

/** `count` bands side by side within a width, a little apart: how broad each is, and where it starts. */
export function bands(count: number, width: number): { broad: number; start: (at: number) => number } {
  const step = width / Math.max(1, count);
  const gap = step * 0.16;
  return { broad: step - gap, start: (at) => at * step + gap / 2 };
}

/** Which of `count` places have a mark under them, so that no two of them touch within `width`. */
export function marked(count: number, width: number): number[] {
  const each = Math.max(1, Math.ceil((count * MARK) / Math.max(MARK, width)));
  return Array.from({ length: count }, (_, at) => at).filter((at) => at % each === 0);
}

/** The line through the points; where nothing is known it breaks off. */
export function path(points: readonly Point[], x: (at: number) => number, y: (value: number) => number): string {
  const drawn = line<Point>(
    ([at]) => x(at),
    ([, value]) => y(value ?? 0),
  ).defined(([, value]) => value !== null);
  return drawn([...points]) ?? '';
}

/** What lies between two lines of the same places. */
export function between(
  upper: readonly Point[],
  lower: readonly Point[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  const drawn = area<number>(
    (at) => x(upper[at]?.[0] ?? 0),
    (at) => y(lower[at]?.[1] ?? 0),
    (at) => y(upper[at]?.[1] ?? 0),
  );
  return drawn(upper.map((_, at) => at)) ?? '';
}

/** Heights for words at the ends of lines, pushed apart where they would touch. */
export function apart(heights: readonly number[], least = 17): number[] {
  const order = heights.map((height, at) => ({ height, at })).sort((one, other) => one.height - other.height);
  let above = -Infinity;
  const placed = [...heights];
  for (const { height, at } of order) {
    above = Math.max(height, above + least);
    placed[at] = above;
  }
  return placed;
}
