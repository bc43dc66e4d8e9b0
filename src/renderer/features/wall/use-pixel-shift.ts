import { useEffect, useState } from 'react';

const STEP_MS = 60_000;
const RADIUS = 3;

/** Offset in pixels at a step of a slow circle: no edge of the picture stays on the same pixels. */
export function pixelShift(step: number): { readonly x: number; readonly y: number } {
  const angle = (step % 16) * (Math.PI / 8);
  return { x: Math.round(RADIUS * Math.cos(angle)), y: Math.round(RADIUS * Math.sin(angle)) };
}

/** Moves the picture by a few pixels once a minute, against burn-in. */
export function usePixelShift(): { readonly x: number; readonly y: number } {
  const [step, setStep] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setStep((n) => n + 1), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return pixelShift(step);
}
