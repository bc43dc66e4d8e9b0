import type { Principal } from '../../runtime/floor.ts';
import type { LiveSource } from '../../runtime/live.ts';
import { displayFilter } from './display-room.ts';
import { learnQuiet } from './learn-quiet.ts';
import { ADMITS_ALL, Room, type RoomFilter } from './room.ts';

/** A wall gets the worst 500, a console the worst 10,000 (contract, stream). */
const WALL_LIMIT = 500;
const CONSOLE_LIMIT = 10_000;

const keyOf = ({ services, urgencies }: RoomFilter): string =>
  `wall ${JSON.stringify([services && [...services].sort(), urgencies && [...urgencies].sort()])}`;

/** The rooms in use: one for all consoles, one per distinct filter of a wall. */
export class Rooms {
  readonly #live: LiveSource;
  readonly #rooms = new Map<string, Room>();

  constructor(live: LiveSource) {
    this.#live = live;
  }

  all(): Room[] {
    return [...this.#rooms.values()];
  }

  /** The room of whoever connects; a new one starts at `seq`. */
  of(principal: Principal, seq: number): Room {
    const isWall = principal.kind === 'display';
    const filter = isWall ? displayFilter(this.#live.catalog().config, principal.id) : ADMITS_ALL;
    const key = isWall ? keyOf(filter) : 'console';
    const known = this.#rooms.get(key);
    if (known) return known;
    const room = new Room(key, filter, isWall ? WALL_LIMIT : CONSOLE_LIMIT, seq);
    room.rank(this.#live.incidents());
    this.#rooms.set(key, room);
    learnQuiet(room, this.#live);
    return room;
  }

  drop(room: Room): void {
    this.#rooms.delete(room.key);
  }

  clear(): void {
    this.#rooms.clear();
  }
}
