import { type FetcherItem, fetcherListSchema } from '../../../../shared/api/fetchers.ts';
import { useServerNow } from '../../../live/live-hooks.ts';
import { useApi } from '../../shell/use-api.ts';
import { useText } from '../../shell/use-text.ts';
import { useOnChange } from './use-on-change.ts';
import { When } from './when.tsx';

/** How often it is asked how the fetching goes; a mailbox is looked at each 30 seconds as a rule. */
const READ_EVERY_MS = 10_000;

/**
 * What we fetch for an integration, when we last could, and why not since (ING168). Nothing where its tool posts by itself
 * or while that is not known. For admins: the list is theirs.
 */
export function FetchCard({ integration }: { readonly integration: string }) {
  const { value, reload } = useApi('/api/v1/fetchers', fetcherListSchema);
  const now = useServerNow(READ_EVERY_MS);
  useOnChange(String(now), reload, READ_EVERY_MS);
  const fetcher = value?.items.find((one) => one.integration === integration);
  return fetcher === undefined ? null : <Card fetcher={fetcher} />;
}

function Card({ fetcher }: { readonly fetcher: FetcherItem }) {
  const { t } = useText();
  const { kind, lastSuccessAt, lastError, failures } = fetcher;
  const isFailing = failures > 0;
  return (
    <section className="c-card" aria-labelledby="c-fetch">
      <h2 id="c-fetch">{t('integrations.fetch.heading')}</h2>
      <p>{t(`integrations.fetch.kind.${kind}`)}</p>
      {isFailing ? (
        <p className="c-warn-box">{t('integrations.fetch.failing', { count: failures })}</p>
      ) : null}
      <dl className="c-facts">
        <div>
          <dt>{t('integrations.fetch.looked')}</dt>
          <dd>
            <When at={lastSuccessAt} />
          </dd>
        </div>
        <div>
          <dt>{t('integrations.fetch.error')}</dt>
          <dd className={isFailing ? 'c-warn-text' : undefined}>
            <When at={lastError?.at ?? null} />
          </dd>
        </div>
        {lastError === null ? null : (
          <div>
            <dt>{t('integrations.why')}</dt>
            <dd>{lastError.text}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
