import { configAnswerSchema } from '../../../shared/api/config.ts';
import { ago } from '../../format/relative.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { CopyBlock } from '../shell/copy-button.tsx';
import { Link } from '../shell/link.tsx';
import { Empty, LoadedView } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useFloor, useNames } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { curlCommand } from './curl-command.ts';
import { Subscriptions } from './subscriptions.tsx';

/** Every integration: where tools post to, when it was last heard, when something was last refused. */
export function IntegrationsPage() {
  const { t, locale } = useText();
  const config = useApi('/api/v1/config', configAnswerSchema);
  const sources = useFloor((floor) => floor.sources);
  const names = useNames(locale);
  const now = useServerNow(1000) ?? 0;
  const when = (at: string | null | undefined) =>
    at == null ? t('integrations.never') : ago(at, now, locale);
  return (
    <LoadedView loaded={config}>
      {({ integrations }) =>
        integrations.length === 0 ? (
          <Empty title={t('integrations.none')}>
            <Link to={{ page: 'welcome' }}>{t('integrations.first')}</Link>
          </Empty>
        ) : (
          <>
            <p>{t('integrations.what')}</p>
            <Subscriptions />
            <ul className="c-cards">
              {integrations.map((each) => {
                const heard = sources.find((source) => source.integration === each.id);
                const hint = typeof each.key === 'string' ? each.key : each.key.hint;
                return (
                  <li key={each.id} className="c-card">
                    <h2>
                      {each.name} <small className="c-id">{each.type}</small>
                      {each.enabled ? null : <b className="c-mark">{t('integrations.off')}</b>}
                    </h2>
                    <dl className="c-facts">
                      <div>
                        <dt>{t('col.service')}</dt>
                        <dd>{names.service(each.service)}</dd>
                      </div>
                      <div>
                        <dt>{t('integrations.accepted')}</dt>
                        <dd>{when(heard?.lastAcceptedAt)}</dd>
                      </div>
                      <div>
                        <dt>{t('integrations.refused')}</dt>
                        <dd className={heard?.lastRefusedAt == null ? undefined : 'c-warn-text'}>
                          {when(heard?.lastRefusedAt)}
                        </dd>
                      </div>
                      <div>
                        <dt>{t('integrations.key')}</dt>
                        <dd className="c-id">{hint}</dd>
                      </div>
                    </dl>
                    <CopyBlock
                      text={curlCommand(
                        location.origin,
                        each.type,
                        'YOUR_KEY',
                        t('integrations.testSummary'),
                      )}
                    />
                    <p className="c-note">{t('integrations.keyHidden')}</p>
                  </li>
                );
              })}
            </ul>
          </>
        )
      }
    </LoadedView>
  );
}
