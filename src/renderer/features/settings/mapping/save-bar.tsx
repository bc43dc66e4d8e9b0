import type { Problem } from '../../../session/api.ts';
import { ProblemList } from '../../shell/states.tsx';
import { useText } from '../../shell/use-text.ts';

/** Saving, and what came in its way. */
export function SaveBar({
  isChanged,
  isBusy,
  managedByFile,
  problem,
  hasConflict,
  onSave,
  onDiscard,
  onKeepMine,
  onTakeTheirs,
}: {
  readonly isChanged: boolean;
  readonly isBusy: boolean;
  readonly managedByFile: boolean;
  readonly problem: Problem | null;
  readonly hasConflict: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}) {
  const { t } = useText();
  if (managedByFile) return <p className="c-warn-box">{t('config.managed')}</p>;
  return (
    <>
      <div className="c-buttons m-save">
        <button
          type="button"
          className="c-primary"
          disabled={!isChanged || isBusy || hasConflict}
          onClick={onSave}
        >
          {t('mapping.save')}
        </button>
        <button type="button" disabled={!isChanged || isBusy} onClick={onDiscard}>
          {t('config.discard')}
        </button>
      </div>
      {problem === null ? null : <ProblemList problem={problem} />}
      {hasConflict ? (
        <div className="c-warn-box" role="alert">
          <p>{t('mapping.conflict')}</p>
          <div className="c-buttons">
            <button type="button" onClick={onKeepMine}>
              {t('mapping.keepMine')}
            </button>
            <button type="button" onClick={onTakeTheirs}>
              {t('mapping.takeTheirs')}
            </button>
          </div>
        </div>
      ) : null}
    </>
  );
}
