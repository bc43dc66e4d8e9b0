import { type CSSProperties, type ReactElement, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplaySettings } from '../../../../shared/stream.ts';
import { isCurrent } from '../../../live/freshness.ts';
import { useFreshnessState, useLive, useServerNow } from '../../../live/live-hooks.ts';
import { useDesignSize } from '../use-design-size.ts';
import { BoardFooter } from './board-footer.tsx';
import type { Card } from './board-model.ts';
import { BOARD_SIZES, type BoardPlan, planWithFooter } from './board-plan.ts';
import { GroupCard, groupTitle } from './group-card.tsx';
import { IncidentCard } from './incident-card.tsx';
import { type QuietBand, quietBand } from './quiet-parts.ts';
import { AckedRow, RecoveredRow } from './rows.tsx';
import { type Board as Model, useBoard } from './use-board.ts';
import { useNewcomers } from './use-newcomers.ts';

export interface BoardProps {
  readonly display: DisplaySettings;
  readonly footer?: ReactNode;
}

const NOTHING_QUIET: QuietBand = { total: 0, parts: [] };

/** The live board: not acknowledged, recovered unseen, acknowledged, muted, in this order and only as much as fits. */
export function Board({ display, footer }: BoardProps): ReactElement {
  const { distance } = display;
  const { t } = useTranslation('wall');
  const box = useRef<HTMLElement>(null);
  const size = useDesignSize(box);
  const model = useBoard();
  const totals = useLive(({ floor }) => floor?.totals ?? null);
  const quiet = useLive(({ floor }) => floor?.quiet ?? null);
  const directory = useLive(({ floor }) => floor?.directory ?? null);
  const now = useServerNow(10_000);
  const band =
    model && totals && quiet && directory
      ? quietBand(totals, quiet, model.muted, directory, now ?? 0)
      : NOTHING_QUIET;
  const sizes = BOARD_SIZES[distance];
  const planned =
    size && model
      ? planWithFooter({
          ...size,
          sizes,
          cards: model.cards.map(titleOf),
          recovered: model.recovered.length,
          acked: model.acked.length,
          wantsTwoLines: band.parts.length > 0,
        })
      : null;
  const plan = planned?.plan;
  return (
    <section className="board" ref={box} aria-label={t('board')}>
      {model && plan && totals && (
        <>
          <Cards model={model} plan={plan} distance={distance} />
          <Rows model={model} plan={plan} hasHeaders={sizes.header > 0} />
          {model.cards.length === 0 && <AllAnswered hasAcked={model.acked.length > 0} />}
          <BoardFooter
            quiet={band}
            distance={distance}
            lines={planned?.lines ?? 1}
            more={{
              open: hiddenCards(model.cards.slice(plan.cards)) + totals.hidden,
              recovered: model.recovered.length - plan.recovered,
              acked: model.acked.length - plan.acked,
            }}
          >
            {footer}
          </BoardFooter>
        </>
      )}
    </section>
  );
}

const titleOf = (card: Card) =>
  card.kind === 'group'
    ? { title: groupTitle(card.group), isLoud: false }
    : { title: card.item.summary, isLoud: card.item.urgency === 'highest' || card.item.band === 'nobody' };

const hiddenCards = (cards: readonly Card[]): number =>
  cards.reduce((sum, card) => sum + (card.kind === 'group' ? card.group.count : 1), 0);

const design = (px: number): string => `calc(${px} * var(--s))`;

function Cards(props: {
  readonly model: Model;
  readonly plan: BoardPlan;
  readonly distance: 3 | 5 | 8;
}): ReactElement {
  const { model, plan, distance } = props;
  const { t } = useTranslation('wall');
  const directory = useLive(({ floor }) => floor?.directory ?? null);
  const newcomers = useNewcomers(model.cards);
  const { header } = BOARD_SIZES[distance];
  return (
    <div className="board__cards">
      {header > 0 && model.cards.length > 0 && (
        <h2 className="board__header board__header--open" style={{ height: design(header) }}>
          {model.isFlood
            ? t('flood.header', { rate: model.rate, threshold: model.threshold, groups: model.cards.length })
            : t('common:band.open')}
        </h2>
      )}
      {plan.rows.map((row) => (
        <div
          key={row.from}
          className="board__row"
          style={
            {
              height: design(row.height),
              '--lines': row.lines,
              gridTemplateColumns: `repeat(${row.isHero ? 1 : plan.columns}, minmax(0, 1fr))`,
            } as CSSProperties
          }
        >
          {directory &&
            model.cards
              .slice(row.from, row.from + row.count)
              .map((card) =>
                card.kind === 'group' ? (
                  <GroupCard key={card.id} group={card.group} directory={directory} distance={distance} />
                ) : (
                  <IncidentCard
                    key={card.id}
                    item={card.item}
                    directory={directory}
                    isHero={row.isHero}
                    distance={distance}
                    isNew={newcomers.has(card.id)}
                  />
                ),
              )}
        </div>
      ))}
    </div>
  );
}

function Rows(props: {
  readonly model: Model;
  readonly plan: BoardPlan;
  readonly hasHeaders: boolean;
}): ReactElement | null {
  const { model, plan, hasHeaders } = props;
  const { t } = useTranslation();
  const directory = useLive(({ floor }) => floor?.directory ?? null);
  if (!directory) return null;
  return (
    <>
      {plan.recovered > 0 && (
        <section className="board__band board__band--recovered" aria-label={t('band.recovered')}>
          {hasHeaders && <h2 className="board__header">{t('band.recovered')}</h2>}
          <ul>
            {model.recovered.slice(0, plan.recovered).map((item) => (
              <RecoveredRow key={item.id} item={item} directory={directory} />
            ))}
          </ul>
        </section>
      )}
      {plan.acked > 0 && (
        <section className="board__band board__band--acked" aria-label={t('band.acked')}>
          {hasHeaders && <h2 className="board__header">{t('band.acked')}</h2>}
          <ul>
            {model.acked.slice(0, plan.acked).map((item) => (
              <AckedRow key={item.id} item={item} directory={directory} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** Nothing waits: said only of a fresh picture, since a calm that is old is a lie. */
function AllAnswered({ hasAcked }: { readonly hasAcked: boolean }): ReactElement | null {
  const { t } = useTranslation('wall');
  const freshness = useFreshnessState();
  if (!isCurrent(freshness)) return null;
  return (
    <p className="board__calm">
      <span aria-hidden="true">✓</span> {t(hasAcked ? 'calm.allAcked' : 'calm.none')}
    </p>
  );
}
