import './mapping.css';
import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '../../../session/api.ts';
import { guardLeaving } from '../../shell/navigation-store.ts';
import { showToast } from '../../shell/notices-store.ts';
import { Empty, ProblemNote } from '../../shell/states.tsx';
import { useText } from '../../shell/use-text.ts';
import { readConfig } from '../config-api.ts';
import { BodyPane } from './body-pane.tsx';
import { type Edited, editedOf, integrationIn, isSame, type MappingDraft } from './mapping-draft.ts';
import { MappingFields } from './mapping-fields.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { SaveBar } from './save-bar.tsx';
import { saveMapping } from './save-mapping.ts';
import { type Target, wantedKind, withPicked } from './targets.ts';
import { usePreview } from './use-preview.ts';

interface Kept {
  readonly type: string;
  readonly urgencies: unknown;
  readonly base: Edited;
  readonly managedByFile: boolean;
}

/**
 * How an integration reads what its tool sends: paste a body, click its values, see what would become of it, save the
 * mapping into the config. Types with an adapter of their own have the preview alone.
 */
export function MappingEditor({ integrationId }: { readonly integrationId: string }) {
  const { t } = useText();
  const [kept, setKept] = useState<Kept | 'none' | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const load = useCallback(async () => {
    setProblem(null);
    const read = await readConfig();
    if (!read.ok) return setProblem(read.problem);
    const integration = integrationIn(read.value.document, integrationId);
    if (integration === null) return setKept('none');
    setKept({
      type: String(integration.type),
      urgencies: integration.urgencies,
      base: editedOf(integration),
      managedByFile: read.value.managedByFile,
    });
  }, [integrationId]);
  useEffect(() => void load(), [load]);

  if (kept === 'none') return <Empty title={t('mapping.noSuch', { id: integrationId })} />;
  if (kept === null)
    return problem === null ? (
      <p className="c-loading">{t('loading')}</p>
    ) : (
      <ProblemNote problem={problem} retry={() => void load()} />
    );
  return <Editor key={JSON.stringify(kept)} id={integrationId} kept={kept} onSaved={load} />;
}

function Editor({
  id,
  kept,
  onSaved,
}: {
  readonly id: string;
  readonly kept: Kept;
  readonly onSaved: () => Promise<void>;
}) {
  const { t } = useText();
  const [base, setBase] = useState(kept.base);
  const [draft, setDraft] = useState<MappingDraft>(kept.base.mapping ?? {});
  const [preset, setPreset] = useState(kept.base.preset);
  const [body, setBody] = useState('');
  const [target, setTarget] = useState<Target>('summary');
  const [theirs, setTheirs] = useState<Edited | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);

  const isCustom = kept.type === 'custom';
  const mapping = Object.keys(draft).length === 0 && preset !== undefined ? undefined : draft;
  const edited: Edited = { mapping, preset };
  const isChanged = isCustom && !(isSame(draft, base.mapping ?? {}) && preset === base.preset);
  const previewed = usePreview(
    { type: kept.type, urgencies: kept.urgencies, ...(isCustom ? edited : {}) },
    body,
  );
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

  const take = (other: Edited) => {
    setBase(other);
    setDraft(other.mapping ?? {});
    setPreset(other.preset);
    setTheirs(null);
  };
  const save = async () => {
    setBusy(true);
    setProblem(null);
    const saved = await saveMapping(id, edited, base);
    setBusy(false);
    if (saved.kind === 'saved') {
      setBase(edited);
      showToast('done', t('mapping.saved'));
    } else if (saved.kind === 'conflict') setTheirs(saved.theirs);
    else if (saved.kind === 'refused') setProblem(saved.problem);
    else await onSaved();
  };

  return (
    <div className="m-editor">
      <div className="m-column">
        <BodyPane
          text={body}
          onText={setBody}
          target={isCustom && !kept.managedByFile ? target : null}
          wants={wantedKind(target)}
          items={typeof draft.items === 'string' && draft.items !== '' ? draft.items : null}
          onTarget={setTarget}
          onPick={(path) => setDraft(withPicked(draft, target, path))}
        />
        <PreviewPane previewed={previewed} />
      </div>
      {isCustom ? (
        <div className="m-column">
          <SaveBar
            isChanged={isChanged}
            isBusy={isBusy}
            managedByFile={kept.managedByFile}
            problem={problem}
            hasConflict={theirs !== null}
            onSave={() => void save()}
            onDiscard={() => take(base)}
            onKeepMine={() => {
              // Theirs becomes the base: saving then replaces it knowingly.
              if (theirs !== null) setBase(theirs);
              setTheirs(null);
            }}
            onTakeTheirs={() => theirs !== null && take(theirs)}
          />
          <MappingFields
            draft={draft}
            preset={preset}
            found={previewed.preview?.events[0]?.fields ?? []}
            target={target}
            isDisabled={kept.managedByFile}
            onTarget={setTarget}
            onDraft={setDraft}
            onPreset={setPreset}
          />
        </div>
      ) : (
        <p className="c-note">{t('mapping.onlyCustom', { type: kept.type })}</p>
      )}
    </div>
  );
}
