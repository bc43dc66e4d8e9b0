import { type ReactElement, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplaySettings } from '../../../shared/stream.ts';
import { assertNever } from '../../../shared/words.ts';
import { countdown } from '../../format/duration.ts';
import { applyLocale } from '../../i18n/setup.ts';
import { useLive } from '../../live/live-hooks.ts';
import { FreshnessFrame } from '../../ui/freshness-frame.tsx';
import { BigNumberView } from './bignumber/bignumber-view.tsx';
import { Board } from './board/board.tsx';
import { Notices } from './notices.tsx';
import { Side } from './side/side.tsx';
import { TickerLine } from './side/ticker-line.tsx';
import { useWallSound } from './sound/use-wall-sound.ts';
import { TopBar } from './top/top-bar.tsx';
import { usePixelShift } from './use-pixel-shift.ts';
import { type CurrentView, useView } from './use-view.ts';
import { AuditView } from './views/audit-view.tsx';
import { HeatmapView } from './views/heatmap-view.tsx';
import { MetricsView } from './views/metrics-view.tsx';
import { OncallView } from './views/oncall-view.tsx';

/** A display's whole screen, as its settings say. */
export function Wall({ display }: { readonly display: DisplaySettings }): ReactElement {
  const sound = useWallSound(display.sound);
  const current = useView(display);
  const shift = usePixelShift();
  useEffect(() => {
    applyLocale(display.locale);
    document.documentElement.dataset.theme = display.theme;
    document.title = `${display.name} · Watchfloor`;
  }, [display.locale, display.theme, display.name]);
  return (
    <main className="wall" data-distance={display.distance} data-view={current.view}>
      <FreshnessFrame>
        <div className="wall__inner" style={{ transform: `translate(${shift.x}px, ${shift.y}px)` }}>
          <TopBar display={display} sound={sound} />
          <Notices zone={display.timeZone} />
          <div className="wall__view">
            <ViewOf display={display} current={current} sound={sound} />
          </div>
          {display.distance === 3 && <Ticker zone={display.timeZone} />}
        </div>
      </FreshnessFrame>
    </main>
  );
}

function ViewOf(props: {
  readonly display: DisplaySettings;
  readonly current: CurrentView;
  readonly sound: string;
}): ReactElement {
  const { display, current, sound } = props;
  const { t } = useTranslation('wall');
  switch (current.view) {
    case 'board':
      return (
        <>
          <Board
            display={display}
            footer={
              <>
                {current.nextInMs !== null && (
                  <span>
                    {t('nextView')} <b>{countdown(current.nextInMs)}</b>
                  </span>
                )}
                {sound === 'blocked' && <span className="is-warning">{t('sound.press')}</span>}
              </>
            }
          />
          <Side display={display} />
        </>
      );
    case 'bignumber':
      return <BigNumberView display={display} />;
    case 'heatmap':
      return <HeatmapView display={display} />;
    case 'oncall':
      return <OncallView display={display} />;
    case 'metrics':
      return <MetricsView display={display} />;
    case 'audit':
      return <AuditView display={display} />;
    default:
      return assertNever(current.view);
  }
}

/** The last changes people and the system made, in one line. */
function Ticker({ zone }: { readonly zone: string }): ReactElement {
  const audit = useLive(({ floor }) => floor?.audit ?? null);
  const directory = useLive(({ floor }) => floor?.directory ?? null);
  return (
    <ol className="ticker">
      {directory &&
        audit
          ?.slice(0, 6)
          .map((item) => <TickerLine key={item.seq} item={item} directory={directory} zone={zone} />)}
    </ol>
  );
}
