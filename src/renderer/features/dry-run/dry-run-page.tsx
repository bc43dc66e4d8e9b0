import { useState } from 'react';
import { type DryRunResult, dryRunResultSchema, savedDryRunSchema } from '../../../shared/api/dry-run.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { api, type Problem } from '../../session/api.ts';
import { showToast } from '../shell/notices-store.ts';
import { Empty, ProblemList } from '../shell/states.tsx';
import { useDirectory, useMay, useZone } from '../shell/use-floor.ts';
import { useQueryState } from '../shell/use-query-state.ts';
import { useText } from '../shell/use-text.ts';
import { localInput } from '../shell/zoned.ts';
import { type Draft, draftOf, missing, runBody, saveBody } from './draft.ts';
import { DryRunForm } from './dry-run-form.tsx';
import { RunResult } from './run-result.tsx';
import { SavedList } from './saved-list.tsx';

const DEFAULTS = { incident: '' };

/** "Who is told if this arrives at T": the form at the left, what would come of it at the right, and what is watched. */
export function DryRunPage() {
  const { t } = useText();
  const mayRun = useMay('responder');
  return (
    <div className="c-page">
      <h1>{t('nav.dry-run')}</h1>
      {mayRun ? <OpenPage /> : <Empty title={t('dryRun.role')}>{t('empty.askAdmin')}</Empty>}
    </div>
  );
}

function OpenPage() {
  const { t } = useText();
  const floorZone = useZone();
  const now = useServerNow(60_000) ?? 0;
  const directory = useDirectory();
  const mayCheck = useMay('lead');
  const [{ incident }] = useQueryState(DEFAULTS);
  const [draft, setDraft] = useState<Draft>(() => ({
    source: incident === '' ? 'payload' : 'recorded',
    integration: Object.keys(directory.integrations)[0] ?? '',
    payload: '',
    summary: '',
    dedupKey: '',
    urgency: 'high',
    status: 'open',
    resource: '',
    details: '',
    eventId: '',
    wall: localInput(now, floorZone),
    zone: floorZone,
    occurrence: 'first',
    repeats: 0,
    every: 'PT1M',
    open: false,
  }));
  const [result, setResult] = useState<{ readonly of: Draft; readonly value: DryRunResult } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [name, setName] = useState('');
  const [round, setRound] = useState(0);
  const lacks = missing(draft);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  const run = async (of: Draft) => {
    setBusy(true);
    const answer = await api('/api/v1/dry-run', {
      method: 'POST',
      body: runBody(of),
      schema: dryRunResultSchema,
    });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    setResult(answer.ok ? { of, value: answer.value } : null);
  };
  const save = async () => {
    if (result === null) return;
    const { of, value } = result;
    const body = saveBody(name, of, { integration: of.integration, event: value.events[0]?.event ?? null });
    if (body === null) return;
    setBusy(true);
    const answer = await api('/api/v1/dry-runs', { method: 'POST', body, schema: savedDryRunSchema });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    showToast('done', t('dryRun.kept', { name }));
    setName('');
    setRound((n) => n + 1);
  };

  return (
    <>
      <p>{t('dryRun.what')}</p>
      <div className="c-dry">
        <div className="c-dry-side">
          <section className="c-card" aria-label={t('dryRun.source')}>
            <DryRunForm draft={draft} onChange={change} incident={incident} />
            <div className="c-buttons">
              <button
                type="button"
                className="c-primary"
                disabled={lacks !== null || isBusy}
                onClick={() => void run(draft)}
              >
                {t('dryRun.run')}
              </button>
              {lacks === null ? null : <span className="c-note">{t(`dryRun.lacks-${lacks}`)}</span>}
            </div>
          </section>
          <SavedList
            round={round}
            onOpen={(saved) => {
              const next = draftOf(saved, draft);
              setDraft(next);
              void run(next);
            }}
          />
        </div>
        <div className="c-dry-main">
          {problem === null ? null : <ProblemList problem={problem} />}
          {result === null ? (
            problem === null ? (
              <Empty title={t('dryRun.nothingYet')}>{t('dryRun.nothingYetWhat')}</Empty>
            ) : null
          ) : (
            <>
              {mayCheck ? (
                <form
                  className="c-card c-dry-save"
                  onSubmit={(event) => {
                    event.preventDefault();
                    void save();
                  }}
                >
                  <label className="c-field">
                    <span>{t('dryRun.name')}</span>
                    <input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
                  </label>
                  <button type="submit" disabled={name.trim() === '' || isBusy || result.of.open}>
                    {t('dryRun.keep')}
                  </button>
                  <span className="c-note">{t(result.of.open ? 'dryRun.keepOpen' : 'dryRun.keepWhat')}</span>
                </form>
              ) : null}
              <RunResult result={result.value} zone={result.of.zone} />
            </>
          )}
        </div>
      </div>
    </>
  );
}
