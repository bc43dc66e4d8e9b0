import { whenOf } from '../../format/instant.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { api } from '../../session/api.ts';
import { showToast } from './notices-store.ts';
import { problemText } from './problem-text.ts';
import { useFloor, useMay, useNames, useZone } from './use-floor.ts';
import { useReasonText } from './use-reason-text.ts';
import { useText } from './use-text.ts';

/** What the server must say to everybody until it ends or a lead dismisses it. */
export function NoticeBars() {
  const { t, locale } = useText();
  const reasonText = useReasonText();
  const notices = useFloor((floor) => floor.notices);
  const names = useNames(locale);
  const zone = useZone();
  const now = useServerNow(60_000) ?? 0;
  const mayDismiss = useMay('lead');
  if (notices.length === 0) return null;
  const dismiss = async (id: string) => {
    const result = await api(`/api/v1/notices/${encodeURIComponent(id)}`, { method: 'DELETE' });
    if (!result.ok) showToast('failed', problemText(t, result.problem));
  };
  return (
    <section className="c-notices" aria-label={t('notices.title')}>
      {notices.map((notice) => {
        const from = whenOf(notice.from, now, zone, locale);
        const to = notice.to === null ? t('notices.stillOn') : whenOf(notice.to, now, zone, locale);
        return (
          <div key={notice.id} className={`c-notice c-notice-${notice.kind}`}>
            <strong>{t(`notices.${notice.kind}`, { from, to })}</strong>
            <span>{reasonText(notice.reason)}</span>
            {notice.sources === undefined || notice.sources.length === 0 ? null : (
              <span>
                {t('notices.sources', {
                  names: notice.sources.map((id) => names.integration(id)).join(', '),
                })}
              </span>
            )}
            {mayDismiss ? (
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
