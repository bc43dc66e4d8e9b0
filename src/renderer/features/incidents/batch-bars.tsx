import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLiveLink } from '../../live/live-hooks.ts';
import { useKeys } from '../shell/use-keys.ts';
import { useText } from '../shell/use-text.ts';
import { type Batch, UNDO_MS, type UndoQueue } from './undo-queue.ts';

/** What waits, runs or is done: undo, progress, and a result per incident. */
export function BatchBars({ queue }: { readonly queue: UndoQueue }) {
  const batches = useSyncExternalStore(queue.subscribe, queue.batches);
  useKeys({ undo: () => queue.undoLatest() });
  return (
    <div className="c-batches" aria-live="polite">
      {batches.map((batch) => (
        <BatchBar key={batch.key} batch={batch} queue={queue} />
      ))}
    </div>
  );
}

function BatchBar({ batch, queue }: { readonly batch: Batch; readonly queue: UndoQueue }) {
  const { t } = useText();
  const failed = batch.results.filter((result) => !result.ok);
  const done = batch.results.length - failed.length;
  const action = batch.label ?? t(`batch.${batch.kind}`, { count: batch.ids.length });
  switch (batch.state) {
    case 'waiting':
      return (
        <div className="c-batch">
          <TimeLeft action={action} dueAt={batch.dueAt} />
          <button type="button" className="c-primary" onClick={() => queue.undo(batch.key)}>
            {t('batch.undo')} <kbd>u</kbd>
          </button>
        </div>
      );
    case 'running':
      return (
        <div className="c-batch">
          <span>{t('batch.progress', { action, done: batch.results.length, all: batch.ids.length })}</span>
          <progress value={batch.results.length} max={batch.ids.length} aria-label={action} />
          <button type="button" disabled={batch.stopped} onClick={() => queue.stop(batch.key)}>
            {t('batch.stop')}
          </button>
        </div>
      );
    case 'done':
      return (
        <DoneBar
          batch={batch}
          text={
            batch.stopped
              ? t('batch.stopped', { action, done, all: batch.ids.length })
              : t(failed.length === 0 ? 'batch.done' : 'batch.partly', {
                  action,
                  done,
                  failed: failed.length,
                })
          }
          onDismiss={() => queue.dismiss(batch.key)}
        />
      );
  }
}

/** What waits and how long it can still be taken back. */
function TimeLeft({ action, dueAt }: { readonly action: string; readonly dueAt: number }) {
  const { t } = useText();
  const [left, setLeft] = useState(() => dueAt - performance.now());
  useEffect(() => {
    const timer = setInterval(() => setLeft(dueAt - performance.now()), 200);
    return () => clearInterval(timer);
  }, [dueAt]);
  return (
    <>
      <span>
        {action} — {t('batch.in', { seconds: Math.max(0, Math.ceil(left / 1000)) })}
      </span>
      <progress value={Math.max(0, left)} max={UNDO_MS} aria-label={t('batch.notSent')} />
    </>
  );
}

/** Goes away by itself when all went well; refusals stay to be read. */
function DoneBar({
  batch,
  text,
  onDismiss,
}: {
  readonly batch: Batch;
  readonly text: string;
  readonly onDismiss: () => void;
}) {
  const { t } = useText();
  const { store } = useLiveLink();
  const failed = batch.results.filter((result) => !result.ok);
  const isClean = failed.length === 0 && !batch.stopped;
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted from when it was done
  useEffect(() => {
    if (!isClean) return;
    const timer = setTimeout(onDismiss, 4000);
    return () => clearTimeout(timer);
  }, [isClean]);
  const nameOf = (id: string) => {
    const item = store.getSnapshot().floor?.incidents.get(id);
    return item === undefined ? id : `#${item.number} ${item.summary}`;
  };
  return (
    <div className={isClean ? 'c-batch' : 'c-batch c-batch-failed'}>
      <details open={!isClean && failed.length <= 5}>
        <summary>{text}</summary>
        <ul>
          {failed.slice(0, 200).map((result) => (
            <li key={result.id}>
              {nameOf(result.id)}: {result.error}
            </li>
          ))}
        </ul>
      </details>
      <button type="button" onClick={onDismiss}>
        {t('dismiss')}
      </button>
    </div>
  );
}
