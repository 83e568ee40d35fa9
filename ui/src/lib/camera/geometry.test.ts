// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { centralRegion, MOST_PIXELS } from './crop';
import { hasMoved, onScreen } from './fit';
import { greyOf } from './grey';

describe('the part that is looked at', () => {
  it('is all of a 720p picture', () => {
    expect(centralRegion(1280, 720)).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
  });

  it('is the full height and the middle of a wider one', () => {
    expect(centralRegion(1920, 720)).toEqual({ x: 320, y: 0, width: 1280, height: 720 });
  });

  it('is all of a 640 x 480 picture', () => {
    expect(centralRegion(640, 480)).toEqual({ x: 0, y: 0, width: 640, height: 480 });
  });

  it.each([
    [1920, 1080],
    [3840, 2160],
    [1080, 1920],
    [720, 1280],
    [8, 4000],
  ])('stays inside a %i x %i picture and under the most pixels', (width, height) => {
    const region = centralRegion(width, height);
    expect(region.width * region.height).toBeLessThanOrEqual(MOST_PIXELS);
    expect(region.x).toBeGreaterThanOrEqual(0);
    expect(region.y).toBeGreaterThanOrEqual(0);
    expect(region.x + region.width).toBeLessThanOrEqual(width);
    expect(region.y + region.height).toBeLessThanOrEqual(height);
    expect(region.width).toBeGreaterThan(0);
    expect(region.height).toBeGreaterThan(0);
  });
});

describe('corners on the screen', () => {
  const picture = { width: 1280, height: 720 };

  it('stand where the code is seen when the box is as wide as the picture', () => {
    const region = { x: 160, y: 0, width: 960, height: 720 };
    expect(onScreen([[480, 360]], region, picture, { width: 640, height: 360 })).toEqual([[320, 180]]);
  });

  it('leave the box where the picture is cut off at the sides', () => {
    const whole = { x: 0, y: 0, ...picture };
    expect(
      onScreen(
        [
          [0, 0],
          [1280, 720],
        ],
        whole,
        picture,
        { width: 720, height: 720 },
      ),
    ).toEqual([
      [-280, 0],
      [1000, 720],
    ]);
  });

  it('move down where the picture is cut off above', () => {
    const whole = { x: 0, y: 0, ...picture };
    const [[x = 0, y = 0] = []] = onScreen([[640, 360]], whole, picture, { width: 1280, height: 400 });
    expect([x, y]).toEqual([640, 200]);
  });
});

describe('drawn corners', () => {
  const drawn = [
    [10, 10],
    [90, 10],
    [90, 90],
    [10, 90],
  ] as const;

  it('stay while a hand trembles', () => {
    expect(
      hasMoved(
        drawn,
        drawn.map(([x, y]) => [x + 2, y - 2] as const),
      ),
    ).toBe(false);
  });

  it('follow a code of which one corner moved', () => {
    expect(hasMoved(drawn, [...drawn.slice(0, 3), [16, 90]])).toBe(true);
  });
});

describe('grey', () => {
  it('keeps black, white and the eye’s weight of each colour', () => {
    const rgba = new Uint8ClampedArray([
      0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255,
    ]);
    expect([...greyOf(rgba)]).toEqual([0, 255, 76, 149, 28]);
  });
});
