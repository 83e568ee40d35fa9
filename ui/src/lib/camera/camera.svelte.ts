/**
 * The camera: one stream, its state in words, and its own recovery. It is on only while wanted (Capture is open, the
 * window is visible, nobody paused). It never asks the engine for anything; the looks at its picture are `frames.ts`.
 */
import { ranked, type Device } from './rank';
import { troubleOf, type Trouble } from './trouble';

/** What the camera does: off, about to, giving a picture, or why not. */
export type CameraState = 'off' | 'starting' | 'on' | Trouble;

/** A camera that came back is mostly told by `devicechange`; where a web view does not tell, a look every 4 s finds it. */
const LOOK_AGAIN_MS = 4000;

/**
 * How long a new stream is left alone before anybody draws it. WebKitGTK 2.50 with PipeWire 0.3 settles the stream's format within
 * its first frames and unmaps the buffers it had; a picture that is drawn from one of those takes the whole page with it.
 * Measured at 30 frames a second: without a wait one start of five, with 100 ms none of fifteen.
 */
export const SETTLE_MS = 150;

const settled = (): Promise<void> => new Promise((done) => setTimeout(done, SETTLE_MS));

const asDevice = ({ deviceId, label }: MediaDeviceInfo): Device => ({ id: deviceId, label });

export class Camera {
  /** What it does now. */
  state = $state<CameraState>('off');
  /** The running picture. */
  stream = $state.raw<MediaStream | null>(null);
  /** Every camera there is, best first. */
  devices = $state.raw<Device[]>([]);
  /** The one that runs or ran last. */
  current = $state.raw<Device | null>(null);

  readonly #media: MediaDevices | undefined;
  readonly #chosen: (device: Device) => void;
  readonly #after: Promise<void> | undefined;
  #remembered: Partial<Device> = {};
  #wanted = false;
  #attempt = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  /**
   * Uses `media` (none in web views without cameras); tells `chosen` when a person chose another camera. Nothing is opened
   * before `after`: WebKitGTK draws nothing while it looks for cameras the first time.
   */
  constructor(
    media: MediaDevices | undefined,
    chosen: (device: Device) => void = () => undefined,
    after?: Promise<void>,
  ) {
    this.#media = media;
    this.#chosen = chosen;
    this.#after = after;
    media?.addEventListener?.('devicechange', () => void this.#changed());
  }

  /** Whether there is a picture, or will be one as soon as somebody wants it. */
  get works(): boolean {
    return this.trouble === null;
  }

  /** Why there is none, if so. */
  get trouble(): Trouble | null {
    return this.state === 'on' || this.state === 'starting' || this.state === 'off' ? null : this.state;
  }

  /** Prefers this camera from now on. */
  remember(device: Partial<Device>): void {
    this.#remembered = device;
  }

  /** Turns it on or off. */
  want(on: boolean): void {
    if (on === this.#wanted) return;
    this.#wanted = on;
    if (on) void this.#start();
    // What was wrong is still wrong while nobody looks.
    else this.#stop(this.stream === null && this.state !== 'starting' ? this.state : 'off');
  }

  /** Tries at once, whatever went wrong before. */
  lookAgain(): void {
    if (this.#wanted) void this.#start();
  }

  /** Takes the next camera there is. */
  next(): void {
    const at = this.devices.findIndex((device) => isSame(device, this.current));
    const following = this.devices[(at + 1) % this.devices.length];
    if (following === undefined || isSame(following, this.current)) this.lookAgain();
    else this.use(following);
  }

  /** Takes `device` and remembers it. */
  use(device: Device): void {
    this.#remembered = device;
    this.current = device;
    this.#chosen(device);
    if (this.#wanted) void this.#start();
  }

  async #start(): Promise<void> {
    const attempt = ++this.#attempt;
    clearTimeout(this.#again);
    this.#release();
    if (this.#media?.getUserMedia === undefined) return this.#stop('unsupported');
    this.state = 'starting';
    try {
      if (this.#after !== undefined) await this.#after;
      if (attempt !== this.#attempt) return;
      const stream = await this.#open(this.#media);
      await settled();
      // Whatever was asked meanwhile wins: a second start, or nobody wants a picture any more.
      if (attempt !== this.#attempt || !this.#wanted) return stopTracks(stream);
      this.#run(stream);
      await this.#list();
    } catch (thrown) {
      if (attempt === this.#attempt) this.#stop(troubleOf(thrown));
    }
  }

  /** Opens the best camera. Labels and ids are hidden until the first stream was allowed, so the choice is made twice. */
  async #open(media: MediaDevices): Promise<MediaStream> {
    await this.#list();
    const [first] = this.devices;
    const told = first !== undefined && (first.label !== '' || first.id === this.#remembered.id);
    const best = told && first.id !== '' ? first : undefined;
    if (best !== undefined) {
      try {
        return await asked(media, best.id);
      } catch (thrown) {
        if (troubleOf(thrown) !== 'none') throw thrown;
      }
    }
    const any = await asked(media);
    await this.#list();
    const better = this.devices[0];
    const got = any.getVideoTracks()[0];
    if (best !== undefined || better === undefined || better.id === '' || better.label === got?.label) return any;
    stopTracks(any);
    return asked(media, better.id);
  }

  #run(stream: MediaStream): void {
    const track = stream.getVideoTracks()[0];
    track?.addEventListener('ended', () => {
      if (this.stream === stream) this.#stop('lost');
    });
    this.current = { id: track?.getSettings().deviceId ?? '', label: track?.label ?? '' };
    this.stream = stream;
    this.state = 'on';
  }

  async #list(): Promise<void> {
    const found = (await this.#media?.enumerateDevices?.()) ?? [];
    const cameras = found.filter(({ kind }) => kind === 'videoinput').map(asDevice);
    this.devices = ranked(cameras, this.#remembered);
  }

  async #changed(): Promise<void> {
    await this.#list().catch(() => undefined);
    const gone = this.state === 'on' && !this.devices.some((device) => isSame(device, this.current));
    // Another one is looked for a moment later, so that people read what happened.
    if (gone) return this.#stop('lost');
    // One that went away is a change as well: there is nothing to start then.
    const some = this.devices.length > 0;
    if (some && this.#wanted && this.state !== 'on' && this.state !== 'starting') void this.#start();
  }

  #stop(state: CameraState): void {
    this.#attempt++;
    clearTimeout(this.#again);
    this.#release();
    this.state = state;
    // A refusal stays until a person changes it; asking again by itself would only nag.
    const mayRecover = state === 'none' || state === 'busy' || state === 'lost';
    if (mayRecover && this.#wanted) this.#again = setTimeout(() => void this.#quietly(), LOOK_AGAIN_MS);
  }

  /** Looks for a camera without flickering through "starting" while there is none. */
  async #quietly(): Promise<void> {
    await this.#list().catch(() => undefined);
    if (!this.#wanted) return;
    if (this.devices.length > 0) void this.#start();
    else this.#again = setTimeout(() => void this.#quietly(), LOOK_AGAIN_MS);
  }

  #release(): void {
    if (this.stream !== null) stopTracks(this.stream);
    this.stream = null;
  }
}

/** Half again as many pixels for each module of a code, and only as long as the picture still moves. */
const SHARP: MediaTrackConstraints = {
  width: { ideal: 1920, max: 1920 },
  height: { ideal: 1080, max: 1080 },
  frameRate: { ideal: 30, min: 15 },
};
/** What every camera can give. Many give their sharpest picture a few times a second only, which reads no badge sooner. */
const USUAL: MediaTrackConstraints = { width: { ideal: 1280, max: 1920 }, height: { ideal: 720, max: 1080 } };

/** Asks for the sharp picture, and for the usual one where that is not to be had. */
async function asked(media: MediaDevices, id?: string): Promise<MediaStream> {
  const device = id === undefined ? {} : { deviceId: { exact: id } };
  try {
    return await media.getUserMedia({ audio: false, video: { ...SHARP, ...device } });
  } catch (thrown) {
    if (troubleOf(thrown) !== 'none') throw thrown;
    return media.getUserMedia({ audio: false, video: { ...USUAL, ...device } });
  }
}

/** Some web views do not tell the id of a running camera; then its label has to do. */
function isSame(device: Device, current: Device | null): boolean {
  if (current === null) return false;
  return current.id === '' ? device.label === current.label : device.id === current.id;
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
