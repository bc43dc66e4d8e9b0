import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Delta, Me } from '../../../shared/stream.ts';
import type { Annunciation } from '../../domain/incident/decision.ts';
import type { Floor, Principal } from '../../runtime/floor.ts';
import type { LiveChange, LiveSource } from '../../runtime/live.ts';
import type { LogPort } from '../../runtime/ports.ts';
import { Census } from './census.ts';
import { ChangedIncidents } from './changed-incidents.ts';
import { heartbeatOf } from './heartbeat-of.ts';
import { MetricsCache } from './metrics-cache.ts';
import type { Room } from './room.ts';
import { Rooms } from './rooms.ts';
import type { Seat } from './seat.ts';
import { SharedParts } from './shared-parts.ts';
import { snapshotOf } from './snapshot-of.ts';
import { isOverfull } from './socket-buffer.ts';
import { SOUND_OF } from './sound-of.ts';
import { countCommand, takeCommand } from './stream-command.ts';

/** Changes pile up this long at most before they leave as one delta. */
const BATCH_MS = 40;
const HEARTBEAT_MS = 1000;
/** Sounds and flashes that leave with one delta. */
const MAX_ANNUNCIATIONS = 20;

export interface GatewayDeps {
  readonly server: HttpServer;
  readonly live: LiveSource;
  readonly floor: Pick<Floor, 'command'>;
  readonly principalOf: (token: string) => Principal | null;
  /** The gate's judgement of an upgrade or polling request: null lets it in, else a status (STR rules of the gate). */
  readonly judge: (request: import('node:http').IncomingMessage) => number | null;
  readonly meOf: (principal: Principal) => Me | null;
  readonly log: LogPort;
}

/**
 * The live stream: a snapshot, then numbered deltas, and a heartbeat each second (STR rules). Socket.IO promises at most once,
 * so every page checks the numbers itself and asks again; a page that does not keep up is cut off, never queued for.
 */
export class Gateway {
  readonly #deps: GatewayDeps;
  readonly #io: Server;
  readonly #seats = new Map<string, Seat>();
  readonly #rooms: Rooms;
  readonly #census: Census;
  readonly #changed = new ChangedIncidents((id) => this.#deps.live.incident(id));
  readonly #parts: SharedParts;
  readonly #metrics: MetricsCache;
  #audit: LiveChange['audit'] = [];
  #annunciations: Annunciation[] = [];
  #seq = 1;
  #batch: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  readonly #stopListening: () => void;

  constructor(deps: GatewayDeps) {
    this.#deps = deps;
    this.#metrics = new MetricsCache(deps.live);
    this.#rooms = new Rooms(deps.live);
    this.#census = new Census(deps.live.incidents());
    this.#parts = new SharedParts(deps.live, this.#metrics);
    this.#io = new Server(deps.server, {
      path: '/socket.io',
      serveClient: false,
      transports: ['websocket', 'polling'],
      pingInterval: 3000,
      pingTimeout: 4000,
      maxHttpBufferSize: 100_000,
      connectTimeout: 10_000,
      allowRequest: (request, decide) => {
        const status = deps.judge(request);
        decide(status === null ? null : String(status), status === null);
      },
    });
    this.#io.use((socket, next) => {
      const token: unknown = (socket.handshake.auth as Record<string, unknown>).token;
      const principal = typeof token === 'string' ? deps.principalOf(token) : null;
      if (!principal) {
        next(new Error('unauthorized'));
        return;
      }
      socket.data = { principal, token };
      next();
    });
    this.#io.on('connection', (socket) => this.#welcome(socket));
    this.#stopListening = deps.live.onChange((change) => this.#onChange(change));
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
  }

  get walls(): number {
    return this.#seats.size;
  }

  async close(): Promise<void> {
    this.#stopListening();
    clearInterval(this.#heartbeat);
    clearTimeout(this.#batch);
    this.#metrics.close();
    for (const seat of this.#seats.values()) seat.socket.disconnect(true);
    await this.#io.close();
  }

  /** Rings or flashes consoles: one person's page goes only where they are signed in. */
  #annunciate(annunciation: Annunciation): void {
    const { live } = this.#deps;
    const incident = live.incident(annunciation.incident);
    const sound = SOUND_OF[annunciation.kind];
    for (const seat of this.#seats.values()) {
      if (
        annunciation.user !== undefined &&
        !(seat.principal.kind === 'user' && seat.principal.id === annunciation.user)
      )
        continue;
      if (seat.isStalled) continue;
      seat.socket.emit('annunciate', {
        kind: annunciation.kind,
        incident: annunciation.incident,
        sound,
        ...(annunciation.user === undefined ? {} : { user: annunciation.user }),
        ...(incident === undefined ? {} : { urgency: incident.urgency }),
      });
    }
  }

  #onChange(change: LiveChange): void {
    this.#changed.note(change);
    // Counts are of everything, also of what waits for its turn.
    this.#census.follow(change.incidents, (id) => this.#deps.live.incident(id));
    this.#parts.mark(...change.parts);
    if (change.audit.length > 0) this.#audit = [...change.audit, ...this.#audit].slice(0, 50);
    this.#annunciations.push(...change.annunciations.slice(0, MAX_ANNUNCIATIONS));
    if (change.parts.includes('config')) this.#resetRooms();
    if (this.#batch === undefined) this.#batch = setTimeout(() => this.#flush(), BATCH_MS);
  }

  #welcome(socket: Socket): void {
    const { principal, token } = socket.data as { principal: Principal; token: string };
    // What waits belongs to those already here; the newcomer starts from the state after it.
    this.#flushNow();
    const seat: Seat = {
      socket,
      principal,
      token,
      room: this.#rooms.of(principal, this.#seq),
      commands: 0,
      isStalled: false,
    };
    this.#seats.set(socket.id, seat);
    socket.on('disconnect', () => this.#seats.delete(socket.id));
    socket.on('resync', () => {
      if (!countCommand(seat)) return;
      this.#flushNow();
      this.#sendSnapshot(seat);
    });
    socket.on(
      'command',
      (input: unknown, reply: unknown) => void takeCommand(this.#deps, seat, input, reply),
    );
    const auth = socket.handshake.auth as Record<string, unknown>;
    const missed =
      auth.epoch === this.#deps.live.epoch && typeof auth.lastSeq === 'number'
        ? seat.room.since(auth.lastSeq)
        : null;
    if (missed) {
      for (const delta of missed) socket.emit('delta', delta);
      this.#beatTo(seat);
    } else {
      this.#sendSnapshot(seat);
    }
  }

  /** A config change may change every filter and name: everybody starts from a snapshot. */
  #resetRooms(): void {
    this.#rooms.clear();
    this.#seq += 1;
    for (const seat of this.#seats.values()) {
      const principal = this.#deps.principalOf(seat.token);
      if (!principal) {
        seat.socket.disconnect(true);
        continue;
      }
      seat.room = this.#rooms.of(principal, this.#seq);
      this.#sendSnapshot(seat);
    }
  }

  #flushNow(): void {
    if (this.#batch === undefined) return;
    clearTimeout(this.#batch);
    this.#flush();
  }

  #flush(): void {
    this.#batch = undefined;
    const { live } = this.#deps;
    const now = live.now();
    const shared = this.#parts.take(now);
    const audit = this.#audit;
    this.#audit = [];
    // In a storm nobody hears a thousand sounds: the first few stand for all, the board shows every one.
    for (const annunciation of this.#annunciations.splice(0).slice(0, MAX_ANNUNCIATIONS))
      this.#annunciate(annunciation);
    const changed = this.#seats.size === 0 ? this.#changed.clear() : this.#changed.take();
    const next = this.#seq + 1;
    let isUsed = false;
    for (const room of this.#rooms.all()) {
      const seats = [...this.#seats.values()].filter((seat) => seat.room === room);
      if (seats.length === 0) {
        this.#rooms.drop(room);
        // What comes now is seen by nobody here: a wall that returns to a new room must not match the number it
        // left with, or it would be told that it missed nothing.
        isUsed = true;
        continue;
      }
      const { upserts, removes } = room.collect(
        changed,
        (id) => live.incident(id),
        () => live.incidents(),
        now,
      );
      const hasCounts = room.quiet.takeNews() || changed.length > 0 || upserts.length + removes.length > 0;
      if (!hasCounts && Object.keys(shared).length === 0 && audit.length === 0) continue;
      isUsed = true;
      const delta: Delta = {
        seq: next,
        from: room.seq,
        at: new Date(now).toISOString(),
        upserts: upserts.map((incident) => live.view(incident)),
        removes,
        ...(hasCounts ? { totals: room.totals(this.#census.slots(), now) } : {}),
        ...shared,
        ...(audit.length > 0 ? { audit: [...audit] } : {}),
      };
      room.seq = next;
      room.keep(delta);
      this.#sendDelta(room, seats, delta);
    }
    if (isUsed) this.#seq = next;
    if (this.#changed.hasMore) this.#batch = setTimeout(() => this.#flush(), BATCH_MS);
  }

  #sendDelta(room: Room, seats: readonly Seat[], delta: Delta): void {
    const ready: string[] = [];
    for (const seat of seats) {
      if (isOverfull(seat.socket)) {
        seat.isStalled = true;
        continue;
      }
      if (seat.isStalled) {
        this.#sendSnapshot(seat);
        continue;
      }
      ready.push(seat.socket.id);
    }
    // One emit for all of a room: the packet is encoded once.
    if (ready.length > 0) this.#io.to(ready).emit('delta', delta);
    this.#deps.log.debug({ room: room.key, seq: delta.seq, to: ready.length }, 'delta');
  }

  #sendSnapshot(seat: Seat): void {
    if (isOverfull(seat.socket)) {
      seat.isStalled = true;
      return;
    }
    seat.isStalled = false;
    const snapshot = snapshotOf(
      this.#deps.live,
      seat,
      this.#deps.meOf(seat.principal),
      this.#metrics.current() ?? this.#metrics.empty(),
      this.#census.slots(),
    );
    seat.socket.emit('snapshot', snapshot);
  }

  #beat(): void {
    this.#parts.mark('oncall');
    this.#metrics.refresh();
    if (this.#batch === undefined) this.#flush();
    for (const seat of this.#seats.values()) {
      if (this.#deps.principalOf(seat.token) === null) seat.socket.disconnect(true);
      else this.#beatTo(seat);
    }
    for (const room of this.#rooms.all()) {
      if (room.isRankingDue && this.#batch === undefined)
        this.#batch = setTimeout(() => this.#flush(), BATCH_MS);
    }
  }

  #beatTo(seat: Seat): void {
    if (isOverfull(seat.socket)) {
      seat.isStalled = true;
      return;
    }
    if (seat.isStalled) this.#sendSnapshot(seat);
    seat.socket.emit('heartbeat', heartbeatOf(this.#deps.live, seat.room.seq));
  }
}
