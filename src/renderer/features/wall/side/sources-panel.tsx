import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory, SourceHeard } from '../../../../shared/stream.ts';
import { shortAge } from '../../../format/duration.ts';
import { msOf } from '../../../format/instant.ts';
import { UNKNOWN } from '../../../ui/running-time.tsx';
import { integrationName } from '../names.ts';
import { type LateRow, stripOf } from './sources-strip.ts';

/** A source silent for longer than this stands out: monitors speak at least every few minutes. */
const QUIET_MS = 600_000;

export interface SourcesPanelProps {
  readonly sources: readonly SourceHeard[];
  readonly directory: Directory;
  readonly now: number;
  readonly limit: number;
}

/** Late heartbeats, loudly; then when each source was last heard. */
export function SourcesPanel({ sources, directory, now, limit }: SourcesPanelProps): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const { late, moreLate, heard, moreHeard } = stripOf(sources, limit);
  const age = (ms: number) => (Number.isNaN(ms) ? UNKNOWN : shortAge(ms, i18n.language));
  const nameOf = ({ name, integration }: LateRow) => name ?? integrationName(directory, integration);
  return (
    <section className="panel sources">
      <h2>
        {t('sources.title')}
        {moreLate > 0 && (
          <span className="panel__aside sources__more-late">{t('sources.moreLate', { n: moreLate })}</span>
        )}
        {moreLate === 0 && moreHeard > 0 && (
          <span className="panel__aside">{t('sources.more', { n: moreHeard })}</span>
        )}
      </h2>
      {sources.length === 0 && <p className="sources__none">{t('sources.none')}</p>}
      <ul>
        {late.map((row) => (
          <li key={`${row.integration} ${row.name}`} className="is-late">
            <i aria-hidden="true">▲</i>
            <span>{nameOf(row)}</span>
            <b>{t(row.name === null ? 'sources.silent' : 'sources.late', { age: age(now - row.since) })}</b>
          </li>
        ))}
        {heard.map(({ integration, lastAcceptedAt }) => {
          const silentMs = lastAcceptedAt === null ? null : now - msOf(lastAcceptedAt);
          const isQuiet = silentMs === null || silentMs > QUIET_MS;
          return (
            <li key={integration} className={isQuiet ? 'is-quiet' : ''}>
              <span>{integrationName(directory, integration)}</span>
              <b>{silentMs === null ? t('sources.never') : age(silentMs)}</b>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
