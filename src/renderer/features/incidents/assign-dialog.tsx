import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import type { IncidentItem } from '../../../shared/incident.ts';
import { Dialog } from '../shell/dialog.tsx';
import { useDirectory, useFloor, useMay, useMe } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { candidates } from './people-order.ts';

const SHOWN = 30;

/** To whom: people with those on call first, found by typing, taken by Enter. */
export function AssignDialog({
  items,
  onClose,
  onDecide,
}: {
  readonly items: readonly IncidentItem[];
  readonly onClose: () => void;
  readonly onDecide: (user: string) => void;
}) {
  const { t, locale } = useText();
  const directory = useDirectory();
  const oncall = useFloor((floor) => floor.oncall);
  const me = useMe();
  const mayGive = useMay('lead');
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const people = useMemo(() => {
    const all = candidates(directory, oncall, text, locale);
    return (mayGive ? all : all.filter((person) => person.id === me?.id)).slice(0, SHOWN);
  }, [directory, oncall, text, locale, mayGive, me]);
  const current = people[Math.min(at, people.length - 1)];
  const [first] = items;

  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.code === 'ArrowDown') setAt(Math.min(people.length - 1, at + 1));
    else if (event.code === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      if (current !== undefined) onDecide(current.id);
    } else return;
    event.preventDefault();
  };
  return (
    <Dialog
      title={
        items.length === 1 && first !== undefined
          ? t('assign.one', { number: first.number })
          : t('assign.many', { count: items.length })
      }
      onClose={onClose}
    >
      {items.length === 1 && first !== undefined ? <p className="c-quote">{first.summary}</p> : null}
      <input
        className="c-palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current === undefined ? undefined : `${listId}-${current.id}`}
        aria-label={t('assign.search')}
        placeholder={t('assign.search')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <div id={listId} role="listbox" aria-label={t('assign.people')} className="c-palette-list">
        {people.map((person) => (
          <div
            key={person.id}
            id={`${listId}-${person.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={person === current}
            className="c-option"
            onPointerDown={(event) => {
              event.preventDefault();
              onDecide(person.id);
            }}
          >
            <span>
              {person.name}
              {person.id === me?.id ? ` (${t('assign.me')})` : ''}
            </span>
            {person.oncall.length > 0 ? (
              <small className="c-oncall-now">
                {t('assign.oncall', { schedules: person.oncall.join(', ') })}
              </small>
            ) : null}
          </div>
        ))}
      </div>
      {people.length === 0 ? <p className="c-note">{t('assign.nobody')}</p> : null}
      <p className="c-note">{t(mayGive ? 'assign.what' : 'assign.takeOnly')}</p>
    </Dialog>
  );
}
