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

/** A player on the web view's own audio; silent where there is none. */
export function webPlayer(): Player {
  if (typeof AudioContext === 'undefined') return { play: () => undefined, set: () => undefined };
  const context = new AudioContext({ latencyHint: 'interactive' });
  const master = new GainNode(context, { gain: 1 });
  master.connect(context.destination);
  const wake = (): void => void (context.state === 'running' || context.resume().catch(() => undefined));
  wake();
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, wake, { passive: true });
  let muted = false;
  return {
    set(nowMuted, volume) {
      muted = nowMuted;
      master.gain.value = Math.min(100, Math.max(0, volume)) / 100;
    },
    play(sound) {
      if (muted) return;
      wake();
      if (sound === 'tick') return tick(context, master);
      for (const note of NOTES[sound]) {
        voice(context, master, note, note.pitch, note.level);
        if (note.harmonic !== undefined) voice(context, master, note, note.pitch * 2, note.level * note.harmonic);
      }
    },
  };
}
