import { useState } from 'react';
import type { MaintenanceItem } from '../../../shared/api/quiet.ts';
import { maintenanceListSchema } from '../../../shared/api/quiet.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { Link } from '../shell/link.tsx';
import { Empty, LoadedView } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useMay } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { ChangeDialog, type Changing } from './change-dialog.tsx';
import { MaintenanceForm } from './maintenance-form.tsx';
import { inOrder } from './maintenance-order.ts';
import { MaintenanceRow } from './maintenance-row.tsx';
import { useQuietChanges } from './use-quiet-changes.ts';

/** Maintenance that is on and that comes, what it hides, and two clicks to start one. */
export function MaintenancePage() {
  const { t } = useText();
  const mayLead = useMay('lead');
  const loaded = useApi('/api/v1/maintenance', maintenanceListSchema);
  useQuietChanges(loaded.reload);
  const now = useServerNow(1000);
  const [changing, setChanging] = useState<{
    readonly what: Changing;
    readonly item: MaintenanceItem;
  } | null>(null);
  const done = () => {
    setChanging(null);
    loaded.reload();
  };
  return (
    <div className="c-page">
      <header className="c-page-head">
        <h1>{t('maint.title')}</h1>
        <span className="c-page-sub">{t('maint.sub')}</span>
        <Link to={{ page: 'quiet' }}>{t('maint.toRegister')}</Link>
      </header>
      {mayLead ? (
        <section className="c-card" aria-labelledby="c-maint-start">
          <h2 id="c-maint-start">{t('maint.start')}</h2>
          <MaintenanceForm services={[]} onDone={loaded.reload} />
        </section>
      ) : (
        <p className="c-note">{t('maint.viewer')}</p>
      )}
      <LoadedView loaded={loaded}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('maint.none')}>
              <span>{t(mayLead ? 'maint.noneLead' : 'maint.noneViewer')}</span>
            </Empty>
          ) : (
            <ol className="c-maint-list">
              {inOrder(items).map((item) => (
                <MaintenanceRow
                  key={item.id}
                  item={item}
                  now={now ?? Date.parse(item.from)}
                  onChange={mayLead ? (what) => setChanging({ what, item }) : null}
                />
              ))}
            </ol>
          )
        }
      </LoadedView>
      {changing === null ? null : (
        <ChangeDialog
          what={changing.what}
          item={changing.item}
          onClose={() => setChanging(null)}
          onDone={done}
        />
      )}
    </div>
  );
}
