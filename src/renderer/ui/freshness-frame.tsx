import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OncallItem } from '../../shared/oncall.ts';
import { clockDuration } from '../format/duration.ts';
import { clockTime } from '../format/instant.ts';
import { isCurrent } from '../live/freshness.ts';
import { useConnectionState, useFreshness, useLive } from '../live/live-hooks.ts';
import './freshness-frame.css';

/**
 * Around everything a page shows from the stream. Nothing inside can look current when it is not:
 * stale drains the colour and hatches the border, stopped pushes the page down under a band with whom to call.
 */
export function FreshnessFrame({ children }: { readonly children: ReactNode }): ReactElement {
  const { state } = useFreshness(1000);
  const isLoud = state !== 'live' && state !== 'connecting';
  return (
    <div className={`freshness freshness--${state}`} data-freshness={state}>
      {isLoud && <FreshnessBand />}
      <div className="freshness__content" aria-live="off">
        {children}
      </div>
      {isLoud && <div className="freshness__hatch" aria-hidden="true" />}
    </div>
  );
}

function FreshnessBand(): ReactElement {
  const { t } = useTranslation();
  const { state, ageMs, since, cause } = useFreshness(1000);
  const zone = useLive(({ floor }) => floor?.display?.timeZone ?? floor?.timeZone ?? 'UTC');
  const overdueMs = useLive(({ heartbeat }) => heartbeat?.oldestOverdueMs ?? 0);
  const committedAt = useLive(({ heartbeat }) => heartbeat?.committedAt ?? null);
  if (state === 'stopped') {
    const title = since === null ? t('live.neverLive') : t('live.stopped', { time: clockTime(since, zone) });
    return (
      <Band kind="stopped" title={title}>
        {t('live.pagesToo')} · <WhomToCall /> <Reconnecting />
      </Band>
    );
  }
  if (isCurrent(state)) {
    if (cause === 'storage') {
      const kept = committedAt ? t('live.committed', { time: clockTime(committedAt, zone) }) : null;
      return (
        <Band kind="degraded" title={t('live.storage')}>
          {kept && `${kept} · `}
          <WhomToCall />
        </Band>
      );
    }
    return (
      <Band kind="degraded" title={t('live.late', { time: clockDuration(overdueMs) })}>
        <WhomToCall />
      </Band>
    );
  }
  const title = cause === 'gap' ? t('live.gap') : t('live.stale', { seconds: Math.floor(ageMs / 1000) });
  return <Band kind="stale" title={title} />;
}

function Band(props: {
  readonly kind: string;
  readonly title: string;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <div className={`freshness__band freshness__band--${props.kind}`} role="alert">
      <strong>{props.title}</strong>
      {props.children && <p>{props.children}</p>}
    </div>
  );
}

function Reconnecting(): ReactElement | null {
  const { t } = useTranslation();
  const connection = useConnectionState();
  return connection === 'connected' ? null : <>· {t('live.reconnecting')}</>;
}

/** First layer with somebody on call: who answers when the screens cannot be trusted. */
export const firstOnCall = (oncall: readonly OncallItem[]): OncallItem | null =>
  oncall.find((item) => item.users.length > 0) ?? null;

/** Who is on call, with their number: the last the page knew. */
function WhomToCall(): ReactElement {
  const { t } = useTranslation();
  const text = useLive(({ floor }) => {
    const item = floor && firstOnCall(floor.oncall);
    if (!floor || !item) return null;
    const person = floor.directory.users[item.users[0] ?? ''];
    const schedule = floor.directory.schedules[item.schedule];
    return JSON.stringify({
      layer: schedule?.layers[item.layer] ?? schedule?.name ?? item.layer,
      name: person?.name ?? item.users[0],
      phone: person?.phone ?? '',
    });
  });
  return <>{text === null ? t('live.callNobody') : String(t('live.call', JSON.parse(text))).trim()}</>;
}
