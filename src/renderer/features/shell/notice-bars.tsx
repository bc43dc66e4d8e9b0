import type { Notice } from '../../../shared/stream.ts';
import { dateKey, spanTimes, whenOf } from '../../format/instant.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { api } from '../../session/api.ts';
import { Link } from './link.tsx';
import { showToast } from './notices-store.ts';
import { problemText } from './problem-text.ts';
import { useFloor, useMay, useNames, useZone } from './use-floor.ts';
import { useReasonText } from './use-reason-text.ts';
import { useText } from './use-text.ts';

/** Kinds whose own words leave nothing for the reason to add. */
const SAYS_ALL: ReadonlySet<Notice['kind']> = new Set(['not-receiving', 'steps-late', 'insecure-bind']);
/** Kinds that stay until somebody dismisses them; the others end when what they say ends. */
const STAYS: ReadonlySet<Notice['kind']> = new Set(['not-receiving']);

/** What the server must say to everybody until it ends or a lead dismisses it. */
export function NoticeBars() {
  const { t, locale } = useText();
  const reasonText = useReasonText();
  const all = useFloor((floor) => floor.notices);
  const names = useNames(locale);
  const zone = useZone();
  const now = useServerNow(60_000) ?? 0;
  const mayDismiss = useMay('lead');
  const mayRun = useMay('responder');
  const notices = mayRun ? all : all.filter(({ kind }) => kind !== 'dry-runs-differ');
  if (notices.length === 0) return null;
  const dismiss = async (id: string) => {
    const result = await api(`/api/v1/notices/${encodeURIComponent(id)}`, { method: 'DELETE' });
    if (!result.ok) showToast('failed', problemText(t, result.problem));
  };
  return (
    <section className="c-notices" aria-label={t('notices.title')}>
      {notices.map((notice) => {
        const isOfToday = notice.to !== null && dateKey(notice.from, zone) === dateKey(now, zone);
        const [from, to] =
          notice.to !== null && isOfToday
            ? spanTimes(notice.from, notice.to, zone)
            : [
                whenOf(notice.from, now, zone, locale),
                notice.to === null ? t('notices.stillOn') : whenOf(notice.to, now, zone, locale),
              ];
        return (
          <div key={notice.id} className={`c-notice c-notice-${notice.kind}`}>
            <strong>{t(`notices.${notice.kind}`, { from, to })}</strong>
            {SAYS_ALL.has(notice.kind) ? null : <span>{reasonText(notice.reason)}</span>}
            {notice.sources === undefined || notice.sources.length === 0 ? null : (
              <span>
                {t('notices.sources', {
                  names: notice.sources.map((id) => names.integration(id)).join(', '),
                })}
              </span>
            )}
            {notice.kind === 'dry-runs-differ' ? (
              <Link to={{ page: 'dry-run' }}>{t('nav.dry-run')}</Link>
            ) : null}
            {mayDismiss && STAYS.has(notice.kind) ? (
              <button type="button" onClick={() => void dismiss(notice.id)}>
                {t('dismiss')}
              </button>
            ) : null}
          </div>
        );
      })}
    </section>
  );
}
