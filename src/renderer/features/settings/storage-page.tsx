import type { z } from 'zod';
import { archivesSchema } from '../../../shared/api/archives.ts';
import { durationMs } from '../../../shared/duration.ts';
import { dateTime } from '../../format/instant.ts';
import { bytes, count } from '../../format/number.ts';
import { Link } from '../shell/link.tsx';
import { Empty, LoadedView } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useMay, useZone } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';

type Archives = z.infer<typeof archivesSchema>;
const DAY_MS = 86_400_000;

/** Where history lies: the database, the archive files, the policy that moves details from one to the other. */
export function StoragePage() {
  const loaded = useApi('/api/v1/archives', archivesSchema);
  return (
    <LoadedView loaded={loaded}>
      {(archives) => (
        <>
          <Policy archives={archives} />
          <Files archives={archives} />
        </>
      )}
    </LoadedView>
  );
}

function Policy({ archives }: { readonly archives: Archives }) {
  const { t, locale } = useText();
  const zone = useZone();
  const isAdmin = useMay('admin');
  const { policy, ledger, waiting, lastRun } = archives;
  const amounts = (of: { readonly incidents: number; readonly events: number }) => ({
    incidents: count(of.incidents, locale),
    events: count(of.events, locale),
  });
  const facts: [string, string][] = [
    [
      t('storage.policy'),
      policy === null
        ? t('storage.noPolicy')
        : t('storage.after', { days: count(Math.round((durationMs(policy) / DAY_MS) * 10) / 10, locale) }),
    ],
    [
      t('storage.ledger'),
      t('storage.ledgerSize', {
        size: bytes(ledger.bytes, locale),
        free: bytes(ledger.freeBytes, locale),
      }),
    ],
    ...(policy === null
      ? []
      : [[t('storage.waiting'), t('storage.waitingText', amounts(waiting))] as [string, string]]),
    [
      t('storage.lastRun'),
      lastRun === null
        ? t('storage.neverRun')
        : t('storage.lastRunText', {
            when: dateTime(lastRun.at, zone, locale),
            ...amounts(lastRun),
            months: lastRun.months.join(', '),
          }),
    ],
  ];
  return (
    <section className="c-card" aria-labelledby="c-retention">
      <h2 id="c-retention">{t('storage.title')}</h2>
      <p>{t('storage.what')}</p>
      <dl className="c-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="c-note">
        {t('storage.how')}{' '}
        {isAdmin ? <Link to={{ page: 'settings', section: 'config' }}>{t('nav.config')}</Link> : null}
      </p>
    </section>
  );
}

function Files({ archives: { archives } }: { readonly archives: Archives }) {
  const { t, locale } = useText();
  return (
    <section className="c-card" aria-labelledby="c-archives">
      <h2 id="c-archives">{t('storage.files')}</h2>
      {archives.length === 0 ? (
        <Empty title={t('storage.noFiles')} />
      ) : (
        <ul className="c-rows-plain">
          {archives.map((one) => (
            <li key={one.file}>
              <b>{one.month}</b>
              <span className="c-id">{one.file}</span>
              <span>
                {t('storage.holds', {
                  incidents: count(one.incidents, locale),
                  events: count(one.events, locale),
                })}
              </span>
              {one.available ? (
                <span>{bytes(one.bytes, locale)}</span>
              ) : (
                <strong className="c-mark">{t('storage.missing')}</strong>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="c-note">{t('storage.copy')}</p>
    </section>
  );
}
