import { type CSSProperties, type ReactElement, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplaySettings } from '../../../../shared/stream.ts';
import { whenOf } from '../../../format/instant.ts';
import { count } from '../../../format/number.ts';
import { useFreshnessState, useLive, useServerNow } from '../../../live/live-hooks.ts';
import { Age, UNKNOWN } from '../../../ui/running-time.tsx';
import { UrgencyLabel } from '../../../ui/urgency-mark.tsx';
import { useDesignSize } from '../use-design-size.ts';
import { type BigNumber, bigNumber, figureLine, figureSize } from './big-number.ts';
import { OncallLine } from './oncall-line.tsx';

/** How many nobody has acknowledged, as large as the screen; how bad, how old, and who is on call. */
export function BigNumberView({ display }: { readonly display: DisplaySettings }): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const box = useRef<HTMLDivElement>(null);
  const size = useDesignSize(box);
  const floor = useLive((state) => state.floor);
  const state = useFreshnessState();
  const now = useServerNow(1000);
  const says = floor && bigNumber(floor.totals, floor.incidents.values(), state);
  const text = says === null ? '' : figureOf(says, i18n.language);
  const style = {
    '--figure': size ? figureSize(text, size) : 0,
    '--figure-line': figureLine(text),
  } as CSSProperties;
  return (
    <section className="bignumber" aria-label={t('bignumber.title')} data-says={says?.kind}>
      <h2 className="bignumber__title">{t('bignumber.title')}</h2>
      <div className="bignumber__room" ref={box}>
        {says && size && (
          <p className={`bignumber__figure bignumber__figure--${toneOf(says)}`} style={style}>
            {text}
          </p>
        )}
      </div>
      {says && now !== null && (
        <Words says={says} now={now} zone={display.timeZone} isFar={display.distance === 8} />
      )}
      {floor && now !== null && <OncallLine floor={floor} now={now} display={display} />}
    </section>
  );
}

const figureOf = (says: BigNumber, locale: string): string =>
  says.kind === 'waiting' ? count(says.count, locale) : says.kind === 'unknown' ? UNKNOWN : '0';

const toneOf = (says: BigNumber): string =>
  says.kind === 'waiting' ? `waiting urgency-${says.worst}` : says.kind;

/** What the figure means: how bad and how old, or since when nothing waits. */
function Words(props: {
  readonly says: BigNumber;
  readonly now: number;
  readonly zone: string;
  /** From 8 m one line must say it all. */
  readonly isFar: boolean;
}): ReactElement {
  const { says, now, zone, isFar } = props;
  const { t, i18n } = useTranslation('wall');
  const tick = (
    <span className="bignumber__tick" aria-hidden="true">
      ✓{' '}
    </span>
  );
  switch (says.kind) {
    case 'waiting':
      return (
        <p className="bignumber__words">
          <UrgencyLabel urgency={says.worst} />
          <span>
            {t('bignumber.oldest')}{' '}
            <b>
              <Age since={says.oldestAt} />
            </b>
          </span>
          {says.unanswered > 0 && (
            <span className="bignumber__nobody">
              {t('common:band.nobody')} <b>{count(says.unanswered, i18n.language)}</b>
            </span>
          )}
        </p>
      );
    case 'calm':
      return (
        <p className="bignumber__words">
          {(!isFar || says.since === null) && (
            <span>
              {tick}
              {t('bignumber.calm')}
            </span>
          )}
          {says.since !== null && (
            <>
              <span>
                {isFar && tick}
                {t('bignumber.since', { time: whenOf(says.since, now, zone, i18n.language) })}
              </span>
              <b>
                <Age since={says.since} />
              </b>
            </>
          )}
        </p>
      );
    case 'none':
    case 'unknown':
      return (
        <p className="bignumber__words">
          <span>{t(`bignumber.${says.kind}`)}</span>
        </p>
      );
  }
}
