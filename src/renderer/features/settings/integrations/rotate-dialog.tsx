import { type FormEvent, useState } from 'react';
import {
  type IntegrationFull,
  type KeyedIntegration,
  keyedIntegrationSchema,
} from '../../../../shared/api/integrations.ts';
import { whenOf } from '../../../format/instant.ts';
import { useServerNow } from '../../../live/live-hooks.ts';
import { api, type Problem } from '../../../session/api.ts';
import { CopyBlock } from '../../shell/copy-button.tsx';
import { Dialog } from '../../shell/dialog.tsx';
import { ProblemList } from '../../shell/states.tsx';
import { useZone } from '../../shell/use-floor.ts';
import { useText } from '../../shell/use-text.ts';

/** How long both keys are taken; none is for a key that got into the wrong hands. */
const OVERLAPS = ['PT0S', 'PT1H', 'PT24H', 'P7D', 'P30D'] as const;

/** A new key, shown once, beside the old one that goes on for as long as was chosen. */
export function RotateDialog({
  integration,
  onDone,
  onClose,
}: {
  readonly integration: IntegrationFull;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const { t, locale } = useText();
  const zone = useZone();
  const now = useServerNow(60_000) ?? Date.now();
  const [overlap, setOverlap] = useState<string>('PT24H');
  const [made, setMade] = useState<KeyedIntegration | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const result = await api(`/api/v1/integrations/${encodeURIComponent(integration.id)}/rotate`, {
      method: 'POST',
      body: { overlap },
      schema: keyedIntegrationSchema,
    });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    setMade(result.value);
    onDone();
  };
  if (made !== null) {
    const before = made.integration.previousKey;
    return (
      <Dialog title={t('integrations.keyOf', { name: integration.name })} wide onClose={onClose}>
        <p className="c-warn-box">{t('integrations.keyOnce')}</p>
        <CopyBlock text={made.key} />
        <h3>{t('integrations.addresses')}</h3>
        {made.addresses.map((address) => (
          <CopyBlock key={address} text={address} />
        ))}
        <p>
          {before === null
            ? t('integrations.oldEnded')
            : t('integrations.oldUntil', { time: whenOf(before.until, now, zone, locale) })}
        </p>
        <button type="button" className="c-primary" onClick={onClose}>
          {t('integrations.haveKey')}
        </button>
      </Dialog>
    );
  }
  return (
    <Dialog title={t('integrations.rotateTitle', { name: integration.name })} onClose={onClose}>
      <form className="c-form" onSubmit={(event) => void submit(event)}>
        <p>{t('integrations.rotateWhat')}</p>
        <label>
          <span>{t('integrations.overlap')}</span>
          <select value={overlap} onChange={(event) => setOverlap(event.target.value)}>
            {OVERLAPS.map((each) => (
              <option key={each} value={each}>
                {t(`integrations.overlap-${each}`)}
              </option>
            ))}
          </select>
        </label>
        {integration.previousKey === null ? null : (
          <p className="c-warn-box">
            {t('integrations.rotateThird', { hint: integration.previousKey.hint })}
          </p>
        )}
        {problem === null ? null : <ProblemList problem={problem} />}
        <div className="c-buttons">
          <button type="submit" className="c-primary" disabled={isBusy}>
            {t('integrations.rotateGo')}
          </button>
          <button type="button" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
