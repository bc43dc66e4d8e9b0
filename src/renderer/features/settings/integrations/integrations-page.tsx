import { type IntegrationView, integrationListSchema } from '../../../../shared/api/integrations.ts';
import { useServerNow } from '../../../live/live-hooks.ts';
import { Link } from '../../shell/link.tsx';
import { Empty, LoadedView } from '../../shell/states.tsx';
import { useApi } from '../../shell/use-api.ts';
import { useFloor, useMay, useNames } from '../../shell/use-floor.ts';
import { useQueryState } from '../../shell/use-query-state.ts';
import { useReasonText } from '../../shell/use-reason-text.ts';
import { useText } from '../../shell/use-text.ts';
import { Subscriptions } from '../subscriptions.tsx';
import { heardMark, heardOf, needsLook } from './heard.ts';
import { NewIntegration } from './new-integration.tsx';
import { ToolLetter, useToolName } from './tool-name.tsx';
import { useOnChange } from './use-on-change.ts';
import { When } from './when.tsx';

const NEW = '/settings/integrations?new=1';
const DEFAULTS = { q: '', look: '', new: '' };
/** Times are live by the stream; counts and reasons are read again at most this often. */
const READ_EVERY_MS = 5000;

/** Every integration: when it was last heard and refused, why, and what it says that nobody understands. */
export function IntegrationsPage() {
  const { t } = useText();
  const [query, setQuery] = useQueryState(DEFAULTS);
  const isAdmin = useMay('admin');
  const list = useApi('/api/v1/integrations', integrationListSchema);
  const mark = useFloor((floor) => heardMark(floor.sources));
  useOnChange(mark, list.reload, READ_EVERY_MS);

  if (query.new !== '' && isAdmin && list.value?.managedByFile === false)
    return <NewIntegration onMade={list.reload} />;
  return (
    <LoadedView loaded={list}>
      {({ items, managedByFile }) => (
        <>
          <p>{t('integrations.what')}</p>
          {managedByFile ? <p className="c-warn-box">{t('integrations.managed')}</p> : null}
          {isAdmin ? <Subscriptions /> : null}
          {items.length === 0 ? (
            <Empty title={t('integrations.none')}>
              {!isAdmin ? (
                t('empty.askAdmin')
              ) : managedByFile ? (
                t('integrations.noneManaged')
              ) : (
                <Link to={NEW}>{t('integrations.first')}</Link>
              )}
            </Empty>
          ) : (
            <>
              <div className="c-toolbar">
                <label className="c-field">
                  <span>{t('integrations.find')}</span>
                  <input
                    type="search"
                    value={query.q}
                    onChange={(event) => setQuery({ q: event.target.value })}
                  />
                </label>
                <button
                  type="button"
                  className="c-chip"
                  aria-pressed={query.look !== ''}
                  onClick={() => setQuery({ look: query.look === '' ? '1' : '' })}
                >
                  {t('integrations.look')}
                </button>
                {isAdmin && !managedByFile ? (
                  <Link to={NEW} className="c-button c-primary">
                    {t('integrations.new')}
                  </Link>
                ) : null}
              </div>
              <IntegrationTable items={items} text={query.q} onlyLook={query.look !== ''} />
            </>
          )}
        </>
      )}
    </LoadedView>
  );
}

function IntegrationTable({
  items,
  text,
  onlyLook,
}: {
  readonly items: readonly IntegrationView[];
  readonly text: string;
  readonly onlyLook: boolean;
}) {
  const { t, locale } = useText();
  const names = useNames(locale);
  const toolName = useToolName();
  const sources = useFloor((floor) => floor.sources);
  const now = useServerNow(1000) ?? 0;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = items
    .map((view) => ({ view, heard: heardOf(view, sources) }))
    .filter(({ view }) => {
      const all = `${view.name} ${view.id} ${view.type} ${toolName(view.type)} ${names.service(view.service)}`;
      return words.every((word) => all.toLowerCase().includes(word));
    })
    .filter(({ view, heard }) => !onlyLook || needsLook(view, heard, now));
  if (shown.length === 0)
    return (
      <Empty title={t(onlyLook && text === '' ? 'integrations.allWell' : 'integrations.noMatch')}>
        <Link to="/settings/integrations">{t('integrations.showAll')}</Link>
      </Empty>
    );
  return (
    <div className="c-scroll-x">
      <table className="c-data c-integrations">
        <thead>
          <tr>
            <th>{t('integrations.name')}</th>
            <th>{t('col.service')}</th>
            <th>{t('integrations.accepted')}</th>
            <th>{t('integrations.refused')}</th>
            <th className="c-num">{t('integrations.day')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ view, heard }) => (
            <Row key={view.id} view={view} heard={heard} service={names.service(view.service)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  view,
  heard,
  service,
}: {
  readonly view: IntegrationView;
  readonly heard: ReturnType<typeof heardOf>;
  readonly service: string;
}) {
  const { t } = useText();
  const reasonText = useReasonText();
  const toolName = useToolName();
  const { rejected, ...taken } = view.lastDay;
  const accepted = Object.values(taken).reduce((sum, count) => sum + count, 0);
  const isOfThisRefusal = view.lastRefusal !== null && view.lastRefusedAt === heard.lastRefusedAt;
  return (
    <tr>
      <td>
        <div className="c-tool">
          <ToolLetter type={view.type} />
          <span>
            <Link to={{ page: 'settings', section: 'integrations', id: view.id }}>{view.name}</Link>
            <small>{toolName(view.type)}</small>
            {view.enabled ? null : <b className="c-mark">{t('integrations.off')}</b>}
            {view.previousKey === null ? null : <small className="c-mark">{t('integrations.twoKeys')}</small>}
            {view.unknownWords.length === 0 ? null : (
              <small className="c-warn-text">
                {t('integrations.unknown', { words: view.unknownWords.map(({ word }) => word).join(', ') })}
              </small>
            )}
          </span>
        </div>
      </td>
      <td>{service}</td>
      <td>
        <When at={heard.lastAcceptedAt} />
      </td>
      <td className={heard.lastRefusedAt === null ? undefined : 'c-warn-text'}>
        <When at={heard.lastRefusedAt} />
        {isOfThisRefusal && view.lastRefusal !== null ? (
          <small>{reasonText(view.lastRefusal.reason)}</small>
        ) : null}
      </td>
      <td className="c-num">
        {accepted}
        {rejected === 0 ? null : (
          <small className="c-warn-text">{t('integrations.dayRefused', { count: rejected })}</small>
        )}
      </td>
    </tr>
  );
}
