import { useState } from 'react';
import { type IntegrationFull, integrationSchema } from '../../../../shared/api/integrations.ts';
import { whenOf } from '../../../format/instant.ts';
import { useServerNow } from '../../../live/live-hooks.ts';
import { api } from '../../../session/api.ts';
import { showToast } from '../../shell/notices-store.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useZone } from '../../shell/use-floor.ts';
import { useText } from '../../shell/use-text.ts';
import { RotateDialog } from './rotate-dialog.tsx';
import { When } from './when.tsx';

/** The key's hint, the key before while it is still taken, and the way to a new one. */
export function KeyCard({
  integration,
  mayChange,
  onChange,
}: {
  readonly integration: IntegrationFull;
  readonly mayChange: boolean;
  readonly onChange: () => void;
}) {
  const { t, locale } = useText();
  const zone = useZone();
  const now = useServerNow(60_000) ?? Date.now();
  const [isRotating, setRotating] = useState(false);
  const { previousKey, keyHint } = integration;
  const endNow = async () => {
    const path = `/api/v1/integrations/${encodeURIComponent(integration.id)}/previous-key`;
    const result = await api(path, { method: 'DELETE', schema: integrationSchema });
    if (result.ok) showToast('done', t('integrations.overlapEnded'));
    else showToast('failed', problemText(t, result.problem));
    onChange();
  };
  return (
    <section className="c-card" aria-labelledby="c-key">
      <h2 id="c-key">{t('integrations.key')}</h2>
      <dl className="c-facts">
        <div>
          <dt>{t('integrations.keyNow')}</dt>
          <dd className="c-id">{keyHint ?? t('integrations.adminOnly')}</dd>
        </div>
        {previousKey === null ? null : (
          <div>
            <dt>{t('integrations.keyBefore')}</dt>
            <dd>
              <span className="c-id">{previousKey.hint}</span>{' '}
              {t('integrations.takenUntil', { time: whenOf(previousKey.until, now, zone, locale) })}
            </dd>
          </div>
        )}
        {previousKey === null ? null : (
          <div>
            <dt>{t('integrations.oldUsed')}</dt>
            <dd>
              {previousKey.usedAt === null ? t('integrations.oldUnused') : <When at={previousKey.usedAt} />}
            </dd>
          </div>
        )}
      </dl>
      {mayChange ? (
        <div className="c-buttons">
          <button type="button" onClick={() => setRotating(true)}>
            {t('integrations.rotate')}
          </button>
          {previousKey === null ? null : (
            <button type="button" onClick={() => void endNow()}>
              {t('integrations.endOverlap')}
            </button>
          )}
        </div>
      ) : null}
      {isRotating ? (
        <RotateDialog integration={integration} onDone={onChange} onClose={() => setRotating(false)} />
      ) : null}
    </section>
  );
}
