import type { Annunciate } from '../../../shared/stream.ts';
import { playTone } from '../wall/sound/tones.ts';

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

/** How long a page that may sound takes to say so. */
const RESUME_MS = 150;

/** Plays a sound, the wall's own; false when the browser keeps the page silent. */
export async function playSound(sound: Annunciate['sound']): Promise<boolean> {
  if (sound === 'none') return true;
  // Resuming may wait for a gesture for ever: not running by then is silence.
  await Promise.race([unlockSound(), new Promise((done) => setTimeout(done, RESUME_MS))]);
  if (context?.state !== 'running') return false;
  playTone(context, sound);
  return true;
}
