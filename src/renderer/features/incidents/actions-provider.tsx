import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { bulkResultSchema } from '../../../shared/api/incidents.ts';
import type { IncidentItem } from '../../../shared/incident.ts';
import type { Command } from '../../../shared/stream.ts';
import { isCurrent } from '../../live/freshness.ts';
import { useLiveLink } from '../../live/live-hooks.ts';
import { api } from '../../session/api.ts';
import { MaintenanceDialog } from '../quiet/maintenance-dialog.tsx';
import { showToast } from '../shell/notices-store.ts';
import { problemText, refusalText } from '../shell/problem-text.ts';
import { useMe, useNames } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { type Actions, ActionsContext } from './actions-context.ts';
import { AssignDialog } from './assign-dialog.tsx';
import { BatchBars } from './batch-bars.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { RaiseDialog } from './raise-dialog.tsx';
import { ShelveDialog } from './shelve-dialog.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { createUndoQueue, type SendPart } from './undo-queue.ts';

type Asking =
  | { readonly kind: 'close' | 'assign' | 'shelve'; readonly items: readonly IncidentItem[] }
  | { readonly kind: 'snooze'; readonly item: IncidentItem }
  | { readonly kind: 'maintain'; readonly services: readonly string[] }
  | { readonly kind: 'raise' };

type BulkBody =
  | { readonly action: 'ack' }
  | { readonly action: 'close'; readonly reason?: string }
  | { readonly action: 'assign'; readonly user: string };

const clock = {
  now: () => performance.now(),
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Holds the actions of the page, their dialogs, and what waits to be sent. */
export function ActionsProvider({ children }: { readonly children: ReactNode }) {
  const { t, locale } = useText();
  const live = useLiveLink();
  const names = useNames(locale);
  const me = useMe()?.id ?? null;
  const [asking, setAsking] = useState<Asking | null>(null);
  const [queue] = useState(() => createUndoQueue(clock));

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (queue.hasWaiting()) event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [queue]);

  const actions = useMemo<Actions & Decided>(() => {
    const send = async (command: Command): Promise<boolean> => {
      const result = await live.sendCommand(command);
      if (result.ok) showToast('done', t(`did.${command.type}`, { number: result.incident.number }));
      else showToast('failed', refusalText(t, result.error));
      return result.ok;
    };
    /** Sends each with the version that was seen when it was chosen: what moved on since is refused, and said so. */
    const sender = (seen: readonly IncidentItem[], body: BulkBody): SendPart => {
      const versions = new Map(seen.map((item) => [item.id, item.version]));
      return async (ids) => {
        if (!isCurrent(live.store.freshness().state)) throw new Error(t('problem.not-live'));
        const result = await api('/api/v1/incidents/bulk', {
          method: 'POST',
          body: { ids, ...body, versions: Object.fromEntries(ids.map((id) => [id, versions.get(id)])) },
          schema: bulkResultSchema,
          timeoutMs: 60_000,
        });
        if (!result.ok) throw new Error(problemText(t, result.problem));
        return result.value.results.map(({ id, ok, error }) =>
          error === undefined ? { id, ok } : { id, ok, error: refusalText(t, error) },
        );
      };
    };
    const words = (error: unknown) => (error instanceof Error ? error.message : String(error));
    const ids = (items: readonly IncidentItem[]) => items.map((item) => item.id);
    /** By command, which everybody may; the bulk route is a lead's, and knows no shelf. */
    const oneByOne =
      (seen: readonly IncidentItem[], commandFor: (item: IncidentItem) => Command): SendPart =>
      (part) =>
        Promise.all(
          seen
            .filter(({ id }) => part.includes(id))
            .map(async (item) => {
              const result = await live.sendCommand(commandFor(item));
              return result.ok
                ? { id: item.id, ok: true }
                : { id: item.id, ok: false, error: refusalText(t, result.error) };
            }),
        );
    const hand = (items: readonly IncidentItem[], user: string) => {
      const [item] = items;
      if (item === undefined) return;
      const name = names.person(user);
      const isOne = items.length === 1;
      queue.add(
        'assign',
        ids(items),
        isOne
          ? oneByOne([item], ({ id, version }) => ({ type: 'assign', incident: id, version, user }))
          : sender(items, { action: 'assign', user }),
        words,
        isOne
          ? t('batch.handOne', { number: item.number, name })
          : t('batch.handMany', { count: items.length, name }),
      );
    };
    return {
      queue,
      send,
      ack(items) {
        const [item] = items;
        if (items.length === 1 && item !== undefined)
          void send({ type: 'ack', incident: item.id, version: item.version });
        else if (items.length > 1) queue.add('ack', ids(items), sender(items, { action: 'ack' }), words);
      },
      close(items) {
        if (items.length > 0) setAsking({ kind: 'close', items });
      },
      assign(items) {
        if (items.length > 0) setAsking({ kind: 'assign', items });
      },
      hand,
      shelve(items) {
        if (items.length > 0) setAsking({ kind: 'shelve', items });
      },
      maintain(services) {
        setAsking({ kind: 'maintain', services });
      },
      snooze(item) {
        setAsking({ kind: 'snooze', item });
      },
      raise() {
        setAsking({ kind: 'raise' });
      },
      closeNow(items: readonly IncidentItem[], reason: string) {
        const [item] = items;
        const why = reason === '' ? {} : { reason };
        if (items.length === 1 && item !== undefined)
          void send({ type: 'close', incident: item.id, version: item.version, ...why });
        else queue.add('close', ids(items), sender(items, { action: 'close', ...why }), words);
      },
      shelveNow(items: readonly IncidentItem[], until: string, why: string) {
        const [item] = items;
        if (item === undefined) return;
        const note = why === '' ? {} : { note: why };
        queue.add(
          'shelve',
          ids(items),
          oneByOne(items, ({ id, version }) => ({ type: 'shelve', incident: id, version, until, ...note })),
          words,
          items.length === 1 ? t('batch.shelveOne', { number: item.number }) : null,
        );
      },
      assignNow(items: readonly IncidentItem[], user: string) {
        const [item] = items;
        // Taking one for oneself is an ack. Anything else rings somebody, so it can be taken back.
        if (items.length === 1 && item !== undefined && user === me)
          void send({ type: 'assign', incident: item.id, version: item.version, user });
        else hand(items, user);
      },
    };
  }, [live, queue, t, me, names]);

  const done = () => setAsking(null);
  return (
    <ActionsContext value={actions}>
      {children}
      <BatchBars queue={queue} />
      {asking?.kind === 'close' ? (
        <CloseDialog
          items={asking.items}
          onClose={done}
          onDecide={(reason) => {
            done();
            actions.closeNow(asking.items, reason);
          }}
        />
      ) : null}
      {asking?.kind === 'assign' ? (
        <AssignDialog
          items={asking.items}
          onClose={done}
          onDecide={(user) => {
            done();
            actions.assignNow(asking.items, user);
          }}
        />
      ) : null}
      {asking?.kind === 'snooze' ? (
        <SnoozeDialog item={asking.item} onClose={done} send={actions.send} />
      ) : null}
      {asking?.kind === 'shelve' ? (
        <ShelveDialog
          items={asking.items}
          onClose={done}
          onDecide={(until, note) => {
            done();
            actions.shelveNow(asking.items, until, note);
          }}
        />
      ) : null}
      {asking?.kind === 'maintain' ? <MaintenanceDialog services={asking.services} onClose={done} /> : null}
      {asking?.kind === 'raise' ? <RaiseDialog onClose={done} /> : null}
    </ActionsContext>
  );
}

/** What the dialogs decide; not for other pages. */
interface Decided {
  closeNow(items: readonly IncidentItem[], reason: string): void;
  assignNow(items: readonly IncidentItem[], user: string): void;
  shelveNow(items: readonly IncidentItem[], until: string, note: string): void;
}
