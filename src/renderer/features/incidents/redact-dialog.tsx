import { type FormEvent, useState } from 'react';
import { redactSchema } from '../../../shared/api/incidents.ts';
import type { IncidentItem } from '../../../shared/incident.ts';
import { REDACT_PARTS, type RedactPart } from '../../../shared/words.ts';
import { api, type Problem } from '../../session/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { showToast } from '../shell/notices-store.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useText } from '../shell/use-text.ts';

/** Takes words out of an incident for good: says what goes, what does not, and that nothing brings it back. */
export function RedactDialog({
  item,
  onClose,
}: {
  readonly item: IncidentItem;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const [parts, setParts] = useState<readonly RedactPart[]>(REDACT_PARTS);
  const [reason, setReason] = useState('');
  const [isSure, setSure] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const body = redactSchema.safeParse({ parts, reason });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!body.success) return;
    setBusy(true);
    const result = await api(`/api/v1/incidents/${encodeURIComponent(item.id)}/redact`, {
      method: 'POST',
      body: body.data,
      timeoutMs: 60_000,
    });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    showToast('done', t('redact.done', { number: item.number }));
    onClose();
  };
  return (
    <Dialog title={t('redact.title', { number: item.number })} onClose={onClose}>
      <form className="c-form" onSubmit={(event) => void submit(event)}>
        <p className="c-quote">{item.summary}</p>
        <fieldset className="c-plain-set">
          <legend>{t('redact.what')}</legend>
          {REDACT_PARTS.map((part) => (
            <label key={part} className="c-check">
              <input
                type="checkbox"
                checked={parts.includes(part)}
                onChange={(event) =>
                  setParts(
                    REDACT_PARTS.filter((one) => (one === part ? event.target.checked : parts.includes(one))),
                  )
                }
              />
              <span>{t(`redact.part-${part}`)}</span>
            </label>
          ))}
        </fieldset>
        <label>
          <span>{t('redact.reason')}</span>
          <input
            value={reason}
            maxLength={1000}
            required
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="c-note">{t('redact.stays')}</p>
        <p className="c-note">{t('redact.notThere')}</p>
        <label className="c-check">
          <input type="checkbox" checked={isSure} onChange={(event) => setSure(event.target.checked)} />
          <span>{t('redact.sure')}</span>
        </label>
        {problem === null ? null : <ProblemNote problem={problem} />}
        <div className="c-buttons">
          <button type="submit" className="c-primary" disabled={isBusy || !isSure || !body.success}>
            {t('redact.go')}
          </button>
          <button type="button" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The way to it, for admins only. */
export function RedactButton({ item }: { readonly item: IncidentItem }) {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {t('redact.open')}
      </button>
      {isOpen ? <RedactDialog item={item} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
