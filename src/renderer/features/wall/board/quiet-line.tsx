import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../../format/number.ts';
import { Countdown } from '../../../ui/running-time.tsx';
import type { QuietBand, QuietPart } from './quiet-parts.ts';

/** The muted band: how much tells nobody, and each reason with its count and time left; as many as have room. */
export function QuietLine({
  band,
  isFar,
}: {
  readonly band: QuietBand;
  readonly isFar: boolean;
}): ReactElement | null {
  const { t, i18n } = useTranslation('wall');
  if (band.parts.length === 0) return null;
  return (
    <>
      <span className="quiet__total" data-quiet="total">
        {t('quiet.total')} <b>{count(band.total, i18n.language)}</b>
      </span>
      {band.parts.map((part) => (
        <Part key={part.kind} part={part} isFar={isFar} />
      ))}
    </>
  );
}

function Part({ part, isFar }: { readonly part: QuietPart; readonly isFar: boolean }): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const { kind, name, more, until } = part;
  const isEnding = kind === 'ending';
  return (
    <span className={isEnding ? 'quiet__part is-ending' : 'quiet__part'} data-quiet={kind}>
      {isEnding && <span aria-hidden="true">▲ </span>}
      {t(`quiet.${kind}`)}{' '}
      {name !== null && !isFar && (
        <span className="quiet__name">
          {name}
          {more > 0 && ` +${more}`}{' '}
        </span>
      )}
      <b>{count(part.count, i18n.language)}</b>
      {until !== null && (
        <>
          {' '}
          <Countdown to={until} className="quiet__left" />
        </>
      )}
    </span>
  );
}
