import { useState } from 'react';
import type { KeyedIntegration } from '../../../../shared/api/integrations.ts';
import { api } from '../../../session/api.ts';
import { CopyBlock } from '../../shell/copy-button.tsx';
import { showToast } from '../../shell/notices-store.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useFloor } from '../../shell/use-floor.ts';
import { useText } from '../../shell/use-text.ts';
import { SetupGuide } from './setup-guide.tsx';
import { targetOf } from './test-command.ts';

/** A key on the one occasion it is shown, with everything it is needed for. */
export function KeyPanel({ keyed, isNew }: { readonly keyed: KeyedIntegration; readonly isNew: boolean }) {
  const { t } = useText();
  const { integration, key, addresses } = keyed;
  return (
    <>
      <section className="c-card" aria-labelledby="c-new-key">
        <h2 id="c-new-key">{t('integrations.keyOf', { name: integration.name })}</h2>
        <p className="c-warn-box">{t('integrations.keyOnce')}</p>
        <CopyBlock text={key} />
        {isNew ? <FirstEvent id={integration.id} /> : null}
        {integration.type === 'standard' ? <SendTest address={targetOf(addresses, key).address} /> : null}
      </section>
      <SetupGuide type={integration.type} addresses={addresses} secret={key} />
    </>
  );
}

/** Says when the first event has come: the moment a newcomer waits for. */
function FirstEvent({ id }: { readonly id: string }) {
  const { t } = useText();
  const heard = useFloor((floor) => floor.sources.find((source) => source.integration === id));
  const isRefused = heard?.lastRefusedAt != null;
  if (heard?.lastAcceptedAt != null)
    return (
      <p className="c-good" role="status">
        {t('integrations.arrived')}
      </p>
    );
  return <p role="status">{t(isRefused ? 'integrations.arrivedRefused' : 'integrations.waiting')}</p>;
}

/** Posts one event through the real door, with the key that is on the screen. */
function SendTest({ address }: { readonly address: string }) {
  const { t } = useText();
  const [isBusy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    // The door of this page's own server, whatever name tools call it by.
    const result = await api(new URL(address).pathname, {
      method: 'POST',
      token: null,
      body: {
        summary: t('integrations.testSummary'),
        event_id: 'test-event',
        status: 'open',
        urgency: 'low',
      },
    });
    setBusy(false);
    if (result.ok) showToast('done', t('integrations.testSent'));
    else showToast('failed', problemText(t, result.problem));
  };
  return (
    <div className="c-buttons">
      <button type="button" disabled={isBusy} onClick={() => void send()}>
        {t('integrations.sendTest')}
      </button>
    </div>
  );
}
