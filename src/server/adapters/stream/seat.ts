import type { Socket } from 'socket.io';
import type { Principal } from '../../runtime/floor.ts';
import type { Room } from './room.ts';

/** One page that is connected. */
export interface Seat {
  readonly socket: Socket;
  readonly token: string;
  readonly principal: Principal;
  room: Room;
  commands: number;
  /** Its buffer was full: it gets a snapshot when it has drained, and nothing until then. */
  isStalled: boolean;
}
