import { type ReactElement, useRef } from 'react';
import type { DisplaySettings } from '../../../../shared/stream.ts';
import { useLive, useServerNow } from '../../../live/live-hooks.ts';
import { GapCard, gapsNow } from '../board/gap-card.tsx';
import { useDesignSize } from '../use-design-size.ts';
import { AlarmRate } from './alarm-rate.tsx';
import { ConservationPanel } from './conservation-panel.tsx';
import { FiguresPanel } from './figures-panel.tsx';
import { OncallPanel } from './oncall-panel.tsx';
import { SourcesPanel } from './sources-panel.tsx';

/** Design pixels of one gap card and one on-call layer, by distance: the styles hold the same. */
const GAP = { 3: 104, 5: 200, 8: 300 } as const;
const LAYER = { 3: 56, 5: 252 } as const;

/** Right of the board: gaps in cover, who is on call; near enough to read, the figures too. */
export function Side({ display }: { readonly display: DisplaySettings }): ReactElement {
  const { distance, timeZone: zone } = display;
  const box = useRef<HTMLElement>(null);
  const size = useDesignSize(box);
  const floor = useLive((state) => state.floor);
  const now = useServerNow(1000);
  const isFar = distance > 3;
  if (!floor || now === null) return <aside className="side" ref={box} />;
  const gaps = gapsNow(floor.gaps, now);
  const isUpright = window.innerHeight > window.innerWidth;
  const room = (size?.height ?? 0) - gaps.length * GAP[distance] - (isFar ? 48 : 80);
  const across = isFar && isUpright ? 2 : 1;
  const limit = distance === 5 ? Math.max(1, Math.floor(room / LAYER[5])) * across : distance === 8 ? 3 : 6;
  return (
    <aside className="side" ref={box}>
      {gaps.slice(0, isFar ? 2 : 3).map((gap) => (
        <GapCard
          key={`${gap.schedule}${gap.from}`}
          gap={gap}
          directory={floor.directory}
          now={now}
          zone={zone}
        />
      ))}
      <OncallPanel
        oncall={floor.oncall}
        directory={floor.directory}
        now={now}
        zone={zone}
        isFar={isFar}
        limit={limit}
      />
      {!isFar && (
        <>
          <FiguresPanel metrics={floor.metrics} isFar={false} />
          <AlarmRate metrics={floor.metrics} />
          <ConservationPanel metrics={floor.metrics} />
          <SourcesPanel sources={floor.sources} directory={floor.directory} now={now} limit={6} />
        </>
      )}
    </aside>
  );
}
