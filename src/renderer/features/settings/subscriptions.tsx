import { useEffect, useState } from 'react';
import { type SubscriptionItem, subscriptionListSchema } from '../../../shared/api/subscriptions.ts';
import { ago } from '../../format/relative.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { api } from '../../session/api.ts';
import { showToast } from '../shell/notices-store.ts';
import { problemText } from '../shell/problem-text.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useMay, useNames } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';

/** A request comes seconds after somebody subscribed in another window: it shows up without a reload. */
const POLL_MS = 5000;

/** Topics that asked whether we want their messages, for admins to confirm; nothing at all where none waits. */
export function Subscriptions() {
  return useMay('admin') ? <Waiting /> : null;
}

function Waiting() {
  const { t, locale } = useText();
  const waiting = useApi('/api/v1/subscriptions', subscriptionListSchema);
  const names = useNames(locale);
  const now = useServerNow(1000) ?? 0;
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const { reload } = waiting;
  useEffect(() => {
    const timer = setInterval(reload, POLL_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const items = waiting.value?.items ?? [];
  if (items.length === 0) {
    return waiting.problem === null ? null : <ProblemNote problem={waiting.problem} retry={reload} />;
  }

  const answer = async ({ id, topic }: SubscriptionItem, does: 'confirm' | 'dismiss') => {
    setBusy((before) => new Set(before).add(id));
    const path = `/api/v1/subscriptions/${encodeURIComponent(id)}`;
    const result = await (does === 'confirm'
      ? api(`${path}/confirm`, { method: 'POST' })
      : api(path, { method: 'DELETE' }));
    setBusy((before) => new Set([...before].filter((each) => each !== id)));
    if (result.ok)
      showToast(
        'done',
        t(does === 'confirm' ? 'subscriptions.confirmed' : 'subscriptions.dismissed', { topic }),
      );
    else showToast('failed', problemText(t, result.problem));
    reload();
  };
  return (
    <section className="c-card" aria-labelledby="c-subscriptions">
      <h2 id="c-subscriptions">{t('subscriptions.title')}</h2>
      <p>{t('subscriptions.what')}</p>
      <ul className="c-rows-plain">
        {items.map((item) => {
          const isBusy = busy.has(item.id);
          return (
            <li key={item.id} aria-busy={isBusy}>
              <span>
                <b>{names.integration(item.integration)}</b> <span className="c-id">{item.topic}</span>
                {item.failed === null ? null : (
                  <span className="c-warn-text" role="status">
                    {' '}
                    {t('subscriptions.failed', {
                      time: ago(item.failed.at, now, locale),
                      detail: item.failed.detail,
                    })}
                  </span>
                )}
              </span>
              <span>{t('subscriptions.asked', { time: ago(item.requestedAt, now, locale) })}</span>
              <button
                type="button"
                className="c-primary"
                disabled={isBusy}
                onClick={() => void answer(item, 'confirm')}
              >
                {t(isBusy ? 'subscriptions.confirming' : 'subscriptions.confirm')}
              </button>
              <button type="button" disabled={isBusy} onClick={() => void answer(item, 'dismiss')}>
                {t('subscriptions.dismiss')}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
