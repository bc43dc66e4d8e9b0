import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { configCheckSchema } from '../../../shared/api/config.ts';
import type { DocumentCheck } from '../../../shared/api/dry-run.ts';
import { api, type Problem } from '../../session/api.ts';
import { DocumentDifferences } from '../dry-run/differences.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { DiffView } from '../shell/diff-view.tsx';
import { guardLeaving } from '../shell/navigation-store.ts';
import { showToast } from '../shell/notices-store.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useText } from '../shell/use-text.ts';
import { readConfig, writeConfig } from './config-api.ts';
import { lineAt, locate, syntaxProblem } from './json-locate.ts';

interface Mistake {
  readonly path: string;
  readonly message: string;
  readonly found?: unknown;
}
interface Kept {
  readonly text: string;
  readonly etag: string;
  readonly managedByFile: boolean;
}

/**
 * The config document as text: checked on the server, compared before saving, never over somebody else's change.
 * @param changes counts changes made beside this text: each reads it anew, but never over what is being written
 */
export function ConfigEditor({ changes }: { readonly changes: number }) {
  const { t } = useText();
  const [kept, setKept] = useState<Kept | null>(null);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [mistakes, setMistakes] = useState<readonly Mistake[] | null>(null);
  const [dryRuns, setDryRuns] = useState<DocumentCheck | null>(null);
  const [theirs, setTheirs] = useState<Kept | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);

  const read = useCallback(async (): Promise<Kept | null> => {
    const result = await readConfig();
    if (!result.ok) {
      setProblem(result.problem);
      return null;
    }
    const { document, etag, managedByFile } = result.value;
    return { text: `${JSON.stringify(document, null, 2)}\n`, etag, managedByFile };
  }, []);
  const load = useCallback(async () => {
    setProblem(null);
    const now = await read();
    if (now === null) return;
    setKept(now);
    setText(now.text);
    setMistakes(null);
    setDryRuns(null);
  }, [read]);
  useEffect(() => void load(), [load]);

  const isChanged = kept !== null && text !== kept.text;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change made beside the text reads it anew
  useEffect(() => {
    if (changes > 0 && !isChanged) void load();
  }, [changes]);
  useEffect(() => {
    if (!isChanged) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    const unguard = guardLeaving(() => confirm(t('config.leave')));
    return () => {
      removeEventListener('beforeunload', warn);
      unguard();
    };
  }, [isChanged, t]);

  const syntax = useMemo(() => (text === '' ? null : syntaxProblem(text)), [text]);
  const goTo = (from: number, to: number) => {
    const box = area.current;
    if (box === null) return;
    box.focus();
    box.setSelectionRange(from, to);
    const { line } = lineAt(text, from);
    const lineHeight = Number.parseFloat(getComputedStyle(box).lineHeight);
    box.scrollTop = Math.max(0, (line - 4) * lineHeight);
  };
  const check = async (): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    const result = await api('/api/v1/config/check', {
      method: 'POST',
      body: JSON.parse(text) as unknown,
      schema: configCheckSchema,
      // Every saved dry run runs on it.
      timeoutMs: 30_000,
    });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return false;
    }
    setMistakes(result.value.problems);
    setDryRuns(result.value.dryRuns);
    return result.value.ok;
  };
  const save = async () => {
    if (kept === null) return;
    setBusy(true);
    const refusal = await writeConfig(JSON.parse(text), kept.etag);
    setBusy(false);
    setAsking(false);
    if (refusal === null) {
      showToast('done', t('config.saved'));
      await load();
    } else if (refusal.status === 412) setTheirs(await read());
    else if (refusal.status === 422) setMistakes(refusal.problems);
    else setProblem(refusal);
  };

  if (kept === null)
    return problem === null ? (
      <p className="c-loading">{t('loading')}</p>
    ) : (
      <ProblemNote problem={problem} retry={() => void load()} />
    );
  return (
    <div className="c-config">
      <p>{t('config.what')}</p>
      {kept.managedByFile ? <p className="c-warn-box">{t('config.managed')}</p> : null}
      {problem === null ? null : <ProblemNote problem={problem} />}
      {theirs === null ? null : (
        <div className="c-warn-box" role="alert">
          <p>{t('config.conflict')}</p>
          <DiffView before={kept.text} after={theirs.text} />
          <div className="c-buttons">
            <button
              type="button"
              onClick={() => {
                // Their document becomes the base: the difference shown before saving is then against theirs.
                setKept(theirs);
                setTheirs(null);
              }}
            >
              {t('config.keepMine')}
            </button>
            <button
              type="button"
              onClick={() => {
                setKept(theirs);
                setText(theirs.text);
                setTheirs(null);
              }}
            >
              {t('config.takeTheirs')}
            </button>
          </div>
        </div>
      )}
      <textarea
        ref={area}
        className="c-editor"
        aria-label={t('nav.config')}
        spellCheck={false}
        readOnly={kept.managedByFile}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setMistakes(null);
          setDryRuns(null);
        }}
      />
      <div className="c-config-side">
        <div className="c-buttons">
          <button type="button" disabled={syntax !== null || isBusy} onClick={() => void check()}>
            {t('config.check')}
          </button>
          {kept.managedByFile ? null : (
            <>
              <button
                type="button"
                className="c-primary"
                disabled={!isChanged || syntax !== null || isBusy || theirs !== null}
                onClick={() => void check().then((isGood) => isGood && setAsking(true))}
              >
                {t('config.review')}
              </button>
              <button type="button" disabled={!isChanged} onClick={() => setText(kept.text)}>
                {t('config.discard')}
              </button>
            </>
          )}
        </div>
        {syntax === null ? null : (
          <div className="c-problem" role="alert">
            <span>
              {t('config.syntax')} {syntax.message}
            </span>
            {syntax.offset === null ? null : (
              <button type="button" onClick={() => goTo(syntax.offset ?? 0, (syntax.offset ?? 0) + 1)}>
                {t('config.line', { line: lineAt(text, syntax.offset).line })}
              </button>
            )}
          </div>
        )}
        {mistakes === null ? null : mistakes.length === 0 ? (
          <>
            <p className="c-good" role="status">
              {t('config.good')}
            </p>
            {dryRuns === null ? null : <DocumentDifferences check={dryRuns} />}
          </>
        ) : (
          <div role="alert">
            <p>{t('config.mistakes', { count: mistakes.length })}</p>
            <ul className="c-mistakes">
              {mistakes.map((mistake) => {
                const span = locate(text, mistake.path);
                return (
                  <li key={`${mistake.path}${mistake.message}`}>
                    <button
                      type="button"
                      disabled={span === null}
                      onClick={() => span !== null && goTo(span.from, span.to)}
                    >
                      <span className="c-id">{mistake.path}</span>
                      <span>{mistake.message}</span>
                      {mistake.found === undefined ? null : (
                        <small>{t('config.found', { found: String(mistake.found) })}</small>
                      )}
                    </button>
                  </li>
                );
              })}
            </ul>
          </div>
        )}
      </div>
      {isAsking ? (
        <Dialog title={t('config.reviewTitle')} wide onClose={() => setAsking(false)}>
          <DiffView before={kept.text} after={text} />
          {dryRuns === null ? null : <DocumentDifferences check={dryRuns} />}
          <div className="c-buttons">
            <button type="button" className="c-primary" disabled={isBusy} onClick={() => void save()}>
              {t('save')}
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              {t('cancel')}
            </button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
