import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Camera, SETTLE_MS } from './camera.svelte';

/** A stand-in for the web view's cameras, plugged in and out by hand. */
class Cameras extends EventTarget {
  plugged: string[] = [];
  refusal: string | null = null;
  asked = 0;
  wishes: MediaTrackConstraints[] = [];
  open: Track[] = [];

  enumerateDevices = async (): Promise<MediaDeviceInfo[]> =>
    this.plugged.map((label) => ({ kind: 'videoinput', deviceId: label, label }) as MediaDeviceInfo);

  /** Whether they give 1920 x 1080 only a few times a second. */
  slow = false;
  getUserMedia = async ({ video }: MediaStreamConstraints): Promise<MediaStream> => {
    this.asked += 1;
    this.wishes.push(video as MediaTrackConstraints);
    if (this.slow && (video as MediaTrackConstraints).frameRate !== undefined) {
      throw new DOMException('', 'OverconstrainedError');
    }
    if (this.refusal !== null) throw new DOMException('', this.refusal);
    if (this.plugged.length === 0) throw new DOMException('', 'OverconstrainedError');
    const wanted = (video as { deviceId?: { exact: string } }).deviceId?.exact;
    const track = new Track(wanted ?? this.plugged[0] ?? '');
    this.open.push(track);
    return { getVideoTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream;
  };

  plug(...labels: string[]): void {
    this.plugged = labels;
    this.dispatchEvent(new Event('devicechange'));
  }
}
class Track extends EventTarget {
  stopped = false;
  constructor(readonly label: string) {
    super();
  }
  getSettings = () => ({ deviceId: this.label });
  stop(): void {
    this.stopped = true;
  }
}

const settle = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(SETTLE_MS));

describe('the camera', () => {
  let cameras: Cameras;
  let chosen: string[];
  let camera: Camera;
  beforeEach(() => {
    vi.useFakeTimers();
    cameras = new Cameras();
    chosen = [];
    camera = new Camera(cameras as unknown as MediaDevices, ({ label }) => void chosen.push(label));
  });
  afterEach(() => {
    camera.want(false);
    vi.useRealTimers();
  });

  it('is asked for its sharpest picture that still moves, and for a usual one where there is none', async () => {
    cameras.plugged = ['Integrated Camera'];
    camera.want(true);
    await settle();
    expect(cameras.wishes.at(-1)).toMatchObject({ width: { ideal: 1920 }, frameRate: { min: 15 } });
    camera.want(false);
    cameras.slow = true;
    camera.want(true);
    await settle();
    expect(camera.state).toBe('on');
    expect(cameras.wishes.at(-1)).toMatchObject({ width: { ideal: 1280 } });
  });

  it('runs while it is wanted, and lets go of the device when it is not', async () => {
    cameras.plugged = ['Integrated Camera'];
    camera.want(true);
    await settle();
    expect(camera.state).toBe('on');
    camera.want(false);
    expect(camera.state).toBe('off');
    expect(camera.stream).toBeNull();
    expect(cameras.open.every(({ stopped }) => stopped)).toBe(true);
  });

  it('says that there is none, and takes one that is plugged in later by itself', async () => {
    camera.want(true);
    await settle();
    expect(camera.state).toBe('none');
    cameras.plug('Logitech BRIO');
    await settle();
    expect(camera.state).toBe('on');
  });

  it('starts nothing when the web view tells that one went away and none is left', async () => {
    camera.want(true);
    await settle();
    const { asked } = cameras;
    cameras.plug();
    expect(camera.state).toBe('none');
    await settle();
    expect([camera.state, cameras.asked]).toEqual(['none', asked]);
  });

  it('finds a camera even where the web view does not tell of it', async () => {
    camera.want(true);
    await settle();
    cameras.plugged = ['Logitech BRIO'];
    await vi.advanceTimersByTimeAsync(4000);
    expect(camera.state).toBe('on');
  });

  it('does not ask again by itself after a refusal', async () => {
    cameras.plugged = ['Integrated Camera'];
    cameras.refusal = 'NotAllowedError';
    camera.want(true);
    await settle();
    expect(camera.state).toBe('refused');
    const asked = cameras.asked;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(cameras.asked).toBe(asked);
    cameras.refusal = null;
    camera.lookAgain();
    await settle();
    expect(camera.state).toBe('on');
  });

  it('waits for a camera that another program uses', async () => {
    cameras.plugged = ['Integrated Camera'];
    cameras.refusal = 'NotReadableError';
    camera.want(true);
    await settle();
    expect(camera.state).toBe('busy');
    cameras.refusal = null;
    await vi.advanceTimersByTimeAsync(4000);
    expect(camera.state).toBe('on');
  });

  it('says that a running camera went away, and takes it back', async () => {
    cameras.plugged = ['Logitech BRIO'];
    camera.want(true);
    await settle();
    cameras.plugged = [];
    cameras.open[0]?.dispatchEvent(new Event('ended'));
    expect(camera.state).toBe('lost');
    cameras.plug('Logitech BRIO');
    await settle();
    expect(camera.state).toBe('on');
  });

  it('takes the next camera and remembers it', async () => {
    cameras.plugged = ['Integrated Camera', 'Logitech BRIO'];
    camera.want(true);
    await settle();
    expect(camera.current?.label).toBe('Integrated Camera');
    camera.next();
    await settle();
    expect(camera.current?.label).toBe('Logitech BRIO');
    expect(chosen).toEqual(['Logitech BRIO']);
  });

  it('hands a picture on only once its format has settled', async () => {
    cameras.plugged = ['Integrated Camera'];
    camera.want(true);
    await vi.advanceTimersByTimeAsync(SETTLE_MS - 1);
    expect(camera.stream).toBeNull();
    expect(camera.state).toBe('starting');
    await vi.advanceTimersByTimeAsync(1);
    expect(camera.stream).not.toBeNull();
  });

  it('stays off when it stopped being wanted while it started', async () => {
    cameras.plugged = ['Integrated Camera'];
    camera.want(true);
    camera.want(false);
    await settle();
    expect(camera.state).toBe('off');
    expect(cameras.open.every(({ stopped }) => stopped)).toBe(true);
  });

  it('says so where the web view has no cameras at all', () => {
    const none = new Camera(undefined);
    none.want(true);
    expect(none.state).toBe('unsupported');
  });
});
