import type { ClockPort } from '../../src/server/runtime/ports.ts';

/** A clock that a story moves: wall time and elapsed time apart, as in life. */
export class FakeClock implements ClockPort {
  #wall: number;
  #elapsed = 1_000_000;

  constructor(wall: number) {
    this.#wall = wall;
  }
  now(): number {
    return this.#wall;
  }
  elapsed(): number {
    return this.#elapsed;
  }
  /** Time goes by. */
  advance(ms: number): void {
    this.#wall += ms;
    this.#elapsed += ms;
  }
  /** Somebody sets the wall clock; no time goes by. */
  setWall(wall: number): void {
    this.#wall = wall;
  }
}
