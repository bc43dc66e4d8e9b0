import { type FormEvent, useState } from 'react';
import type { IncidentItem } from '../../../shared/incident.ts';
import { Dialog } from '../shell/dialog.tsx';
import { useText } from '../shell/use-text.ts';

/** True while closing needs a reason: a source that has not said it is over may open it again. */
export const needsReason = (items: readonly IncidentItem[]): boolean =>
  items.some((item) => item.integration !== null && !item.cleared);

/** Closing asks for Enter, and for a reason while the source still fires. */
export function CloseDialog({
  items,
  onClose,
  onDecide,
}: {
  readonly items: readonly IncidentItem[];
  readonly onClose: () => void;
  readonly onDecide: (reason: string) => void;
}) {
  const { t } = useText();
  const [reason, setReason] = useState('');
  const mustSay = needsReason(items);
  const [first] = items;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!mustSay || reason.trim() !== '') onDecide(reason.trim());
  };
  return (
    <Dialog
      title={
        items.length === 1 && first !== undefined
          ? t('close.one', { number: first.number })
          : t('close.many', { count: items.length })
      }
      onClose={onClose}
    >
      <form className="c-form" onSubmit={submit}>
        {items.length === 1 && first !== undefined ? <p className="c-quote">{first.summary}</p> : null}
        <label>
          <span>{t(mustSay ? 'close.reasonNeeded' : 'close.reason')}</span>
          <input
            value={reason}
            maxLength={4000}
            required={mustSay}
            onChange={(event) => setReason(event.target.value)}
            autoFocus
          />
        </label>
        {mustSay ? <p className="c-note">{t('close.stillFires')}</p> : null}
        <div className="c-buttons">
          <button type="submit" className="c-primary" disabled={mustSay && reason.trim() === ''}>
            {t('act.close')} <kbd>Enter</kbd>
          </button>
          <button type="button" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
