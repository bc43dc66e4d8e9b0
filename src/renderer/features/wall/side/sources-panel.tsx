import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory, SourceHeard } from '../../../../shared/stream.ts';
import { shortAge } from '../../../format/duration.ts';
import { msOf } from '../../../format/instant.ts';
import { UNKNOWN } from '../../../ui/running-time.tsx';
import { integrationName } from '../names.ts';

/** A source silent for longer than this stands out: monitors speak at least every few minutes. */
const QUIET_MS = 600_000;

export interface SourcesPanelProps {
  readonly sources: readonly SourceHeard[];
  readonly directory: Directory;
  readonly now: number;
  readonly limit: number;
}

/** When each source was last heard; the longest silent first, so that a dead monitor is the one that is seen. */
export function SourcesPanel({ sources, directory, now, limit }: SourcesPanelProps): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const ordered = [...sources].sort((a, b) => (a.lastAcceptedAt ?? '').localeCompare(b.lastAcceptedAt ?? ''));
  const shown = ordered.slice(0, limit);
  return (
    <section className="panel sources">
      <h2>
        {t('sources.title')}
        {ordered.length > shown.length && (
          <span className="panel__aside">{t('sources.more', { n: ordered.length - shown.length })}</span>
        )}
      </h2>
      {shown.length === 0 && <p className="sources__none">{t('sources.none')}</p>}
      <ul>
        {shown.map(({ integration, lastAcceptedAt }) => {
          const age = lastAcceptedAt === null ? null : now - msOf(lastAcceptedAt);
          const isQuiet = age === null || age > QUIET_MS;
          return (
            <li key={integration} className={isQuiet ? 'is-quiet' : ''}>
              <span>{integrationName(directory, integration)}</span>
              <b>
                {age === null
                  ? t('sources.never')
                  : Number.isNaN(age)
                    ? UNKNOWN
                    : shortAge(age, i18n.language)}
              </b>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
