import { Link } from '../shell/link.tsx';
import { Empty } from '../shell/states.tsx';
import { useDirectory, useMay } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { useActions } from './actions-context.ts';
import { type IncidentFilter, isNarrowed } from './incident-filter.ts';

/** Why the list is empty, and what to do next. */
export function NoIncidents({
  filter,
  isLoading,
  onClear,
}: {
  readonly filter: IncidentFilter;
  readonly isLoading: boolean;
  readonly onClear: () => void;
}) {
  const { t } = useText();
  const actions = useActions();
  const mayAct = useMay('responder');
  const isAdmin = useMay('admin');
  const { services } = useDirectory();
  if (isLoading) return <p className="c-loading">{t('loading')}</p>;
  if (isNarrowed(filter))
    return (
      <Empty title={t('empty.filtered')}>
        <button type="button" onClick={onClear}>
          {t('filter.clear')}
        </button>
      </Empty>
    );
  if (Object.keys(services).length === 0)
    return (
      <Empty title={t('empty.noServices')}>
        {isAdmin ? <Link to={{ page: 'welcome' }}>{t('nav.start')}</Link> : t('empty.askAdmin')}
      </Empty>
    );
  return (
    <Empty title={t('empty.quiet')}>
      <p>{t('empty.quietNext')}</p>
      {mayAct ? (
        <button type="button" onClick={actions.raise}>
          {t('raise.title')}
        </button>
      ) : null}
    </Empty>
  );
}
