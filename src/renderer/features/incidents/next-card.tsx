import type { IncidentItem } from '../../../shared/incident.ts';
import { hourMinute } from '../../format/instant.ts';
import { Age, Countdown, useProgress } from '../../ui/running-time.tsx';
import { useNames, useZone } from '../shell/use-floor.ts';
import { useReasonText } from '../shell/use-reason-text.ts';
import { useText } from '../shell/use-text.ts';

/** What happens next: when, to whom, by which rule. */
export function NextCard({ item }: { readonly item: IncidentItem }) {
  const { t, locale } = useText();
  const reasonText = useReasonText();
  const names = useNames(locale);
  const zone = useZone();
  const { next } = item;
  const share = useProgress(next?.since ?? item.createdAt, next?.at ?? item.createdAt);
  if (next === null)
    return (
      <section className="c-next c-next-none" aria-label={t('next.title')}>
        {t(`next.none.${item.status === 'closed' ? 'closed' : item.status === 'acked' ? 'acked' : 'open'}`)}
      </section>
    );
  if (next.at === null)
    return (
      <section className={`c-next c-next-${next.kind}`} aria-label={t('next.title')}>
        <p className="c-next-what">
          {t(`next.${next.kind}`)} — <Age since={next.since} /> {t('next.soFar')}
        </p>
        <p className="c-next-why">
          <span>{reasonText(next.reason)}</span>
          <span>{t('rule', { code: next.reason.code })}</span>
        </p>
      </section>
    );
  const people = next.users.length === 0 ? '' : names.people(next.users);
  return (
    <section className={`c-next c-next-${next.kind}`} aria-label={t('next.title')}>
      <p className="c-next-what">
        <Countdown to={next.at} /> {t('next.after')} —{' '}
        {people === ''
          ? t(`next.${next.kind}`, { step: next.step, people }).replace(/[:：]\s*$/, '')
          : `${t(`next.${next.kind}`, { step: next.step, people })} ${people}`}
      </p>
      <p className="c-next-why">
        <span>{reasonText(next.reason)}</span>
        <span>
          {hourMinute(next.at, zone)}
          {next.step === undefined || next.steps === undefined
            ? ''
            : ` · ${t('next.stepOf', { step: next.step, steps: next.steps })}`}
          {next.pass === undefined || next.passes === undefined
            ? ''
            : ` · ${t('next.passOf', { pass: next.pass, passes: next.passes })}`}
          {` · ${t('rule', { code: next.reason.code })}`}
        </span>
      </p>
      <span className="c-next-bar" aria-hidden="true" style={{ transform: `scaleX(${share ?? 0})` }} />
    </section>
  );
}
