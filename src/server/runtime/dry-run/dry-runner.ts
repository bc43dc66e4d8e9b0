import type { DryRunResult, SavedInput } from '../../../shared/api/dry-run.ts';
import type { ConfigDocument } from '../../../shared/config/document.ts';
import { durationMs } from '../../../shared/duration.ts';
import type { ParsedEvent } from '../../domain/event.ts';
import type { Instant } from '../../domain/incident/incident.ts';
import { firstInstant, lastInstant, parseWall } from '../../domain/time/zoned.ts';
import { type Catalog, compileCatalog } from '../catalog.ts';
import type { FloorCore } from '../floor-core.ts';
import { readyWindows } from '../maintenance-book.ts';
import { dryRun } from './dry-run.ts';
import { givenNow, NOTHING_GIVEN } from './given-now.ts';
import { MAX_EVENTS, readEvents } from './read-events.ts';

const DEFAULT_HORIZON = 'PT24H';
/** Time a run may hold the thread before others get a turn. */
const SLICE_MS = 10;
/** Runs that wait for their turn; more are told to come again. */
const MAX_WAITING = 16;
/** Dates a run may be about: what config and calendars can mean. */
const YEARS = { from: Date.UTC(2000, 0, 1), to: Date.UTC(2100, 0, 1) };

export type DryRunInput = Omit<SavedInput, 'time'> & {
  readonly at: Instant;
  readonly open?: boolean;
  /** Of a payload only the events this one keeps: a recorded event is one of its request. */
  readonly only?: (event: Extract<ParsedEvent, { ok: true }>['event']) => boolean;
};

export type DryAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly status: 404 | 409 | 422 | 503;
      readonly code: string;
      readonly path: string;
      readonly message: string;
    };

export const refuse = (status: 404 | 409 | 422 | 503, code: string, path: string, message: string) =>
  ({ ok: false, status, code, path, message }) as const;

/** [RTE52] The instant of a wall-clock time: of one that comes twice as asked, of one that is jumped over the jump. */
export const instantOf = ({ wall, zone, occurrence }: SavedInput['time']): Instant =>
  (occurrence === 'second' ? lastInstant : firstInstant)(parseWall(wall), zone);

/** The catalogs dry runs decide by, and one run at a time in short slices, so that nobody who sends waits (RTE51). */
export function createDryRunner(core: FloorCore) {
  const dryCatalogs = new WeakMap<Catalog, Catalog>();
  let queue: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  /** Every contact counts as alive: a dry run asks what the rules say, not what fails today (RTE50). */
  function present(): Catalog {
    const catalog = core.catalog();
    const known = dryCatalogs.get(catalog);
    if (known) return known;
    const made = { ...catalog, roster: { ...catalog.roster, isDead: () => false } };
    dryCatalogs.set(catalog, made);
    return made;
  }

  const compile = (config: ConfigDocument): Catalog =>
    compileCatalog({
      config,
      overrides: core.resources.overrides(),
      absences: core.resources.absences(),
      profiles: core.resources.profiles(),
      maintenance: readyWindows(config, core.resources),
      isDead: () => false,
    });

  function createPause(): () => Promise<void> {
    let since = core.clock.elapsed();
    return async () => {
      if (core.clock.elapsed() - since < SLICE_MS) return;
      await new Promise((resolve) => setImmediate(resolve));
      since = core.clock.elapsed();
    };
  }

  async function decide(
    input: DryRunInput,
    catalog: Catalog,
    revision: number | null,
  ): Promise<DryAnswer<DryRunResult>> {
    const compiled = catalog.integrations.get(input.integration ?? '');
    if (!compiled)
      return refuse(422, 'unknown-reference', 'integration', 'expected the id of an integration');
    if (!(input.at >= YEARS.from && input.at <= YEARS.to))
      return refuse(422, 'bad-time', 'at', 'expected a time from 2000 to 2099');
    const read = readEvents(input, compiled.integration, input.at);
    const { only } = input;
    const kept = only ? read.events.filter((one) => one.ok && only(one.event)) : read.events;
    const events = kept.length > 0 ? kept : read.events;
    if (events.length > MAX_EVENTS)
      return refuse(422, 'too-many', 'payload', `expected at most ${MAX_EVENTS} events`);
    const { domain } = compiled;
    const result = await dryRun({
      catalog,
      revision,
      arrivals: {
        integration: compiled.integration.id,
        events,
        door: read.door,
        at: input.at,
        repeats: input.repeats?.count ?? 0,
        everyMs: durationMs(input.repeats?.every ?? 'PT1M'),
        horizonMs: durationMs(input.horizon ?? DEFAULT_HORIZON),
      },
      given: input.open === true ? givenNow(core, domain, events, input.at) : NOTHING_GIVEN,
      // The lot falls on the first, so that a saved run says the same each time (RTE49).
      random: () => 0,
      openNow: (of, key) => (input.open === true ? null : (core.state.findOpen(of, key)?.number ?? null)),
      pause: createPause(),
    });
    return { ok: true, value: result };
  }

  return {
    present,
    compile,
    run(
      input: DryRunInput,
      catalog: Catalog = present(),
      revision: number | null = core.revision().revision,
    ): Promise<DryAnswer<DryRunResult>> {
      if (waiting >= MAX_WAITING)
        return Promise.resolve(refuse(503, 'busy', 'event', 'too many dry runs wait; try again'));
      waiting += 1;
      const run = queue
        .then(() => decide(input, catalog, revision))
        .finally(() => {
          waiting -= 1;
        });
      queue = run.catch(() => undefined);
      return run;
    },
  };
}
