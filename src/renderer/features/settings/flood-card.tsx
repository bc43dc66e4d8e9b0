import { type FormEvent, useState } from 'react';
import { floodProposalSchema } from '../../../shared/api/reports.ts';
import { count } from '../../format/number.ts';
import type { Problem } from '../../session/api.ts';
import { showToast } from '../shell/notices-store.ts';
import { LoadedView, ProblemNote } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useReasonText } from '../shell/use-reason-text.ts';
import { useText } from '../shell/use-text.ts';
import { editConfig } from './config-api.ts';
import { isThreshold, withFloodThreshold } from './flood-threshold.ts';

/** The room's flood threshold: what it is, what 30 days of this floor suggest, and a field of one's own. */
export function FloodCard({ onSaved }: { readonly onSaved: () => void }) {
  const { t, locale } = useText();
  const reasonText = useReasonText();
  const proposal = useApi('/api/v1/flood-threshold', floodProposalSchema);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const wanted = Number(text);

  const save = async (threshold: number) => {
    setBusy(true);
    const refusal = await editConfig((document) => withFloodThreshold(document, threshold));
    setBusy(false);
    setProblem(refusal);
    if (refusal !== null) return;
    setText('');
    showToast('done', t('flood.saved', { threshold: count(threshold, locale) }));
    proposal.reload();
    onSaved();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isThreshold(text)) void save(wanted);
  };
  return (
    <section className="c-card c-flood" aria-labelledby="c-flood-title">
      <h2 id="c-flood-title">{t('flood.title')}</h2>
      <LoadedView loaded={proposal}>
        {({ current, threshold, reason, busiest, floods, managedByFile }) => (
          <>
            <p>{t('flood.now', { threshold: count(current, locale) })}</p>
            <p className="c-note">{reasonText(reason)}</p>
            {threshold === null || floods.proposed === null ? null : (
              <p className="c-note">
                {t('flood.busiest', { busiest: count(busiest, locale) })}{' '}
                {t('flood.compared', {
                  current: count(current, locale),
                  now: count(floods.now, locale),
                  threshold: count(threshold, locale),
                  proposed: count(floods.proposed, locale),
                })}
              </p>
            )}
            {managedByFile ? (
              <p className="c-note">{t('flood.managed')}</p>
            ) : (
              <form className="c-buttons" onSubmit={submit}>
                {threshold === null ? null : threshold === current ? (
                  <span className="c-good">{t('flood.same')}</span>
                ) : (
                  <button
                    type="button"
                    className="c-primary"
                    disabled={isBusy}
                    onClick={() => void save(threshold)}
                  >
                    {t('flood.use', {
                      threshold: count(threshold, locale),
                      current: count(current, locale),
                    })}
                  </button>
                )}
                <label className="c-field">
                  <span>{t('flood.own')}</span>
                  <input
                    type="number"
                    min={2}
                    max={100_000}
                    step={1}
                    placeholder={String(current)}
                    value={text}
                    onChange={(event) => setText(event.target.value)}
                  />
                </label>
                <button type="submit" disabled={isBusy || !isThreshold(text) || wanted === current}>
                  {isThreshold(text) && wanted !== current
                    ? t('flood.use', { threshold: count(wanted, locale), current: count(current, locale) })
                    : t('save')}
                </button>
              </form>
            )}
          </>
        )}
      </LoadedView>
      {problem === null ? null : <ProblemNote problem={problem} />}
    </section>
  );
}
