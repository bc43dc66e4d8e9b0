import { useRef } from 'react';
import { useLive } from '../../live/live-hooks.ts';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/use-floor.ts';
import { useKeys } from '../shell/use-keys.ts';
import { useText } from '../shell/use-text.ts';
import { useActions } from './actions-context.ts';
import { PeopleStrip } from './drag/people-strip.tsx';
import { useIncidentDrag } from './drag/use-incident-drag.ts';
import { IncidentPanel } from './incident-panel.tsx';

/** An incident as a page of its own: what a notification links to. */
export function IncidentPage({ id }: { readonly id: string }) {
  const { t } = useText();
  const actions = useActions();
  const mayAct = useMay('responder');
  const item = useLive((state) => state.floor?.incidents.get(id) ?? null);
  const canAct = mayAct && item !== null && item.status !== 'closed';
  const act = (run: () => void) => () => {
    if (!canAct) return false;
    run();
    return true;
  };
  useKeys({
    ack: act(() => item !== null && actions.ack([item])),
    close: act(() => item !== null && actions.close([item])),
    reassign: act(() => item !== null && actions.assign([item])),
    shelve: act(() => item !== null && actions.shelve([item])),
  });
  const box = useRef<HTMLDivElement>(null);
  useIncidentDrag(box, () => (item === null ? [] : [item]));
  return (
    <div ref={box} className="c-page">
      <p>
        <Link to={`/?open=${encodeURIComponent(id)}`}>← {t('shell.toIncidents')}</Link>
      </p>
      {canAct ? <PeopleStrip /> : null}
      <IncidentPanel id={id} isOwnPage />
    </div>
  );
}
