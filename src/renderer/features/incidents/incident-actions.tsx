import type { IncidentItem } from '../../../shared/incident.ts';
import { SEVERITIES, type Severity } from '../../../shared/words.ts';
import { useMay } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { useActions } from './actions-context.ts';
import { RedactButton } from './redact-dialog.tsx';

/** What can be done to one incident; each answer names the version that was seen. */
export function IncidentActions({ item }: { readonly item: IncidentItem }) {
  const { t } = useText();
  const actions = useActions();
  const mayAct = useMay('responder');
  const mayLead = useMay('lead');
  const isAdmin = useMay('admin');
  if (!mayAct) return <p className="c-note">{t('act.viewer')}</p>;
  const seen = { incident: item.id, version: item.version };
  const isClosed = item.status === 'closed';
  return (
    <div className="c-actions" role="toolbar" aria-label={t('act.label')}>
      {isClosed ? (
        <>
          {item.unseen ? (
            <button
              type="button"
              className="c-primary"
              onClick={() => void actions.send({ type: 'seen', ...seen })}
            >
              {t('act.seen')}
            </button>
          ) : null}
          <button type="button" onClick={() => void actions.send({ type: 'reopen', ...seen })}>
            {t('act.reopen')}
          </button>
        </>
      ) : (
        <>
          {item.status === 'open' || item.cleared ? (
            <button type="button" className="c-primary" onClick={() => actions.ack([item])}>
              {t('act.ack')} <kbd>a</kbd>
            </button>
          ) : null}
          <button type="button" onClick={() => actions.close([item])}>
            {t('act.close')} <kbd>c</kbd>
          </button>
          <button type="button" onClick={() => actions.assign([item])}>
            {t('act.assign')} <kbd>r</kbd>
          </button>
          <button type="button" onClick={() => void actions.send({ type: 'escalate', ...seen })}>
            {t('act.escalate')}
          </button>
          <button type="button" onClick={() => actions.snooze(item)}>
            {t('act.snooze')}
          </button>
          <button type="button" onClick={() => actions.shelve([item])}>
            {t('act.shelve')} <kbd>h</kbd>
          </button>
        </>
      )}
      {mayLead ? (
        <button type="button" onClick={() => actions.maintain([item.service])}>
          {t('maint.start')}
        </button>
      ) : null}
      {mayLead ? (
        <label className="c-severity">
          <span>{t('col.severity')}</span>
          <select
            value={item.severity ?? ''}
            onChange={(event) =>
              void actions.send({
                type: 'severity',
                ...seen,
                severity: event.target.value === '' ? null : (event.target.value as Severity),
              })
            }
          >
            <option value="">{t('none')}</option>
            {SEVERITIES.map((severity) => (
              <option key={severity} value={severity}>
                {severity}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {isAdmin ? <RedactButton item={item} /> : null}
    </div>
  );
}
