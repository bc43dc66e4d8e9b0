import { type FormEvent, useState } from 'react';
import {
  integrationTypeListSchema,
  type KeyedIntegration,
  keyedIntegrationSchema,
} from '../../../../shared/api/integrations.ts';
import { api, type Problem } from '../../../session/api.ts';
import { Link } from '../../shell/link.tsx';
import { Empty, LoadedView, ProblemList } from '../../shell/states.tsx';
import { useApi } from '../../shell/use-api.ts';
import { useDirectory } from '../../shell/use-floor.ts';
import { useText } from '../../shell/use-text.ts';
import { KeyPanel } from './key-panel.tsx';
import { ToolGallery } from './tool-gallery.tsx';
import { useToolName } from './tool-name.tsx';

/** Which tool, its name and service; then the key, once, and everything to copy. */
export function NewIntegration({ onMade }: { readonly onMade: () => void }) {
  const { t } = useText();
  const types = useApi('/api/v1/integration-types', integrationTypeListSchema);
  const services = useDirectory().services;
  const [type, setType] = useState<string | null>(null);
  const [made, setMade] = useState<KeyedIntegration | null>(null);
  const step = made !== null ? 3 : type !== null ? 2 : 1;

  if (Object.keys(services).length === 0)
    return (
      <Empty title={t('integrations.noService')}>
        <Link to={{ page: 'welcome' }}>{t('integrations.makeService')}</Link>
      </Empty>
    );
  return (
    <>
      <ol className="c-steps">
        {(['pick', 'describe', 'connect'] as const).map((name, index) => (
          <li key={name} data-done={index + 1 < step} aria-current={index + 1 === step ? 'step' : undefined}>
            {t(`integrations.step.${name}`)}
          </li>
        ))}
      </ol>
      {made !== null ? (
        <>
          <KeyPanel keyed={made} isNew />
          <Link
            to={{ page: 'settings', section: 'integrations', id: made.integration.id }}
            className="c-button c-primary"
          >
            {t('integrations.toIt')}
          </Link>
        </>
      ) : type !== null ? (
        <Describe
          type={type}
          onBack={() => setType(null)}
          onMade={(keyed) => {
            setMade(keyed);
            onMade();
          }}
        />
      ) : (
        <LoadedView loaded={types}>
          {({ items }) => <ToolGallery types={items.map((each) => each.type)} onPick={setType} />}
        </LoadedView>
      )}
    </>
  );
}

function Describe({
  type,
  onBack,
  onMade,
}: {
  readonly type: string;
  readonly onBack: () => void;
  readonly onMade: (keyed: KeyedIntegration) => void;
}) {
  const { t } = useText();
  const toolName = useToolName();
  const services = Object.entries(useDirectory().services);
  const [name, setName] = useState(toolName(type));
  const [service, setService] = useState(services[0]?.[0] ?? '');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const result = await api('/api/v1/integrations', {
      method: 'POST',
      body: { name: name.trim(), type, service },
      schema: keyedIntegrationSchema,
    });
    setBusy(false);
    if (result.ok) onMade(result.value);
    else setProblem(result.problem);
  };
  return (
    <form className="c-card c-form c-narrow" onSubmit={(event) => void submit(event)}>
      <h2>{toolName(type)}</h2>
      <label>
        <span>{t('integrations.name')}</span>
        {/* biome-ignore lint/a11y/noAutofocus: the step before ended with a choice; writing goes on here */}
        <input autoFocus value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
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
      <p className="c-note">{t('integrations.serviceHow')}</p>
      {problem === null ? null : <ProblemList problem={problem} />}
      <div className="c-buttons">
        <button type="submit" className="c-primary" disabled={name.trim() === '' || service === '' || isBusy}>
          {t('integrations.make')}
        </button>
        <button type="button" onClick={onBack}>
          {t('integrations.otherTool')}
        </button>
      </div>
    </form>
  );
}
