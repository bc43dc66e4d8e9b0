import { useTranslation } from 'react-i18next';
import type { DryRunResult, Moment } from '../../../shared/api/dry-run.ts';
import { clockDuration } from '../../format/duration.ts';
import { clockTime, whenOf } from '../../format/instant.ts';
import { entryText, toneOf } from '../incidents/entry-text.ts';
import { useNames } from '../shell/use-floor.ts';
import { useReasonText } from '../shell/use-reason-text.ts';
import { useText } from '../shell/use-text.ts';

/** Who is told, minute by minute: a lane per person, and every moment with its rule. */
export function PeopleTimeline({ result, zone }: { readonly result: DryRunResult; readonly zone: string }) {
  const { t } = useText();
  const told = result.timeline.filter(({ what }) => what === 'told');
  if (result.timeline.length === 0) return <p className="c-note">{t('dryRun.nothingHappens')}</p>;
  return (
    <>
      {told.length === 0 ? (
        <p className="c-warn-text">{t('dryRun.nobodyTold')}</p>
      ) : (
        <Lanes told={told} end={Date.parse(result.end.at) - Date.parse(result.at)} />
      )}
      <Moments result={result} zone={zone} />
    </>
  );
}

/** Ends of the span are left free, so that the first and last mark are whole. */
const place = (offset: number, span: number): string => `${2 + (offset / span) * 96}%`;

function Lanes({ told, end }: { readonly told: readonly Moment[]; readonly end: number }) {
  const { t, locale } = useText();
  const names = useNames(locale);
  const people = [...new Set(told.map(({ user }) => user ?? ''))];
  const span = Math.max(60_000, end, ...told.map(({ offsetMs }) => offsetMs));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * span);
  return (
    <div className="c-lanes" role="img" aria-label={t('dryRun.lanes', { names: names.people(people) })}>
      {people.map((user) => (
        <div key={user} className="c-lane">
          <span className="c-lane-name">{names.person(user)}</span>
          <span className="c-lane-track">
            {told
              .filter((moment) => moment.user === user)
              .map(({ offsetMs, kind, contact }) => (
                <span
                  key={`${offsetMs} ${contact} ${kind}`}
                  className={`c-lane-mark c-lane-${kind}`}
                  style={{ insetInlineStart: place(offsetMs, span) }}
                  title={`+${clockDuration(offsetMs)} ${contact}`}
                />
              ))}
          </span>
        </div>
      ))}
      <div className="c-lane c-lane-axis">
        <span className="c-lane-name" />
        <span className="c-lane-track">
          {ticks.map((offset) => (
            <span key={offset} style={{ insetInlineStart: place(offset, span) }}>
              +{clockDuration(offset)}
            </span>
          ))}
        </span>
      </div>
    </div>
  );
}

function Moments({ result, zone }: { readonly result: DryRunResult; readonly zone: string }) {
  const { t } = useText();
  const isOneDay = Date.parse(result.end.at) - Date.parse(result.at) < 43_200_000;
  return (
    <div className="c-scroll-x">
      <table className="c-data c-dry-table">
        <thead>
          <tr>
            <th>{t('dryRun.after')}</th>
            <th>{t('dryRun.clock')}</th>
            <th>{t('dryRun.who')}</th>
            <th>{t('dryRun.through')}</th>
            <th>{t('dryRun.why')}</th>
          </tr>
        </thead>
        <tbody>
          {result.timeline.map((moment, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: moments have no other identity
            <Row key={index} moment={moment} zone={zone} from={result.at} isOneDay={isOneDay} />
          ))}
        </tbody>
      </table>
      {result.omitted === 0 ? null : (
        <p className="c-note">{t('dryRun.omitted', { count: result.omitted })}</p>
      )}
    </div>
  );
}

function Row({
  moment,
  zone,
  from,
  isOneDay,
}: {
  readonly moment: Moment;
  readonly zone: string;
  readonly from: string;
  readonly isOneDay: boolean;
}) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const names = useNames(locale);
  const reasonText = useReasonText();
  const { at, offsetMs, what, kind, user, contact, channel, step, pass, rule, reason } = moment;
  const time = (
    <>
      <td className="c-num">+{clockDuration(offsetMs)}</td>
      <td>{isOneDay ? clockTime(at, zone) : whenOf(at, from, zone, locale)}</td>
    </>
  );
  if (what === 'entry') {
    const words = {
      urgency: (urgency: string) => common(`urgency.${urgency}`, { defaultValue: urgency }),
      when: (of: string | number) => whenOf(of, from, zone, locale),
    };
    const entry = {
      seq: 0,
      at,
      kind,
      reason,
      data: moment.data ?? {},
      actor: { kind: 'system' as const, id: '' },
    };
    return (
      <tr className={`c-dry-entry c-dry-${toneOf(kind)}`}>
        {time}
        <td colSpan={2}>{entryText(entry, names, t, words)}</td>
        <td>{reasonText(reason)}</td>
      </tr>
    );
  }
  const place = [
    typeof step === 'number' ? t('dryRun.step', { step }) : null,
    pass !== null && pass > 1 ? t('dryRun.pass', { pass }) : null,
    rule === null ? null : rule === 'all' ? t('dryRun.everyContact') : t('dryRun.byRule', { rule }),
  ];
  return (
    <tr className="c-dry-told">
      {time}
      <td>
        <b>{what === 'extension' ? contact : names.person(user ?? '')}</b>
      </td>
      <td>
        {what === 'extension'
          ? t('dryRun.extension')
          : `${contact} · ${t(`channel.${channel}`, { defaultValue: channel ?? '' })}`}
      </td>
      <td>
        {what === 'extension' ? kind : t(`dryRun.kind-${kind}`, { defaultValue: kind })}
        {place
          .filter((part) => part !== null)
          .map((part) => ` · ${part}`)
          .join('')}{' '}
        <small className="c-note">{t('rule', { code: reason.code })}</small>
      </td>
    </tr>
  );
}
