import type { IncidentDetail } from '../../../shared/incident.ts';
import { useText } from '../shell/use-text.ts';

/** Says that the details lie in an archive file, and loudly that a file is missing, since the page is not whole then. */
export function ArchivedNote({ archived }: { readonly archived: IncidentDetail['archived'] }) {
  const { t } = useText();
  if (archived === null) return null;
  const parts = [...archived.earlier, archived];
  const missing = parts.filter(({ available }) => !available).map(({ file }) => file);
  const there = parts.filter(({ available }) => available);
  const list = (names: readonly string[]) => [...new Set(names)].join(', ');
  return (
    <>
      {missing.length === 0 ? null : (
        <p className="c-warn-box" role="alert">
          {t('incident.archiveMissing', { file: list(missing) })}
        </p>
      )}
      {there.length === 0 ? null : (
        <p className="c-note">
          {t('incident.archived', {
            month: list(there.map(({ month }) => month)),
            file: list(there.map(({ file }) => file)),
          })}
        </p>
      )}
    </>
  );
}
