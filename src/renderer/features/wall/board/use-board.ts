import { useRef } from 'react';
import { useLive, useServerNow } from '../../../live/live-hooks.ts';
import { type BoardModel, boardModel, type Card, holdOrder } from './board-model.ts';
import { newInWindow, nextFlood } from './flood.ts';

/** A full sort at most this often: cards do not jump under a reader's eye. */
const SORT_EVERY_MS = 1000;

export interface Board extends BoardModel {
  readonly isFlood: boolean;
  readonly rate: number;
  readonly threshold: number;
}

/** The board's bands from the stream, flood folding and held order included. */
export function useBoard(): Board | null {
  const floor = useLive(({ floor }) => floor);
  const now = useServerNow(1000);
  const flood = useRef(false);
  const order = useRef<{ ids: readonly string[]; at: number }>({ ids: [], at: Number.NEGATIVE_INFINITY });
  if (!floor || now === null) return null;
  const threshold = floor.metrics.floodThreshold;
  const rate = newInWindow(floor.incidents.values(), floor.metrics.alarmRate, now);
  flood.current = nextFlood(flood.current, rate, threshold);
  const model = boardModel(floor.incidents.values(), flood.current);
  const isDue = now - order.current.at >= SORT_EVERY_MS || now < order.current.at;
  const cards: readonly Card[] = isDue ? model.cards : holdOrder(order.current.ids, model.cards);
  order.current = { ids: cards.map((card) => card.id), at: isDue ? now : order.current.at };
  return { ...model, cards, isFlood: flood.current, rate, threshold };
}
