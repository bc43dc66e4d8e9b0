import { useMemo } from 'react';
import { useDirectory, useFloor, useMay, useMe } from '../../shell/use-floor.ts';
import { useText } from '../../shell/use-text.ts';
import { type Candidate, candidates } from '../people-order.ts';
import { useDrag, useIsDragging } from './drag-store.ts';

/** Who is on call now. An incident dragged onto a person is handed to them; while it is dragged, everybody is there. */
export function PeopleStrip() {
  const { t, locale } = useText();
  const directory = useDirectory();
  const oncall = useFloor((floor) => floor.oncall);
  const mayAct = useMay('responder');
  const isDragging = useIsDragging();
  const people = useMemo(() => candidates(directory, oncall, '', locale), [directory, oncall, locale]);
  if (!mayAct) return null;
  const shown = people.filter((person) => person.oncall.length > 0);
  return (
    <section className="c-people" aria-label={t('drag.strip')}>
      <h2>{t('drag.strip')}</h2>
      <ul>
        {shown.map((person) => (
          <Person key={person.id} person={person} />
        ))}
        {shown.length === 0 ? <li className="c-warn-text">{t('nobody')}</li> : null}
      </ul>
      <span className="c-note">{t('drag.how')}</span>
      {isDragging ? <Everybody people={people} /> : null}
    </section>
  );
}

function Everybody({ people }: { readonly people: readonly Candidate[] }) {
  const { t } = useText();
  const mayGive = useMay('lead');
  const drag = useDrag();
  if (drag === null) return null;
  const [first] = drag.items;
  const what =
    drag.items.length === 1 && first !== undefined
      ? `#${first.number} ${first.summary}`
      : t('drag.many', { count: drag.items.length });
  return (
    <>
      <div className="c-drop-panel">
        <p>
          <b>{t('drag.onto')}</b>
        </p>
        <ul>
          {people.map((person) => (
            <Person key={person.id} person={person} />
          ))}
        </ul>
        {mayGive ? null : <p className="c-note">{t('assign.takeOnly')}</p>}
        <p className="c-note">{t('drag.cancel')}</p>
      </div>
      <div
        className="c-ghost"
        style={{
          // Right of the pointer, and left of it where the window ends.
          transform:
            drag.x < innerWidth / 2
              ? `translate(${drag.x + 14}px, ${drag.y + 10}px)`
              : `translate(${drag.x - 14}px, ${drag.y + 10}px) translateX(-100%)`,
        }}
        aria-hidden="true"
      >
        {what}
      </div>
    </>
  );
}

function Person({ person }: { readonly person: Candidate }) {
  const { t } = useText();
  const me = useMe();
  const mayGive = useMay('lead');
  const isOver = useDrag()?.over === person.id;
  const mayDrop = mayGive || person.id === me?.id;
  return (
    <li
      className={`c-receiver${isOver ? ' is-over' : ''}${mayDrop ? '' : ' is-barred'}`}
      data-drop-user={person.id}
      title={mayDrop ? undefined : t('assign.takeOnly')}
    >
      {person.name}
      {person.id === me?.id ? ` (${t('assign.me')})` : ''}
      {person.oncall.length > 0 ? <small className="c-oncall-now">{person.oncall.join(', ')}</small> : null}
    </li>
  );
}
