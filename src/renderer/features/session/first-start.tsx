import { type FormEvent, useState } from 'react';
import { KEY_BLANK } from '../../../shared/api/integrations.ts';
import { idFrom } from '../../../shared/id-from.ts';
import type { Me } from '../../../shared/stream.ts';
import type { Problem } from '../../session/api.ts';
import { type ConfigDraft, editConfig, listIn, newSecret, withItem } from '../settings/config-api.ts';
import { Pairings } from '../settings/displays-page.tsx';
import { targetOf, testCommand } from '../settings/integrations/test-command.ts';
import { useManaged } from '../settings/use-managed.ts';
import { CopyBlock } from '../shell/copy-button.tsx';
import { Link } from '../shell/link.tsx';
import { Empty, ProblemNote } from '../shell/states.tsx';
import { useDirectory, useFloor, useMay, useMe, useNames } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';

const STEPS = 4;
const WALL = 'wall-1';
/** The door of scripts, as this page reaches it. */
const STANDARD = `${location.origin}/integration/standard/v1/${KEY_BLANK}`;

/** The service to begin with, and a policy that tells its maker, so that the first alert already wakes somebody. */
function withFirstService(document: ConfigDraft, name: string, me: Me): ConfigDraft {
  const ids = (key: string) => listIn(document, key).map((each) => String(each.id));
  const users = listIn(document, 'users');
  const own = users.find((user) => user.id === me.id);
  let next = document;
  if (own !== undefined && (!Array.isArray(own.contacts) || own.contacts.length === 0))
    next = {
      ...next,
      users: users.map((user) =>
        user === own ? { ...user, contacts: [{ id: 'desk', channel: 'desktop' }] } : user,
      ),
    };
  const hasPolicy = ids('escalationPolicies').includes('standard');
  if (!hasPolicy && own !== undefined)
    next = withItem(next, 'escalationPolicies', {
      id: 'standard',
      name: 'Standard',
      passes: 2,
      steps: [{ targets: [{ user: me.id }], delay: 'PT5M' }],
    } as { readonly id: string });
  const fallback = next.fallback as { readonly users?: readonly string[] } | undefined;
  if (own !== undefined && (fallback?.users ?? []).length === 0)
    next = { ...next, fallback: { users: [me.id] } };
  return withItem(next, 'services', {
    id: idFrom(name, ids('services'), 'service'),
    name,
    target: hasPolicy || own !== undefined ? { escalation: 'standard' } : null,
  } as { readonly id: string });
}

/** Leads from an empty floor to an alert on the wall. What is there already is not asked again. */
export function FirstStart() {
  const { t } = useText();
  const isAdmin = useMay('admin');
  const me = useMe();
  const { services, integrations } = useDirectory();
  const [key, setKey] = useState<{ readonly integration: string; readonly key: string } | null>(null);
  const [isOnWall, setOnWall] = useState(false);
  const isManaged = useManaged();
  if (!isAdmin || me === null) return <Empty title={t('settings.role')}>{t('empty.askAdmin')}</Empty>;
  const hasService = Object.keys(services).length > 0;
  const hasIntegration = Object.keys(integrations).length > 0;
  const step = !hasService ? 2 : !hasIntegration || (key !== null && !isOnWall) ? 3 : 4;
  return (
    <div className="c-page c-start">
      <h1>{t('start.title')}</h1>
      <ol className="c-steps">
        {['who', 'service', 'integration', 'wall'].map((name, index) => (
          <li key={name} aria-current={index + 1 === step ? 'step' : undefined} data-done={index + 1 < step}>
            {t(`start.${name}Step`)}
          </li>
        ))}
      </ol>
      <p className="c-step-count">{t('start.step', { step, steps: STEPS })}</p>
      {isManaged && step < STEPS ? <p className="c-warn-box">{t('config.managed')}</p> : null}
      {step === 2 && isManaged === false ? <ServiceStep me={me} /> : null}
      {step === 3 && isManaged === false ? (
        <IntegrationStep made={key} onMade={setKey} onNext={() => setOnWall(true)} />
      ) : null}
      {step === 4 ? <WallStep /> : null}
    </div>
  );
}

/** A form with one text that changes the config; the stream brings what came of it. */
function OneText({
  title,
  how,
  label,
  placeholder,
  change,
}: {
  readonly title: string;
  readonly how: string;
  readonly label: string;
  readonly placeholder: string;
  readonly change: (text: string) => Promise<Problem | null>;
}) {
  const { t } = useText();
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(await change(text.trim()));
    setBusy(false);
  };
  return (
    <form className="c-form" onSubmit={(event) => void submit(event)}>
      <h2>{title}</h2>
      <p>{how}</p>
      <label>
        <span>{label}</span>
        <input
          value={text}
          maxLength={200}
          placeholder={placeholder}
          onChange={(event) => setText(event.target.value)}
          // biome-ignore lint/a11y/noAutofocus: the only thing to do on this page
          autoFocus
        />
      </label>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {problem?.problems.map((each) => (
        <p key={each.path}>
          <span className="c-id">{each.path}</span> {each.message}
        </p>
      ))}
      <button type="submit" className="c-primary" disabled={isBusy || text.trim() === ''}>
        {t('continue')}
      </button>
    </form>
  );
}

function ServiceStep({ me }: { readonly me: Me }) {
  const { t } = useText();
  return (
    <OneText
      title={t('start.service')}
      how={t('start.serviceHow')}
      label={t('start.serviceName')}
      placeholder={t('start.serviceExample')}
      change={(name) => editConfig((document) => withFirstService(document, name, me))}
    />
  );
}

function IntegrationStep({
  made,
  onMade,
  onNext,
}: {
  readonly made: { readonly integration: string; readonly key: string } | null;
  readonly onMade: (made: { readonly integration: string; readonly key: string }) => void;
  readonly onNext: () => void;
}) {
  const { t, locale } = useText();
  const { services } = useDirectory();
  const names = useNames(locale);
  const heard = useFloor(
    (floor) =>
      floor.sources.find((source) => source.integration === made?.integration)?.lastAcceptedAt ?? null,
  );
  const service = Object.keys(services)[0] ?? '';
  if (made === null)
    return (
      <OneText
        title={t('start.integration')}
        how={t('start.integrationHow', { service: names.service(service) })}
        label={t('start.integrationName')}
        placeholder={t('start.integrationExample')}
        change={async (name) => {
          const key = newSecret('k-');
          let id = '';
          const problem = await editConfig((document) => {
            id = idFrom(
              name,
              listIn(document, 'integrations').map((each) => String(each.id)),
              'scripts',
            );
            return withItem(document, 'integrations', { id, name, type: 'standard', key, service } as {
              readonly id: string;
            });
          });
          if (problem === null) onMade({ integration: id, key });
          return problem;
        }}
      />
    );
  return (
    <section className="c-form">
      <h2>{t('start.send')}</h2>
      <p>{t('start.sendHow')}</p>
      <CopyBlock
        text={testCommand('standard', targetOf([STANDARD], made.key), t('start.firstAlert')) ?? ''}
      />
      <p role="status" className={heard === null ? 'c-note' : 'c-good'}>
        {t(heard === null ? 'start.listening' : 'start.heard')}
      </p>
      <button type="button" className="c-primary" onClick={onNext}>
        {t('continue')}
      </button>
    </section>
  );
}

function WallStep() {
  const { t } = useText();
  const [isMade, setMade] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const open = async () => {
    // Opened before the answer: browsers block a window that does not follow the click.
    const tab = window.open('about:blank', '_blank');
    const refusal = await editConfig((document) =>
      listIn(document, 'displays').some((display) => display.id === WALL)
        ? document
        : withItem(document, 'displays', {
            id: WALL,
            views: ['board', 'heatmap', 'oncall', 'metrics'],
          } as { readonly id: string }),
    );
    setProblem(refusal);
    if (refusal !== null) {
      tab?.close();
      return;
    }
    setMade(true);
    if (tab !== null) {
      tab.opener = null;
      tab.location.href = `/wall/${WALL}`;
    }
  };
  return (
    <section className="c-form">
      <h2>{t('start.wall')}</h2>
      <p>{t('start.wallHow')}</p>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <button type="button" className="c-primary" onClick={() => void open()}>
        {t('start.openWall')}
      </button>
      {isMade ? <Pairings displays={[WALL]} /> : null}
      <p>
        <Link to={{ page: 'incidents' }}>{t('shell.toIncidents')}</Link>
      </p>
    </section>
  );
}
