import { useTranslation } from 'react-i18next';
import type { Difference, DocumentCheck } from '../../../shared/api/dry-run.ts';
import { clockDuration } from '../../format/duration.ts';
import { type Names, useNames } from '../shell/use-floor.ts';
import { type Text, useText } from '../shell/use-text.ts';

function lineOf(
  { outcome, told, text }: Difference,
  names: Names,
  t: Text,
  urgencyOf: (word: string) => string,
): string {
  if (outcome) {
    const { event, outcome: what, service, urgency } = outcome;
    return [
      t('dryRun.eventN', { n: event + 1 }),
      t(`dryRun.outcome-${what}`),
      service === null ? '' : names.service(service),
      urgency === null ? '' : urgencyOf(urgency),
    ]
      .filter((part) => part !== '')
      .join(' · ');
  }
  if (!told) return text;
  const { offsetMs, to, contact, channel, kind } = told;
  const extension = /^extension\/(.*)$/.exec(to)?.[1];
  const who =
    extension === undefined
      ? [names.person(to), contact ?? '', t(`channel.${channel}`, { defaultValue: channel ?? '' })]
      : [extension, t('dryRun.extension')];
  return [`+${clockDuration(offsetMs)}`, ...who, t(`dryRun.kind-${kind}`, { defaultValue: kind })].join(
    ' · ',
  );
}

/** What was expected and is not so, and what is so instead: a sign as well as a colour. */
export function Differences({ diff }: { readonly diff: readonly Difference[] }) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const names = useNames(locale);
  return (
    <ul className="c-diff c-dry-diff">
      {diff.map((difference, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
        <li key={index} className={difference.sign === '+' ? 'c-diff-added' : 'c-diff-removed'}>
          {difference.sign === '+' ? '+' : '−'}{' '}
          {lineOf(difference, names, t, (word) => common(`urgency.${word}`))}
        </li>
      ))}
    </ul>
  );
}

/** What saving a document would change for the saved dry runs. */
export function DocumentDifferences({ check }: { readonly check: DocumentCheck }) {
  const { t } = useText();
  const { checked, unchecked, differing } = check;
  if (checked === 0) return null;
  return (
    <section className="c-dry-check" aria-label={t('dryRun.saved')}>
      {differing.length === 0 ? (
        <p className="c-good" role="status">
          {t('dryRun.checkSame', { count: checked })}
        </p>
      ) : (
        <div className="c-warn-box" role="alert">
          <p>{t('dryRun.checkDiffers', { count: differing.length, checked })}</p>
          {differing.map(({ id, name, problem, diff }) => (
            <details key={id} open={differing.length === 1}>
              <summary>
                <b>{name}</b>
              </summary>
              {problem === null ? <Differences diff={diff} /> : <p>{problem}</p>}
            </details>
          ))}
        </div>
      )}
      {unchecked === 0 ? null : <p className="c-note">{t('dryRun.unchecked', { count: unchecked })}</p>}
    </section>
  );
}
