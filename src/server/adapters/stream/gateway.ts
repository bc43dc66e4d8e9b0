import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import {
  commandSchema,
  type Delta,
  type Heartbeat,
  type Me,
  type Metrics,
  PROTOCOL,
  type Snapshot,
} from '../../../shared/stream.ts';
import type { Annunciation } from '../../domain/incident/decision.ts';
import type { Floor, Principal } from '../../runtime/floor.ts';
import type { LiveChange, LivePart, LiveSource } from '../../runtime/live.ts';
import type { LogPort } from '../../runtime/ports.ts';
import { displayFilter, displaySettings } from './display-room.ts';
import { MetricsCache } from './metrics-cache.ts';
import { ADMITS_ALL, Room } from './room.ts';
import { isOverfull } from './socket-buffer.ts';

/** Changes pile up this long at most before they leave as one delta. */
const BATCH_MS = 40;
const HEARTBEAT_MS = 1000;
/** Parts that change with every event leave at most this often. */
const SLOW_PART_MS = 1000;
const WALL_LIMIT = 500;
const CONSOLE_LIMIT = 10_000;
const MAX_COMMANDS_PER_10_S = 200;

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

interface Seat {
  readonly socket: Socket;
  readonly token: string;
  readonly principal: Principal;
  room: Room;
  commands: number;
  /** Its buffer was full: it gets a snapshot when it has drained, and nothing until then. */
  isStalled: boolean;
}

/**
 * The live stream: a snapshot, then numbered deltas, and a heartbeat each second (STR rules). Socket.IO promises at most once,
 * so every page checks the numbers itself and asks again; a page that does not keep up is cut off, never queued for.
 */
export class Gateway {
  readonly #deps: GatewayDeps;
  readonly #io: Server;
  readonly #seats = new Map<string, Seat>();
  readonly #rooms = new Map<string, Room>();
  readonly #changed = new Set<string>();
  readonly #parts = new Set<LivePart>();
  readonly #metrics: MetricsCache;
  #audit: LiveChange['audit'] = [];
  #seq = 1;
  #batch: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #slowAt = 0;
  #metricsSent: Metrics | null = null;
  #oncallSent = '';
  readonly #stopListening: () => void;

  constructor(deps: GatewayDeps) {
    this.#deps = deps;
    this.#metrics = new MetricsCache(deps.live);
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
  annunciate(annunciation: Annunciation): void {
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
    for (const id of change.incidents) this.#changed.add(id);
    for (const part of change.parts) this.#parts.add(part);
    if (change.audit.length > 0) this.#audit = [...change.audit, ...this.#audit].slice(0, 50);
    for (const annunciation of change.annunciations) this.annunciate(annunciation);
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
      room: this.#roomFor(principal),
      commands: 0,
      isStalled: false,
    };
    this.#seats.set(socket.id, seat);
    socket.on('disconnect', () => this.#seats.delete(socket.id));
    socket.on('resync', () => {
      if (!this.#takesCommand(seat)) return;
      this.#flushNow();
      this.#sendSnapshot(seat);
    });
    socket.on('command', (input: unknown, reply: unknown) => void this.#onCommand(seat, input, reply));
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

  async #onCommand(seat: Seat, input: unknown, reply: unknown): Promise<void> {
    const answer = (value: unknown) => {
      if (typeof reply === 'function') (reply as (value: unknown) => void)(value);
    };
    const refuse = (status: number, code: string, message: string) =>
      answer({ error: { status, code, message } });
    if (seat.principal.kind === 'display') return refuse(403, 'forbidden', 'a display may only watch');
    if (!this.#takesCommand(seat)) return refuse(429, 'too-many', 'too many commands; wait a moment');
    const parsed = commandSchema.safeParse(input);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return refuse(400, 'invalid', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a command'}`);
    }
    // A token revoked since the handshake acts no more, though its socket is still open.
    const principal = this.#deps.principalOf(seat.token);
    if (!principal) {
      seat.socket.disconnect(true);
      return refuse(403, 'signed-out', 'this session has ended');
    }
    const result = await this.#deps.floor.command(principal, parsed.data);
    answer(result.ok ? { ok: true, incident: result.incident } : { error: result.error });
  }

  #takesCommand(seat: Seat): boolean {
    if (seat.commands >= MAX_COMMANDS_PER_10_S) return false;
    seat.commands += 1;
    setTimeout(() => {
      seat.commands -= 1;
    }, 10_000).unref();
    return true;
  }

  #roomFor(principal: Principal): Room {
    const { config } = this.#deps.live.catalog();
    const isWall = principal.kind === 'display';
    const filter = isWall ? displayFilter(config, principal.id) : ADMITS_ALL;
    const key = isWall
      ? `wall ${JSON.stringify([filter.services && [...filter.services].sort(), filter.urgencies && [...filter.urgencies].sort()])}`
      : 'console';
    const known = this.#rooms.get(key);
    if (known) return known;
    const room = new Room(key, filter, isWall ? WALL_LIMIT : CONSOLE_LIMIT, this.#seq);
    room.rank(this.#deps.live.incidents());
    this.#rooms.set(key, room);
    return room;
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
      seat.room = this.#roomFor(principal);
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
    const isSlowDue = now - this.#slowAt >= SLOW_PART_MS;
    const shared = this.#sharedParts(isSlowDue);
    const audit = this.#audit;
    this.#audit = [];
    const changed = [...this.#changed];
    this.#changed.clear();
    if (isSlowDue) this.#slowAt = now;
    const next = this.#seq + 1;
    let isUsed = false;
    for (const room of this.#rooms.values()) {
      const seats = [...this.#seats.values()].filter((seat) => seat.room === room);
      if (seats.length === 0) {
        this.#rooms.delete(room.key);
        continue;
      }
      const { upserts, removes } = room.collect(
        changed,
        (id) => live.incident(id),
        () => live.incidents(),
        now,
      );
      const hasCounts = upserts.length + removes.length > 0 || changed.length > 0;
      const hasMore = Object.keys(shared).length > 0 || audit.length > 0;
      if (!hasCounts && !hasMore) continue;
      isUsed = true;
      const delta: Delta = {
        seq: next,
        from: room.seq,
        at: new Date(now).toISOString(),
        upserts: upserts.map((incident) => live.view(incident)),
        removes,
        ...(hasCounts ? { totals: room.totals(live.incidents()) } : {}),
        ...shared,
        ...(audit.length > 0 ? { audit: [...audit] } : {}),
      };
      room.seq = next;
      room.keep(delta);
      this.#sendDelta(room, seats, delta);
    }
    if (isUsed) this.#seq = next;
  }

  /** Parts that every room sees alike. */
  #sharedParts(isSlowDue: boolean): Partial<Delta> {
    const { live } = this.#deps;
    const take = (part: LivePart) => this.#parts.delete(part);
    const parts: Partial<Delta> = {};
    if (take('config')) parts.directory = live.directory();
    if (take('notices')) parts.notices = [...live.notices()];
    if (take('oncall')) this.#addOncall(parts);
    if (!isSlowDue) return parts;
    if (take('sources')) parts.sources = [...live.sources()];
    if (take('conservation')) parts.conservation = live.conservation();
    const metrics = this.#metrics.current();
    if (metrics && metrics !== this.#metricsSent) {
      this.#metricsSent = metrics;
      parts.metrics = metrics;
    }
    return parts;
  }

  #addOncall(parts: Partial<Delta>): void {
    const oncall = [...this.#deps.live.oncallNow()];
    const gaps = [...this.#deps.live.gapsNow()];
    const encoded = JSON.stringify([oncall, gaps.map((gap) => [gap.schedule, gap.to])]);
    if (encoded === this.#oncallSent) return;
    this.#oncallSent = encoded;
    parts.oncall = oncall;
    parts.gaps = gaps;
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
    const { live } = this.#deps;
    const { config } = live.catalog();
    const { room, principal } = seat;
    const isWall = principal.kind === 'display';
    const incidents = room.current((id) => live.incident(id)).map((incident) => live.view(incident));
    const snapshot: Snapshot = {
      protocol: PROTOCOL,
      epoch: live.epoch,
      seq: room.seq,
      at: new Date(live.now()).toISOString(),
      kind: isWall ? 'wall' : 'console',
      timeZone: config.timeZone,
      display: isWall ? displaySettings(config, principal.id) : null,
      me: this.#deps.meOf(principal),
      directory: live.directory(),
      incidents,
      totals: room.totals(live.incidents()),
      oncall: [...live.oncallNow()],
      gaps: [...live.gapsNow()],
      metrics: this.#metrics.current() ?? this.#metrics.empty(),
      conservation: live.conservation(),
      sources: [...live.sources()],
      notices: [...live.notices()],
      audit: [...live.recentAudit()],
    };
    seat.socket.emit('snapshot', snapshot);
  }

  #beat(): void {
    this.#parts.add('oncall');
    this.#metrics.refresh();
    if (this.#batch === undefined) this.#flush();
    for (const seat of this.#seats.values()) {
      if (this.#deps.principalOf(seat.token) === null) seat.socket.disconnect(true);
      else this.#beatTo(seat);
    }
    for (const room of this.#rooms.values()) {
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
    const { live } = this.#deps;
    const { committedAt, oldestOverdueMs, storage } = live.health();
    const heartbeat: Heartbeat = {
      epoch: live.epoch,
      seq: seat.room.seq,
      at: new Date(live.now()).toISOString(),
      committedAt: committedAt === null ? null : new Date(committedAt).toISOString(),
      oldestOverdueMs,
      storage,
    };
    seat.socket.emit('heartbeat', heartbeat);
  }
}

const SOUND_OF = {
  created: 'new',
  're-alarmed': 're-alarm',
  escalated: 're-alarm',
  recovered: 'recovered',
  'nobody-answered': 're-alarm',
  page: 'new',
} as const satisfies Record<Annunciation['kind'], string>;
