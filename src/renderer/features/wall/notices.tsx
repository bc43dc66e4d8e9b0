import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../../../shared/stream.ts';
import { assertNever } from '../../../shared/words.ts';
import { hourMinute, spanTimes } from '../../format/instant.ts';
import { reasonText } from '../../i18n/reason-text.ts';
import { useLive } from '../../live/live-hooks.ts';
import { integrationName, reasonNames } from './names.ts';

/** How loud a notice is; `steps-late` and `storage-failed` are said by the freshness band already. */
function loudness(kind: Notice['kind']): 'loud' | 'plain' | 'elsewhere' {
  switch (kind) {
    case 'not-receiving':
    case 'database-restored':
      return 'loud';
    case 'config-problem':
    case 'insecure-bind':
      return 'plain';
    case 'steps-late':
    case 'storage-failed':
    // For those who write the config, at the desk; a room cannot do anything about it.
    case 'dry-runs-differ':
      return 'elsewhere';
    default:
      return assertNever(kind);
  }
}

/** What every screen must say until it ends or a lead dismisses it. */
export function Notices({ zone }: { readonly zone: string }): ReactElement | null {
  const { t, i18n } = useTranslation('wall');
  const floor = useLive((state) => state.floor);
  const shown = (floor?.notices ?? []).filter(({ kind }) => loudness(kind) !== 'elsewhere');
  if (!floor || shown.length === 0) return null;
  return (
    <div className="notices">
      {shown.slice(0, 2).map((notice) => {
        const [from, to] = notice.to
          ? spanTimes(notice.from, notice.to, zone)
          : [hourMinute(notice.from, zone), ''];
        const silent = (notice.sources ?? []).map((id) => integrationName(floor.directory, id)).join(', ');
        return (
          <p key={notice.id} className={`notice notice--${loudness(notice.kind)}`} role="alert">
            <b>
              {t(`notice.${notice.kind}`, {
                from,
                to,
                text: reasonText(i18n, notice.reason, reasonNames(floor.directory)),
              })}
            </b>
            {silent && <span> {t('notice.silent', { names: silent })}</span>}
          </p>
        );
      })}
      {shown.length > 2 && (
        <p className="notice notice--plain">{t('notice.more', { n: shown.length - 2 })}</p>
      )}
    </div>
  );
}
