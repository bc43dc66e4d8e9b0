import { type FormEvent, useState } from 'react';
import { type IntegrationFull, integrationSchema } from '../../../../shared/api/integrations.ts';
import { api, type Problem } from '../../../session/api.ts';
import { Dialog } from '../../shell/dialog.tsx';
import { navigate } from '../../shell/navigation-store.ts';
import { showToast } from '../../shell/notices-store.ts';
import { problemText } from '../../shell/problem-text.ts';
import { ProblemList } from '../../shell/states.tsx';
import { useDirectory } from '../../shell/use-floor.ts';
import { useText } from '../../shell/use-text.ts';

interface Props {
  readonly integration: IntegrationFull;
  readonly onChange: () => void;
}

const pathOf = (id: string): string => `/api/v1/integrations/${encodeURIComponent(id)}`;

/** Off and on, name and service, and the end of it. */
export function IntegrationActions({ integration, onChange }: Props) {
  const { t } = useText();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const [isBusy, setBusy] = useState(false);
  const toggle = async () => {
    setBusy(true);
    const enabled = !integration.enabled;
    const result = await api(pathOf(integration.id), {
      method: 'PATCH',
      body: { enabled },
      schema: integrationSchema,
    });
    setBusy(false);
    if (result.ok) showToast('done', t(enabled ? 'integrations.isOn' : 'integrations.isOff'));
    else showToast('failed', problemText(t, result.problem));
    onChange();
  };
  return (
    <div className="c-buttons">
      <button type="button" disabled={isBusy} onClick={() => void toggle()}>
        {t(integration.enabled ? 'integrations.turnOff' : 'integrations.turnOn')}
      </button>
      <button type="button" onClick={() => setOpen('edit')}>
        {t('integrations.edit')}
      </button>
      <button type="button" onClick={() => setOpen('remove')}>
        {t('integrations.remove')}
      </button>
      {open === 'edit' ? (
        <EditDialog integration={integration} onChange={onChange} onClose={() => setOpen(null)} />
      ) : null}
      {open === 'remove' ? <RemoveDialog integration={integration} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function EditDialog({ integration, onChange, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useText();
  const services = Object.entries(useDirectory().services);
  const [name, setName] = useState(integration.name);
  const [service, setService] = useState(integration.service);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), service };
    const result = await api(pathOf(integration.id), { method: 'PATCH', body, schema: integrationSchema });
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    showToast('done', t('integrations.saved'));
    onChange();
    onClose();
  };
  return (
    <Dialog title={t('integrations.editTitle', { name: integration.name })} onClose={onClose}>
      <form className="c-form" onSubmit={(event) => void submit(event)}>
        <label>
          <span>{t('integrations.name')}</span>
          <input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          <span>{t('integrations.service')}</span>
          <select value={service} onChange={(event) => setService(event.target.value)}>
            {services.map(([id, each]) => (
              <option key={id} value={id}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
        {problem === null ? null : <ProblemList problem={problem} />}
        <button type="submit" className="c-primary" disabled={name.trim() === ''}>
          {t('save')}
        </button>
      </form>
    </Dialog>
  );
}

function RemoveDialog({
  integration,
  onClose,
}: {
  readonly integration: IntegrationFull;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const [isSure, setSure] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = await api(pathOf(integration.id), { method: 'DELETE' });
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    showToast('done', t('integrations.removed', { name: integration.name }));
    navigate({ page: 'settings', section: 'integrations' });
  };
  return (
    <Dialog title={t('integrations.removeTitle', { name: integration.name })} onClose={onClose}>
      <form className="c-form" onSubmit={(event) => void submit(event)}>
        <p>{t('integrations.removeWhat')}</p>
        <label className="c-check">
          <input type="checkbox" checked={isSure} onChange={(event) => setSure(event.target.checked)} />
          {t('integrations.removeSure')}
        </label>
        {problem === null ? null : <ProblemList problem={problem} />}
        <div className="c-buttons">
          <button type="submit" className="c-primary" disabled={!isSure}>
            {t('integrations.removeGo')}
          </button>
          <button type="button" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
