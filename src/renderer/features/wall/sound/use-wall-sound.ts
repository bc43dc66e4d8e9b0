import { useEffect, useRef, useState } from 'react';
import { useAnnunciations, useFreshnessState, useLiveLink } from '../../../live/live-hooks.ts';
import { newInWindow, nextFlood } from '../board/flood.ts';
import { REPEAT_MS, type SoundMemory, soundFor, sounding } from './sound-rules.ts';
import { playTone, type SoundName } from './tones.ts';

export type SoundState = 'on' | 'off' | 'blocked';

/**
 * The screen's voice. Sounds come from live annunciations only, so a refresh or a reconnect replays nothing.
 * `S` silences what sounds now (it does not acknowledge), `T` plays every sound once for a test.
 */
export function useWallSound(isOn: boolean): SoundState {
  const { store } = useLiveLink();
  const context = useRef<AudioContext | null>(null);
  const silenced = useRef<Set<string>>(new Set());
  const memory = useRef<SoundMemory>({ groups: new Map(), began: new Map() });
  const isFlood = useRef(false);
  const [isRunning, setRunning] = useState(false);
  const freshness = useFreshnessState();

  const play = (name: SoundName) => {
    if (isOn && context.current?.state === 'running') playTone(context.current, name);
  };

  useEffect(() => {
    if (!isOn) return;
    const audio = new AudioContext();
    context.current = audio;
    const note = () => setRunning(audio.state === 'running');
    const wake = () => void audio.resume().then(note, note);
    const onKey = (event: KeyboardEvent) => {
      wake();
      if (event.code === 'KeyS') {
        const floor = store.current().floor;
        for (const id of sounding(floor?.incidents.values() ?? [], silenced.current))
          silenced.current.add(id);
      }
      if (event.code === 'KeyT') {
        (['new', 're-alarm', 'recovered', 'stale'] as const).forEach((name, i) => {
          setTimeout(() => context.current === audio && playTone(audio, name), i * 2500);
        });
      }
    };
    audio.addEventListener('statechange', note);
    window.addEventListener('keydown', onKey);
    window.addEventListener('pointerdown', wake);
    note();
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('pointerdown', wake);
      context.current = null;
      void audio.close();
    };
  }, [isOn, store]);

  useAnnunciations((annunciate) => {
    const { floor } = store.current();
    const serverNow = store.serverNow();
    if (floor && serverNow !== null) {
      const rate = newInWindow(floor.incidents.values(), floor.metrics.alarmRate, serverNow);
      isFlood.current = nextFlood(isFlood.current, rate, floor.metrics.floodThreshold);
    }
    const answer = soundFor(memory.current, {
      annunciate,
      item: floor?.incidents.get(annunciate.incident ?? '') ?? null,
      isFlood: isFlood.current,
      silenced: silenced.current,
      now: performance.now(),
    });
    memory.current = answer.memory;
    if (answer.sound) play(answer.sound);
  });

  // Each minute while a `highest` is unacknowledged; what is gone from the floor is forgotten, so memory stays bounded.
  const repeat = useRef(() => {});
  repeat.current = () => {
    const items = store.current().floor?.incidents;
    if (!items) return;
    for (const id of silenced.current) if (!items.has(id)) silenced.current.delete(id);
    if (sounding(items.values(), silenced.current).length > 0) play('new');
  };
  useEffect(() => {
    const timer = setInterval(() => repeat.current(), REPEAT_MS);
    return () => clearInterval(timer);
  }, []);

  const hasStopped = freshness === 'stopped';
  const announce = useRef(() => {});
  announce.current = () => play('stale');
  useEffect(() => {
    if (hasStopped) announce.current();
  }, [hasStopped]);

  return isOn ? (isRunning ? 'on' : 'blocked') : 'off';
}
