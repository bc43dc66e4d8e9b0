/**
 * Runs `work(signal, alive)`; aborts it when `alive` was not called for `limitMs`.
 * Rejects at that moment even when the work does not heed the signal.
 */
export async function withStallLimit(limitMs, work) {
  const control = new AbortController();
  let timer;
  const stalled = new Promise((_, fail) => {
    const restart = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const error = new Error(`no byte came for ${limitMs / 1000} s`);
        control.abort(error);
        fail(error);
      }, limitMs);
    };
    restart();
    control.alive = restart;
  });
  try {
    return await Promise.race([work(control.signal, () => control.alive()), stalled]);
  } finally {
    clearTimeout(timer);
    control.alive = () => {};
  }
}
