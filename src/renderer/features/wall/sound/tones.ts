import type { Annunciate } from '../../../../shared/stream.ts';

export type SoundName = Exclude<Annunciate['sound'], 'none'>;

/** One note: start and length in seconds, pitch in hertz, loudness 0..1. */
export interface Note {
  readonly at: number;
  readonly length: number;
  readonly pitch: number;
  readonly gain: number;
  readonly wave: OscillatorType;
}

const note = (
  at: number,
  length: number,
  pitch: number,
  gain = 0.5,
  wave: OscillatorType = 'triangle',
): Note => ({
  at,
  length,
  pitch,
  gain,
  wave,
});

/**
 * The four sounds, told apart by rhythm and direction, not only by pitch:
 * new rises in two steps, re-alarm insists three times, recovered falls softly, stale is a long low pulse.
 */
export const TONES: Readonly<Record<SoundName, readonly Note[]>> = {
  new: [note(0, 0.16, 660), note(0.18, 0.32, 990)],
  're-alarm': [0, 0.22, 0.44].flatMap((at) => [
    note(at, 0.09, 1180, 0.5, 'square'),
    note(at + 0.1, 0.08, 880, 0.4, 'square'),
  ]),
  recovered: [note(0, 0.22, 784, 0.3, 'sine'), note(0.2, 0.5, 523, 0.3, 'sine')],
  stale: [0, 0.7, 1.4].map((at) => note(at, 0.5, 196, 0.6, 'sawtooth')),
};

/** Plays a sound; attack and release are eased so that nothing clicks. */
export function playTone(context: AudioContext, name: SoundName): void {
  const start = context.currentTime + 0.02;
  for (const { at, length, pitch, gain, wave } of TONES[name]) {
    const oscillator = context.createOscillator();
    const volume = context.createGain();
    oscillator.type = wave;
    oscillator.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start + at);
    volume.gain.linearRampToValueAtTime(gain * 0.6, start + at + 0.015);
    volume.gain.setValueAtTime(gain * 0.6, start + at + length * 0.6);
    volume.gain.linearRampToValueAtTime(0, start + at + length);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(start + at);
    oscillator.stop(start + at + length + 0.02);
  }
}
