/** Plays the score with Web Audio. Started early, because a web view may keep sound back until it is asked to go on. */
import { NOTES, TICK, type Note, type Sound } from './score';

/** What plays sounds: the window's own, or one that only listens in tests. */
export interface Player {
  play(sound: Sound): void;
  /** `volume` from 0 to 100. */
  set(muted: boolean, volume: number): void;
}

function voice(context: AudioContext, out: AudioNode, note: Note, pitch: number, level: number): void {
  const from = context.currentTime + note.at;
  const oscillator = new OscillatorNode(context, { type: note.wave, frequency: pitch });
  const envelope = new GainNode(context, { gain: 0 });
  envelope.gain.setValueAtTime(0, from);
  envelope.gain.linearRampToValueAtTime(level, from + note.attack);
  envelope.gain.exponentialRampToValueAtTime(level / 1000, from + note.length);
  oscillator.connect(envelope).connect(out);
  oscillator.start(from);
  oscillator.stop(from + note.length);
}

function tick(context: AudioContext, out: AudioNode): void {
  const noise = context.createBuffer(1, Math.ceil(TICK.length * context.sampleRate), context.sampleRate);
  const samples = noise.getChannelData(0);
  for (let i = 0; i < samples.length; i++) samples[i] = Math.random() * 2 - 1;
  const source = new AudioBufferSourceNode(context, { buffer: noise });
  const band = new BiquadFilterNode(context, { type: 'bandpass', frequency: TICK.band, Q: 1 });
  source
    .connect(band)
    .connect(new GainNode(context, { gain: TICK.level }))
    .connect(out);
  source.start();
}

interface Out {
  readonly context: AudioContext;
  readonly master: GainNode;
}

/**
 * A player on the web view's own audio; silent where there is none. It is turned on once the window is `drawn`: to look for the
 * system's sound holds up the first picture.
 */
export function webPlayer(drawn: Promise<void>): Player {
  if (typeof AudioContext === 'undefined') return { play: () => undefined, set: () => undefined };
  let muted = false;
  let level = 1;
  let on: Out | undefined;
  const out = (): Out => {
    if (on !== undefined) return on;
    const context = new AudioContext({ latencyHint: 'interactive' });
    const master = new GainNode(context, { gain: level });
    master.connect(context.destination);
    on = { context, master };
    return on;
  };
  const wake = ({ context }: Out): void =>
    void (context.state === 'running' || context.resume().catch(() => undefined));
  void drawn.then(() => wake(out()));
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, () => on && wake(on), { passive: true });
  return {
    set(nowMuted, volume) {
      muted = nowMuted;
      level = Math.min(100, Math.max(0, volume)) / 100;
      if (on !== undefined) on.master.gain.value = level;
    },
    play(sound) {
      if (muted) return;
      const { context, master } = out();
      wake({ context, master });
      if (sound === 'tick') return tick(context, master);
      for (const note of NOTES[sound]) {
        voice(context, master, note, note.pitch, note.level);
        if (note.harmonic !== undefined) voice(context, master, note, note.pitch * 2, note.level * note.harmonic);
      }
    },
  };
}
