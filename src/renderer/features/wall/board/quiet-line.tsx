import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../../format/number.ts';
import { Countdown } from '../../../ui/running-time.tsx';
import type { QuietBand, QuietPart } from './quiet-parts.ts';

/** The muted band's reasons, each with its count and time left; as many as have room. */
export function QuietLine({
  parts,
  isFar,
}: {
  readonly parts: QuietBand['parts'];
  readonly isFar: boolean;
}): ReactElement {
  return (
    <>
      {parts.map((part) => (
        <QuietPartText key={part.kind} part={part} isFar={isFar} />
      ))}
    </>
  );
}

/** One reason; from afar without names, and a maintenance that ends soon with its time alone. */
export function QuietPartText({
  part,
  isFar,
}: {
  readonly part: QuietPart;
  readonly isFar: boolean;
}): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const { kind, name, more, until } = part;
  const isEnding = kind === 'ending';
  return (
    <span className={isEnding ? 'quiet__part is-ending' : 'quiet__part'} data-quiet={kind}>
      {isEnding && <span aria-hidden="true">▲ </span>}
      {t(`quiet.${isFar && isEnding ? 'maintenance' : kind}`)}{' '}
      {name !== null && !isFar && (
        <>
          <span className="quiet__name">{name}</span>
          {more > 0 && ` +${more}`}{' '}
        </>
      )}
      {isFar && isEnding ? null : <b>{count(part.count, i18n.language)}</b>}
      {until !== null && (
        <>
          {' '}
          <Countdown to={until} className="quiet__left" />
        </>
      )}
    </span>
  );
}
