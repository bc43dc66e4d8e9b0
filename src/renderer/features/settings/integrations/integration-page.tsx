import { type IntegrationFull, integrationFullSchema } from '../../../../shared/api/integrations.ts';
import { Link } from '../../shell/link.tsx';
import { Empty, LoadedView } from '../../shell/states.tsx';
import { useApi } from '../../shell/use-api.ts';
import { useFloor, useMay, useNames } from '../../shell/use-floor.ts';
import { useReasonText } from '../../shell/use-reason-text.ts';
import { useText } from '../../shell/use-text.ts';
import { EventList } from './event-list.tsx';
import { FetchCard } from './fetch-card.tsx';
import { heardMark, heardOf } from './heard.ts';
import { IntegrationActions } from './integration-actions.tsx';
import { KeyCard } from './key-card.tsx';
import { RouteList } from './route-list.tsx';
import { SetupGuide } from './setup-guide.tsx';
import { ToolLetter, useToolName } from './tool-name.tsx';
import { useOnChange } from './use-on-change.ts';
import { When } from './when.tsx';
import { WordTable } from './word-table.tsx';

/** What is read again when something was heard: counts, the last refusal, words and the list of events. */
const READ_EVERY_MS = 2000;

/** One integration: is it heard, what does it say, with which key, and what becomes of it. */
export function IntegrationPage({ id }: { readonly id: string }) {
  const { t } = useText();
  const loaded = useApi(`/api/v1/integrations/${encodeURIComponent(id)}`, integrationFullSchema);
  const mark = useFloor((floor) => heardMark(floor.sources, id));
  const { reload, problem } = loaded;
  useOnChange(mark, reload, READ_EVERY_MS);
  const toList = <Link to={{ page: 'settings', section: 'integrations' }}>{t('integrations.back')}</Link>;
  if (problem?.status === 404) return <Empty title={t('integrations.gone', { id })}>{toList}</Empty>;
  return (
    <>
      <p>{toList}</p>
      <LoadedView loaded={loaded}>
        {(integration) => <Loaded integration={integration} onChange={reload} />}
      </LoadedView>
    </>
  );
}

function Loaded({
  integration,
  onChange,
}: {
  readonly integration: IntegrationFull;
  readonly onChange: () => void;
}) {
  const { t, locale } = useText();
  const toolName = useToolName();
  const names = useNames(locale);
  const isAdmin = useMay('admin');
  const mayChange = isAdmin && !integration.managedByFile;
  return (
    <>
      <header className="c-page-head">
        <ToolLetter type={integration.type} />
        <h1>{integration.name}</h1>
        <span className="c-page-sub">
          {toolName(integration.type)} · <span className="c-id">{integration.id}</span> ·{' '}
          {names.service(integration.service)}
          {integration.enabled ? null : <b className="c-mark">{t('integrations.off')}</b>}
        </span>
        {mayChange ? <IntegrationActions integration={integration} onChange={onChange} /> : null}
      </header>
      {integration.managedByFile ? <p className="c-warn-box">{t('integrations.managed')}</p> : null}
      {integration.enabled ? null : <p className="c-warn-box">{t('integrations.offWhat')}</p>}
      <div className="c-columns">
        <Status integration={integration} />
        <KeyCard integration={integration} mayChange={mayChange} onChange={onChange} />
        {isAdmin ? <FetchCard integration={integration.id} /> : null}
      </div>
      <WordTable integration={integration} mayChange={mayChange} onChange={onChange} />
      <EventList integration={integration.id} />
      {integration.type === 'custom' && mayChange ? (
        <section className="c-card" aria-labelledby="c-mapping">
          <h2 id="c-mapping">{t('mapping.heading')}</h2>
          <Link to={`/settings/mapping/${encodeURIComponent(integration.id)}`}>{t('mapping.open')}</Link>
        </section>
      ) : null}
      <RouteList integration={integration} />
      <SetupGuide type={integration.type} addresses={integration.addresses} secret={null} />
    </>
  );
}

function Status({ integration }: { readonly integration: IntegrationFull }) {
  const { t } = useText();
  const reasonText = useReasonText();
  const sources = useFloor((floor) => floor.sources);
  const heard = heardOf(integration, sources);
  const { rejected, ...taken } = integration.lastDay;
  const accepted = Object.values(taken).reduce((sum, count) => sum + count, 0);
  return (
    <section className="c-card" aria-labelledby="c-status">
      <h2 id="c-status">{t('integrations.status')}</h2>
      <dl className="c-facts">
        <div>
          <dt>{t('integrations.accepted')}</dt>
          <dd>
            <When at={heard.lastAcceptedAt} />
          </dd>
        </div>
        <div>
          <dt>{t('integrations.refused')}</dt>
          <dd className={heard.lastRefusedAt === null ? undefined : 'c-warn-text'}>
            <When at={heard.lastRefusedAt} />
          </dd>
        </div>
        {integration.lastRefusal === null ? null : (
          <div>
            <dt>{t('integrations.why')}</dt>
            <dd>{reasonText(integration.lastRefusal.reason)}</dd>
          </div>
        )}
        <div>
          <dt>{t('integrations.day')}</dt>
          <dd>{t('integrations.dayText', { accepted, rejected })}</dd>
        </div>
      </dl>
    </section>
  );
}
