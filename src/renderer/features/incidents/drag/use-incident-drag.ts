import { type RefObject, useEffect, useRef } from 'react';
import type { IncidentItem } from '../../../../shared/incident.ts';
import { useLiveLink } from '../../../live/live-hooks.ts';
import { showToast } from '../../shell/notices-store.ts';
import { useMay, useMe, useNames } from '../../shell/use-floor.ts';
import { useText } from '../../shell/use-text.ts';
import { useActions } from '../actions-context.ts';
import { setDrag } from './drag-store.ts';
import { judgeDrop } from './judge-drop.ts';

/** A way shorter than this is a click. */
const BEGIN_PX = 6;
const CONTROLS = 'a, button, input, select, textarea, summary, label';

const personAt = (x: number, y: number): string | null =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop-user]')?.dataset.dropUser ?? null;

/**
 * Lets a mouse or pen drag what has a `data-id` within `box` onto what has a `data-drop-user` anywhere. The window is listened to,
 * so a row that scrolls away or leaves the list takes nothing with it. Escape ends the drag; a finger scrolls instead.
 */
export function useIncidentDrag(
  box: RefObject<HTMLElement | null>,
  itemsOf: (id: string) => readonly IncidentItem[],
): void {
  const { t, locale } = useText();
  const { store } = useLiveLink();
  const actions = useActions();
  const names = useNames(locale);
  const me = useMe()?.id ?? null;
  const mayAct = useMay('responder');
  const mayGive = useMay('lead');
  const drop = (items: readonly IncidentItem[], user: string) => {
    const now = (id: string) => store.getSnapshot().floor?.incidents.get(id);
    const judged = judgeDrop({ items, user, me, mayGive, now });
    if (judged.kind === 'hand') actions.hand(judged.items, user);
    else if (judged.kind === 'not-allowed') showToast('failed', t('assign.takeOnly'));
    else showToast('failed', t(`drag.${judged.kind}`, { name: names.person(user) }));
  };
  const latest = useRef({ itemsOf, drop, mayAct });
  latest.current = { itemsOf, drop, mayAct };

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let end: (() => void) | null = null;

    const onDown = (down: PointerEvent) => {
      const target = down.target as Element;
      const source = target.closest<HTMLElement>('[data-id]');
      const isControl = target.closest(CONTROLS) !== null;
      if (down.button !== 0 || down.pointerType === 'touch' || source === null || isControl) return;
      if (!latest.current.mayAct) return;
      end?.();
      const id = source.dataset.id ?? '';
      let items: readonly IncidentItem[] = [];
      const isBegun = () => items.length > 0;
      const listening = new AbortController();
      const { signal } = listening;
      const finish = () => {
        listening.abort();
        end = null;
        setDrag(null);
        document.body.classList.remove('is-dragging');
      };
      end = finish;
      const onMove = ({ clientX: x, clientY: y }: PointerEvent) => {
        if (!isBegun()) {
          if (Math.hypot(x - down.clientX, y - down.clientY) < BEGIN_PX) return;
          items = latest.current.itemsOf(id).filter((item) => item.status !== 'closed');
          if (!isBegun()) return finish();
          document.body.classList.add('is-dragging');
        }
        getSelection()?.removeAllRanges();
        setDrag({ items, x, y, over: personAt(x, y) });
      };
      const onUp = ({ clientX, clientY }: PointerEvent) => {
        const dropped = items;
        const user = isBegun() ? personAt(clientX, clientY) : null;
        if (isBegun()) swallowClick();
        finish();
        if (user !== null) latest.current.drop(dropped, user);
      };
      const onKey = (event: KeyboardEvent) => {
        if (event.key !== 'Escape' || !isBegun()) return;
        event.preventDefault();
        event.stopPropagation();
        finish();
        // The button is still down: its release is no click on a row.
        addEventListener('pointerup', swallowClick, { once: true });
      };
      addEventListener('pointermove', onMove, { signal });
      addEventListener('pointerup', onUp, { signal });
      addEventListener('pointercancel', finish, { signal });
      addEventListener('blur', finish, { signal });
      addEventListener('keydown', onKey, { signal, capture: true });
    };
    element.addEventListener('pointerdown', onDown);
    return () => {
      element.removeEventListener('pointerdown', onDown);
      end?.();
    };
  }, [box]);
}

/** The click that a browser makes of the release is no click. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), 0);
}
