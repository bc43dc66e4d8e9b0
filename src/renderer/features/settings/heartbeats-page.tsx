import { useEffect } from 'react';
import { type HeartbeatItem, heartbeatListSchema } from '../../../shared/api/heartbeats.ts';
import { durationMs } from '../../../shared/duration.ts';
import { clockDuration, lengthText } from '../../format/duration.ts';
import { ago, relativeTime } from '../../format/relative.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { api } from '../../session/api.ts';
import { CopyBlock } from '../shell/copy-button.tsx';
import { Link } from '../shell/link.tsx';
import { showToast } from '../shell/notices-store.ts';
import { problemText } from '../shell/problem-text.ts';
import { Empty, LoadedView } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useFloor, useMay, useNames } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { orderHeartbeats, pingCommand } from './heartbeat-order.ts';
import { YOUR_KEY } from './integrations/test-command.ts';

const REFRESH_MS = 10_000;
/** Cards drawn at most; those left out are the ones that are due last. */
const MAX_SHOWN = 300;

/** Every heartbeat: whether it comes, until when it must, and the command that sends it. */
export function HeartbeatsPage() {
  const { t } = useText();
  const loaded = useApi('/api/v1/heartbeats', heartbeatListSchema);
  const isAdmin = useMay('admin');
  const now = useServerNow(1000) ?? 0;
  const late = useFloor((floor) =>
    floor.sources.map((one) => `${one.late?.count ?? 0}${one.late?.worst[0]?.since ?? ''}`).join(),
  );
  const { reload } = loaded;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one that was late or came back asks again
  useEffect(() => {
    reload();
    const timer = setInterval(reload, REFRESH_MS);
    return () => clearInterval(timer);
  }, [reload, late]);
  return (
    <LoadedView loaded={loaded}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('heartbeats.none')}>
            <p>{t('heartbeats.how')}</p>
            <CopyBlock text={EXAMPLE} />
            {isAdmin ? (
              <Link to={{ page: 'settings', section: 'config' }}>{t('nav.config')}</Link>
            ) : (
              t('empty.askAdmin')
            )}
          </Empty>
        ) : (
          <>
            <p>{t('heartbeats.what')}</p>
            <ul className="c-cards">
              {orderHeartbeats(items)
                .slice(0, MAX_SHOWN)
                .map((item) => (
                  <Card key={item.id} item={item} now={now} reload={reload} />
                ))}
            </ul>
            {items.length > MAX_SHOWN ? <p>{t('heartbeats.more', { n: items.length - MAX_SHOWN })}</p> : null}
            <p className="c-note">{t('integrations.keyHidden', { blank: YOUR_KEY })}</p>
          </>
        )
      }
    </LoadedView>
  );
}

const EXAMPLE = `"heartbeats": [
  { "name": "backup-nightly", "integration": "std", "every": "P1D", "grace": "PT30M" }
]`;

function Card({
  item,
  now,
  reload,
}: {
  readonly item: HeartbeatItem;
  readonly now: number;
  readonly reload: () => void;
}) {
  const { t, locale } = useText();
  const names = useNames(locale);
  const isLead = useMay('lead');
  const isOff = item.state === 'off';
  const time = (text: string) => lengthText(durationMs(text), locale);
  const send = async (path: string, method: 'POST' | 'DELETE') => {
    const result = await api(`/api/v1/heartbeats/${encodeURIComponent(item.id)}${path}`, { method });
    if (!result.ok) showToast('failed', problemText(t, result.problem));
    reload();
  };
  const facts: readonly (readonly [string, string])[] = [
    [t('heartbeats.every'), t('heartbeats.everyText', { every: time(item.every), grace: time(item.grace) })],
    [
      t('heartbeats.last'),
      item.lastBeatAt === null ? t('integrations.never') : ago(item.lastBeatAt, now, locale),
    ],
    ...(item.dueAt === null
      ? []
      : [[t('heartbeats.due'), relativeTime(Math.max(1000, Date.parse(item.dueAt) - now), locale)] as const]),
    [t('heartbeats.integration'), names.integration(item.integration)],
    [t('col.service'), names.service(item.service)],
  ];
  return (
    <li className={`c-card c-beat c-beat-${item.state}`}>
      <h2>
        <span>{item.label}</span>
        <b className="c-beat-state">
          {item.state === 'late' && item.lateSince !== null
            ? t('heartbeats.lateFor', {
                time: clockDuration(now - Date.parse(item.lateSince), t('common:unit.day')),
              })
            : t(`heartbeats.state-${item.state}`)}
        </b>
      </h2>
      {item.note === '' ? null : <p>{item.note}</p>}
      <dl className="c-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {item.incident === null ? null : (
          <div>
            <dt>{t('heartbeats.incident')}</dt>
            <dd>
              <Link to={{ page: 'incident', id: item.incident.id }}>#{item.incident.number}</Link>
            </dd>
          </div>
        )}
      </dl>
      {item.madeBy === 'integration' ? <p className="c-note">{t('heartbeats.own')}</p> : null}
      <details>
        <summary>{t('heartbeats.command')}</summary>
        <CopyBlock text={pingCommand(location.origin, item.id, YOUR_KEY)} />
      </details>
      {isLead ? (
        <div className="c-buttons">
          {isOff && !item.switchedOff ? (
            <p className="c-note">{t('heartbeats.offInConfig')}</p>
          ) : (
            <button
              type="button"
              onClick={() => void send(item.switchedOff ? '/enable' : '/disable', 'POST')}
            >
              {t(item.switchedOff ? 'heartbeats.enable' : 'heartbeats.disable')}
            </button>
          )}
          {item.madeBy === 'api' ? (
            <button type="button" onClick={() => void send('', 'DELETE')}>
              {t('heartbeats.remove')}
            </button>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
