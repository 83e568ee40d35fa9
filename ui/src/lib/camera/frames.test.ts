import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watch, type Look } from './frames';

/** A running picture without `requestVideoFrameCallback`, drawn on a canvas that answers with grey. */
function picture(): HTMLVideoElement {
  const context = {
    drawImage: () => undefined,
    getImageData: (_x: number, _y: number, width: number, height: number) => ({
      data: new Uint8ClampedArray(width * height * 4),
    }),
  };
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
  const video = document.createElement('video');
  Object.defineProperties(video, { videoWidth: { value: 64 }, videoHeight: { value: 48 } });
  return video;
}

describe('looking at frames', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('keeps one frame in flight however long the answer takes', async () => {
    const answers: (() => void)[] = [];
    const stop = new AbortController();
    void watch(picture(), () => new Promise((done) => answers.push(done)), stop.signal);
    await vi.advanceTimersByTimeAsync(5000);
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await vi.advanceTimersByTimeAsync(200);
    expect(answers).toHaveLength(2);
    stop.abort();
  });

  it('looks no more than about fifteen times a second', async () => {
    const looks: Look[] = [];
    const stop = new AbortController();
    void watch(picture(), async (look) => void looks.push(look), stop.signal);
    await vi.advanceTimersByTimeAsync(1000);
    expect(looks.length).toBeGreaterThan(4);
    expect(looks.length).toBeLessThanOrEqual(16);
    expect(looks[0]?.grey).toHaveLength(64 * 48);
    stop.abort();
  });

  it('stops when it is told to', async () => {
    let seen = 0;
    const stop = new AbortController();
    void watch(picture(), async () => void (seen += 1), stop.signal);
    await vi.advanceTimersByTimeAsync(300);
    stop.abort();
    const before = seen;
    await vi.advanceTimersByTimeAsync(1000);
    expect(seen).toBe(before);
  });

  it('looks at each frame once and soon, though the web view tells of none', async () => {
    const video = picture();
    const asked = vi.fn();
    let frames = 0;
    Object.assign(video, {
      requestVideoFrameCallback: asked,
      getVideoPlaybackQuality: () => ({ totalVideoFrames: frames }),
    });
    const camera = setInterval(() => (frames += 1), 100);
    let seen = 0;
    const stop = new AbortController();
    void watch(video, async () => void (seen += 1), stop.signal);
    await vi.advanceTimersByTimeAsync(3000);
    expect(seen).toBeGreaterThan(20);
    expect(seen).toBeLessThanOrEqual(30);
    expect(asked).toHaveBeenCalledOnce();
    stop.abort();
    clearInterval(camera);
  });

  it('believes a web view again that tells of a frame after all', async () => {
    const video = picture();
    let tell: (() => void) | undefined;
    Object.assign(video, {
      requestVideoFrameCallback: (told: () => void) => (tell = told),
      getVideoPlaybackQuality: () => ({ totalVideoFrames: 1 }),
    });
    let seen = 0;
    const stop = new AbortController();
    void watch(video, async () => void (seen += 1), stop.signal);
    await vi.advanceTimersByTimeAsync(1200);
    tell?.();
    await vi.advanceTimersByTimeAsync(600);
    const before = seen;
    tell?.();
    await vi.advanceTimersByTimeAsync(10);
    expect(seen).toBe(before + 1);
    stop.abort();
  });
});
