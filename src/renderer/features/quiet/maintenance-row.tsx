import { useTranslation } from 'react-i18next';
import type { MaintenanceItem } from '../../../shared/api/quiet.ts';
import { isEnding } from '../../format/ending.ts';
import { whenOf } from '../../format/instant.ts';
import { count } from '../../format/number.ts';
import { Countdown } from '../../ui/running-time.tsx';
import { UrgencyLabel } from '../../ui/urgency-mark.tsx';
import { actorText } from '../incidents/entry-text.ts';
import { Link } from '../shell/link.tsx';
import { useNames, useZone } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import type { Changing } from './change-dialog.tsx';

/** Services named before the rest is counted. */
const NAMED = 4;

/** One maintenance: of what, from when to when, by whom, what it lets through and hides, and what ends it. */
export function MaintenanceRow({
  item,
  now,
  onChange,
}: {
  readonly item: MaintenanceItem;
  readonly now: number;
  /** Null for who may only look. */
  readonly onChange: ((what: Changing) => void) | null;
}) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const zone = useZone();
  const names = useNames(locale);
  const services = item.services.map(names.service);
  const ends = item.state === 'active' && isEnding(item.to, now);
  const when = (at: string) => whenOf(at, now, zone, locale);
  const repeatOf = ({ repeat, timeZone }: MaintenanceItem): string => {
    if (repeat === null) return '';
    const isWeekly = repeat.every === 'P1D' && repeat.days !== undefined;
    const every = t(`maint.every-${isWeekly ? 'P1W' : repeat.every}`);
    // A period that no button offers stands in its own notation.
    const word = every.startsWith('maint.') ? repeat.every : every;
    const days = (repeat.days ?? []).map((day) => common(`weekday.${day}`)).join(' ');
    const until =
      repeat.until === undefined ? '' : t('maint.untilLocal', { time: repeat.until.replace('T', ' ') });
    return [word, days, until, timeZone === zone ? '' : timeZone].filter((part) => part !== '').join(' · ');
  };
  const facts: [string, string][] = [
    [t('maint.by'), item.by === null ? t('maint.byConfig') : actorText({ actor: item.by }, names, t)],
    [t('maint.then'), t(`maint.then-${item.atEnd}`)],
    ...(item.repeat === null ? [] : [[t('maint.again'), repeatOf(item)] as [string, string]]),
    ...(item.note === '' ? [] : [[t('maint.note'), item.note] as [string, string]]),
  ];
  return (
    <li className={`c-maint c-maint-${item.state}${ends ? ' c-maint-ending' : ''}`} data-id={item.id}>
      <div className="c-maint-head">
        <b className="c-maint-state">{t(`maint.state-${item.state}`)}</b>
        <h3 title={services.join(', ')}>
          {services.slice(0, NAMED).join(', ')}
          {services.length > NAMED ? ` +${services.length - NAMED}` : ''}
        </h3>
        {item.origin === 'config' ? <b className="c-mark">{t('maint.ofConfig')}</b> : null}
        <span className="c-maint-time">
          {item.state === 'over' ? null : (
            <>
              <b>
                {t(item.state === 'active' ? 'maint.left' : 'maint.ahead')}{' '}
                <Countdown to={item.state === 'active' ? item.to : item.from} />
              </b>
              {ends ? <em className="c-warn-text">{t('maint.endsSoon')}</em> : null}
            </>
          )}
          <span>
            {when(item.from)} – {when(item.to)}
          </span>
        </span>
      </div>
      <p className="c-maint-hides">
        {item.state === 'active' ? (
          <Link to="/quiet?kind=maintenance,paused">
            {item.hidden.keys === 0 && item.paused === 0
              ? t('maint.hidesNothing')
              : t('maint.hides', {
                  keys: count(item.hidden.keys, locale),
                  events: count(item.hidden.events, locale),
                  paused: count(item.paused, locale),
                })}
          </Link>
        ) : null}
        {item.breakThrough.length === 0 ? (
          <span className="c-note">{t('maint.letsNothing')}</span>
        ) : (
          <span className="c-maint-through">
            <span className="c-note">{t('maint.lets')}</span>
            {item.breakThrough.map((urgency) => (
              <UrgencyLabel key={urgency} urgency={urgency} />
            ))}
          </span>
        )}
      </p>
      <dl className="c-maint-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {onChange === null ? null : (
        <div className="c-buttons">
          {item.state === 'active' ? (
            <>
              <button type="button" onClick={() => onChange('extend')}>
                {t('maint.extend')}
              </button>
              <button type="button" onClick={() => onChange('end')}>
                {t('maint.end')}
              </button>
            </>
          ) : null}
          {item.origin === 'run-time' && (item.state !== 'active' || item.repeat !== null) ? (
            <button type="button" onClick={() => onChange('remove')}>
              {t('maint.remove')}
            </button>
          ) : null}
          {item.origin === 'config' && item.state === 'scheduled' ? (
            <span className="c-note">{t('maint.inConfig')}</span>
          ) : null}
        </div>
      )}
    </li>
  );
}
