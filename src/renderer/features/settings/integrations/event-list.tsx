import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventPageSchema } from '../../../../shared/api/incidents.ts';
import type { EventItem } from '../../../../shared/incident.ts';
import { Empty, LoadedView } from '../../shell/states.tsx';
import { queryOf, useApi } from '../../shell/use-api.ts';
import { useFloor } from '../../shell/use-floor.ts';
import { useReasonText } from '../../shell/use-reason-text.ts';
import { useText } from '../../shell/use-text.ts';
import { EventDialog } from './event-dialog.tsx';
import { heardMark } from './heard.ts';
import { useOnChange } from './use-on-change.ts';
import { When } from './when.tsx';

const SHOWN = 50;
const READ_EVERY_MS = 2000;

/** The last events and what became of each, read again whenever something was heard. */
export function EventList({ integration }: { readonly integration: string }) {
  const { t } = useText();
  const [onlyRefused, setOnlyRefused] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const path = `/api/v1/events${queryOf({
    integration,
    limit: SHOWN,
    outcome: onlyRefused ? 'rejected' : null,
  })}`;
  const events = useApi(path, eventPageSchema);
  const mark = useFloor((floor) => heardMark(floor.sources, integration));
  useOnChange(mark, events.reload, READ_EVERY_MS);
  return (
    <section className="c-card" aria-labelledby="c-events">
      <header className="c-page-head">
        <h2 id="c-events">{t('integrations.events', { count: SHOWN })}</h2>
        <button
          type="button"
          className="c-chip"
          aria-pressed={onlyRefused}
          onClick={() => setOnlyRefused(!onlyRefused)}
        >
          {t('integrations.onlyRefused')}
        </button>
      </header>
      <LoadedView loaded={events}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t(onlyRefused ? 'integrations.noneRefused' : 'integrations.noEvents')}>
              {onlyRefused ? undefined : t('integrations.noEventsNext')}
            </Empty>
          ) : (
            <ul className="c-events">
              {items.map((event) => (
                <EventRow key={event.id} event={event} onOpen={() => setOpen(event.id)} />
              ))}
            </ul>
          )
        }
      </LoadedView>
      {open === null ? null : <EventDialog id={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

function EventRow({ event, onOpen }: { readonly event: EventItem; readonly onOpen: () => void }) {
  const { t } = useText();
  const { t: common } = useTranslation('common');
  const reasonText = useReasonText();
  return (
    <li>
      <button type="button" className="c-event" data-outcome={event.outcome} onClick={onOpen}>
        <span className="c-event-when">
          <When at={event.receivedAt} />
        </span>
        <b>{common(`outcome.${event.outcome}`)}</b>
        <span className="c-event-what">
          {event.summary ?? t('integrations.unread')}
          {event.count > 1 ? <small> × {event.count}</small> : null}
          <small>{reasonText(event.reason)}</small>
        </span>
      </button>
    </li>
  );
}
