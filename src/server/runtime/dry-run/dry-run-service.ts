import type {
  DocumentCheck,
  DryRunResult,
  SavedDryRun,
  SavedDryRunBody,
  SavedState,
} from '../../../shared/api/dry-run.ts';
import type { ConfigDocument } from '../../../shared/config/document.ts';
import { reason, SYSTEM } from '../../../shared/reason.ts';
import type { Notice } from '../../../shared/stream.ts';
import { actorOf } from '../auth/actor.ts';
import type { Catalog } from '../catalog.ts';
import type { Principal } from '../floor.ts';
import type { FloorCore } from '../floor-core.ts';
import { createDryRunner, type DryAnswer, type DryRunInput, instantOf, refuse } from './dry-runner.ts';
import { differencesOf, expectationOf } from './expectation.ts';

const KIND = 'dry-run';
const MAX_SAVED = 500;
/** Time that looking at another document may take; the rest is said to be unchecked. */
const MAX_CHECK_MS = 10_000;
/** Lines of a difference that the audit log keeps. */
const AUDITED_LINES = 20;
const NOTICE = 'dry-runs-differ';

/** Dry runs, and those saved as tests of the config (RTE40–RTE56). */
export interface DryRunService {
  /** `config`: another document than the one in force. */
  run(input: DryRunInput, config?: ConfigDocument): Promise<DryAnswer<DryRunResult>>;
  saved(): readonly SavedDryRun[];
  save(principal: Principal, body: SavedDryRunBody): Promise<DryAnswer<SavedDryRun>>;
  /** Name, input and expectation anew. */
  replace(principal: Principal, id: string, body: SavedDryRunBody): Promise<DryAnswer<SavedDryRun>>;
  /** What it says now is what is expected from now on. */
  accept(principal: Principal, id: string): Promise<DryAnswer<SavedDryRun>>;
  remove(principal: Principal, id: string): Promise<boolean>;
  /** Which saved ones a document would answer otherwise; changes nothing. */
  check(document: ConfigDocument): Promise<DocumentCheck>;
  /** Resolves when the checks after the latest change of the config are done. */
  settled(): Promise<void>;
}

export function createDryRunService(core: FloorCore): DryRunService {
  const runner = createDryRunner(core);
  let checking: Promise<void> = Promise.resolve();
  let round = 0;
  const iso = (at: number) => new Date(at).toISOString();
  const saved = (): SavedDryRun[] => core.resources.list(KIND).map(({ value }) => value as SavedDryRun);
  const find = (id: string) => core.resources.get(KIND, id) as SavedDryRun | undefined;

  const inputOf = ({ time, ...rest }: SavedDryRun['input']): DryRunInput => ({
    ...rest,
    at: instantOf(time),
  });

  async function stateOf(one: SavedDryRun, catalog: Catalog, revision: number): Promise<SavedState> {
    const base = { checkedAt: iso(core.now()), revision };
    const answer = await runner.run(inputOf(one.input), catalog, revision);
    if (!answer.ok)
      return { ...base, state: 'broken', diff: [], problem: `${answer.path}: ${answer.message}` };
    const diff = differencesOf(one.expected, expectationOf(answer.value));
    return { ...base, state: diff.length === 0 ? 'same' : 'differs', diff, problem: null };
  }

  /** [RTE53] All saved ones on the config in force, one after the other; a newer change begins anew. */
  async function checkAll(): Promise<void> {
    const own = ++round;
    const { revision } = core.revision();
    const catalog = runner.present();
    for (const one of saved()) {
      const state = await stateOf(one, catalog, revision);
      if (own !== round) return;
      // Too many at once is no fault of the saved one: it is asked again at the next change.
      if (state.problem?.startsWith('event: too many')) continue;
      await core.change('dry-run', (turn) => {
        const before = find(one.id);
        if (!before || before.input !== one.input || before.expected !== one.expected) return;
        turn.put({ kind: KIND, id: one.id, value: { ...before, state } });
        if (state.state === 'same' || before.state.state === state.state) return;
        turn.record(SYSTEM, 'dry-run.differs', `dry-run:${one.id}`, {
          after: {
            name: one.name,
            state: state.state,
            problem: state.problem,
            diff: state.diff.slice(0, AUDITED_LINES).map(({ sign, text }) => `${sign} ${text}`),
          },
          reason: reason('RTE53', `the dry run "${one.name}" differs since revision ${revision}`, {
            name: one.name,
            revision,
          }),
        });
      });
    }
    sayHowMany();
  }

  let said = 0;
  function sayHowMany(): void {
    const differing = saved().filter(({ state }) => state.state !== 'same').length;
    if (differing === said) return;
    said = differing;
    const notice: Notice = {
      id: NOTICE,
      kind: NOTICE,
      from: iso(core.now()),
      to: null,
      reason: reason('RTE53', `${differing} saved dry runs differ`, { count: differing, cause: 'count' }),
    };
    core.setLiveNotice(NOTICE, differing === 0 ? null : notice);
  }

  function recheck(): void {
    if (core.resources.size(KIND) === 0) {
      sayHowMany();
      return;
    }
    checking = checkAll().catch((error: unknown) =>
      core.log.error({ err: error }, 'the saved dry runs could not be checked'),
    );
  }

  let document = core.revision().document;
  core.onChange(({ parts }) => {
    if (!parts.includes('config') || core.revision().document === document) return;
    document = core.revision().document;
    recheck();
  });
  // The config may be another since the last stop: a file, an import, a hand edit.
  recheck();

  async function write(
    principal: Principal,
    id: string,
    body: SavedDryRunBody,
    before: SavedDryRun | null,
    action = before ? 'dry-run.change' : 'dry-run.save',
  ): Promise<DryAnswer<SavedDryRun>> {
    const { revision } = core.revision();
    const answer = await runner.run(inputOf(body.input));
    if (!answer.ok) return answer;
    const actor = actorOf(principal);
    const one: SavedDryRun = {
      ...body,
      id,
      expected: expectationOf(answer.value),
      by: before?.by ?? actor.onBehalfOf ?? actor.id,
      createdAt: before?.createdAt ?? iso(core.now()),
      state: { state: 'same', diff: [], problem: null, checkedAt: iso(core.now()), revision },
    };
    const audited = (of: SavedDryRun) => ({ name: of.name, time: of.input.time, expected: of.expected });
    await core.change('dry-run', (turn) => {
      turn.put({ kind: KIND, id, value: one });
      turn.record(actor, action, `dry-run:${id}`, {
        before: before && audited(before),
        after: audited(one),
      });
    });
    sayHowMany();
    return { ok: true, value: one };
  }

  const NONE = refuse(404, 'not-found', 'id', 'there is no such dry run');
  return {
    run: (input, config) =>
      config === undefined ? runner.run(input) : runner.run(input, runner.compile(config), null),
    saved,
    async save(principal, body) {
      if (core.resources.size(KIND) >= MAX_SAVED)
        return refuse(409, 'too-many', 'name', `expected at most ${MAX_SAVED} saved dry runs`);
      return write(principal, `d-${core.newId()}`, body, null);
    },
    async replace(principal, id, body) {
      const before = find(id);
      return before ? write(principal, id, body, before) : NONE;
    },
    async accept(principal, id) {
      const before = find(id);
      if (!before) return NONE;
      return write(principal, id, { name: before.name, input: before.input }, before, 'dry-run.accept');
    },
    async remove(principal, id) {
      const before = find(id);
      if (!before) return false;
      await core.change('dry-run', (turn) => {
        turn.remove(KIND, id);
        turn.record(actorOf(principal), 'dry-run.remove', `dry-run:${id}`, { before: { name: before.name } });
      });
      sayHowMany();
      return true;
    },
    async check(config) {
      const catalog = runner.compile(config);
      const until = core.clock.elapsed() + MAX_CHECK_MS;
      const all = saved();
      const differing: DocumentCheck['differing'] = [];
      let checked = 0;
      for (const one of all) {
        if (core.clock.elapsed() > until) break;
        checked += 1;
        const { state, diff, problem } = await stateOf(one, catalog, core.revision().revision);
        if (state !== 'same') differing.push({ id: one.id, name: one.name, state, diff, problem });
      }
      return { checked, unchecked: all.length - checked, differing };
    },
    settled: () => checking,
  };
}
