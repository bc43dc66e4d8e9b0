import type { Annunciate } from '../../../shared/stream.ts';

/** A sound as notes: frequency in Hz, start and length in s. */
type Note = readonly [hz: number, start: number, length: number];

const SOUNDS: Readonly<Record<Exclude<Annunciate['sound'], 'none'>, readonly Note[]>> = {
  new: [
    [660, 0, 0.16],
    [880, 0.18, 0.26],
  ],
  're-alarm': [
    [880, 0, 0.12],
    [880, 0.17, 0.12],
    [1175, 0.34, 0.3],
  ],
  recovered: [
    [784, 0, 0.14],
    [523, 0.16, 0.3],
  ],
  stale: [
    [220, 0, 0.35],
    [196, 0.4, 0.5],
  ],
};

let context: AudioContext | null = null;

/** Lets sound out after a gesture, as browsers ask. */
export async function unlockSound(): Promise<boolean> {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') await context.resume();
    return context.state === 'running';
  } catch {
    return false;
  }
}

/** Plays a sound; false when the browser keeps the page silent. */
export async function playSound(sound: Annunciate['sound']): Promise<boolean> {
  if (sound === 'none') return true;
  // Resuming may wait for a gesture for ever: a state that is not running now is silence.
  context ??= new AudioContext();
  if (context.state !== 'running') {
    void context.resume();
    await new Promise((done) => setTimeout(done, 150));
  }
  if (context.state !== 'running') return false;
  const now = context.currentTime;
  for (const [hz, start, length] of SOUNDS[sound]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = 'triangle';
    tone.frequency.value = hz;
    volume.gain.setValueAtTime(0, now + start);
    volume.gain.linearRampToValueAtTime(0.35, now + start + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.001, now + start + length);
    tone.connect(volume).connect(context.destination);
    tone.start(now + start);
    tone.stop(now + start + length + 0.02);
  }
  return true;
}
