import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type IntegrationFull,
  integrationSchema,
  type UnknownWord,
} from '../../../../shared/api/integrations.ts';
import { URGENCIES, type Urgency } from '../../../../shared/words.ts';
import { api, type Problem } from '../../../session/api.ts';
import { showToast } from '../../shell/notices-store.ts';
import { ProblemList } from '../../shell/states.tsx';
import { useText } from '../../shell/use-text.ts';
import { When } from './when.tsx';

interface Props {
  readonly integration: IntegrationFull;
  readonly mayChange: boolean;
  readonly onChange: () => void;
}

/** Words of the tool for an urgency: those nobody knows yet, and the table of those that were mapped. */
export function WordTable({ integration, mayChange, onChange }: Props) {
  const { t } = useText();
  const [problem, setProblem] = useState<Problem | null>(null);
  const mapped = Object.entries(integration.urgencies);
  const save = async (word: string, urgency: Urgency | null): Promise<boolean> => {
    setProblem(null);
    const result = await api(`/api/v1/integrations/${encodeURIComponent(integration.id)}`, {
      method: 'PATCH',
      body: { urgencies: { [word]: urgency } },
      schema: integrationSchema,
    });
    if (result.ok)
      showToast('done', t(urgency === null ? 'integrations.unmapped' : 'integrations.wordMapped', { word }));
    else setProblem(result.problem);
    onChange();
    return result.ok;
  };
  return (
    <section className="c-card" aria-labelledby="c-words">
      <h2 id="c-words">{t('integrations.words')}</h2>
      <p>{t('integrations.wordsWhat')}</p>
      {problem === null ? null : <ProblemList problem={problem} />}
      {integration.unknownWords.length === 0 ? null : (
        <ul className="c-rows-plain c-unknown-words" aria-label={t('integrations.unknownTitle')}>
          {integration.unknownWords.map((unknown) => (
            <UnknownRow key={unknown.word} unknown={unknown} mayChange={mayChange} onMap={save} />
          ))}
        </ul>
      )}
      {mapped.length === 0 ? (
        <p className="c-note">{t('integrations.noWords')}</p>
      ) : (
        <ul className="c-rows-plain" aria-label={t('integrations.mappedTitle')}>
          {mapped.map(([word, urgency]) => (
            <li key={word}>
              <b className="c-word">{word}</b>
              {mayChange ? (
                <>
                  <UrgencySelect
                    label={t('integrations.countsAs', { word })}
                    value={urgency}
                    onChoose={(next) => void save(word, next)}
                  />
                  <button type="button" onClick={() => void save(word, null)}>
                    {t('remove')}
                  </button>
                </>
              ) : (
                <UrgencyWord urgency={urgency} />
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange ? <AddWord onAdd={save} /> : null}
    </section>
  );
}

function UnknownRow({
  unknown,
  mayChange,
  onMap,
}: {
  readonly unknown: UnknownWord;
  readonly mayChange: boolean;
  readonly onMap: (word: string, urgency: Urgency) => Promise<boolean>;
}) {
  const { t } = useText();
  const [urgency, setUrgency] = useState<Urgency>('high');
  return (
    <li>
      <span>
        <b className="c-word c-warn-text">{unknown.word}</b>{' '}
        <small>
          {t('integrations.seen', { count: unknown.count })} · <When at={unknown.lastAt} />
        </small>
      </span>
      {mayChange ? (
        <>
          <UrgencySelect
            label={t('integrations.countsAs', { word: unknown.word })}
            value={urgency}
            onChoose={setUrgency}
          />
          <button type="button" className="c-primary" onClick={() => void onMap(unknown.word, urgency)}>
            {t('integrations.mapWord')}
          </button>
        </>
      ) : null}
    </li>
  );
}

function AddWord({ onAdd }: { readonly onAdd: (word: string, urgency: Urgency) => Promise<boolean> }) {
  const { t } = useText();
  const [word, setWord] = useState('');
  const [urgency, setUrgency] = useState<Urgency>('high');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await onAdd(word.trim(), urgency)) setWord('');
  };
  return (
    <form className="c-toolbar" onSubmit={(event) => void submit(event)}>
      <label className="c-field">
        <span>{t('integrations.newWord')}</span>
        <input value={word} maxLength={64} onChange={(event) => setWord(event.target.value)} />
      </label>
      <UrgencySelect label={t('integrations.newWordAs')} value={urgency} onChoose={setUrgency} />
      <button type="submit" disabled={word.trim() === ''}>
        {t('integrations.addWord')}
      </button>
    </form>
  );
}

function UrgencyWord({ urgency }: { readonly urgency: Urgency }) {
  const { t } = useTranslation('common');
  return <span>{t(`urgency.${urgency}`)}</span>;
}

function UrgencySelect({
  label,
  value,
  onChoose,
}: {
  readonly label: string;
  readonly value: Urgency;
  readonly onChoose: (urgency: Urgency) => void;
}) {
  const { t } = useTranslation('common');
  return (
    <select aria-label={label} value={value} onChange={(event) => onChoose(event.target.value as Urgency)}>
      {URGENCIES.map((urgency) => (
        <option key={urgency} value={urgency}>
          {t(`urgency.${urgency}`)}
        </option>
      ))}
    </select>
  );
}
