/** Runs `flush` soon after `request`, however often it is called in between. */
export interface Scheduler {
  request(): void;
  cancel(): void;
}

/** At most once per `intervalMs`; the first after a quiet time at once. For walls: 100 ms is 10 Hz. */
export function everyMs(intervalMs: number, flush: () => void): Scheduler {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const run = () => {
    timer = undefined;
    last = performance.now();
    flush();
  };
  return {
    request() {
      if (timer === undefined) timer = setTimeout(run, Math.max(0, last + intervalMs - performance.now()));
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

/** Once per drawn frame. A hidden tab draws none, so a timer stands in and the state never piles up. */
export function everyFrame(flush: () => void): Scheduler {
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    cancel();
    flush();
  };
  const cancel = () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = undefined;
    timer = undefined;
  };
  return {
    request() {
      if (frame !== undefined) return;
      frame = requestAnimationFrame(run);
      timer = setTimeout(run, 250);
    },
    cancel,
  };
}
