import { eventPageSchema } from '../../../shared/api/incidents.ts';
import { URGENCIES } from '../../../shared/words.ts';
import { whenOf } from '../../format/instant.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { Empty, LoadedView } from '../shell/states.tsx';
import { queryOf, useApi } from '../shell/use-api.ts';
import { useDirectory, useNames, useZone } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { type Draft, EVERY, SOURCES } from './draft.ts';
import { TimePicker } from './time-picker.tsx';

type Change = (change: Partial<Draft>) => void;

/** What arrives, when, and how often. `incident`: only its events are offered. */
export function DryRunForm({
  draft,
  onChange,
  incident,
}: {
  readonly draft: Draft;
  readonly onChange: Change;
  readonly incident: string;
}) {
  const { t } = useText();
  const directory = useDirectory();
  return (
    <div className="c-form">
      <fieldset className="c-segments">
        <legend className="visually-hidden">{t('dryRun.source')}</legend>
        {SOURCES.map((source) => (
          <button
            key={source}
            type="button"
            aria-pressed={source === draft.source}
            onClick={() => onChange({ source })}
          >
            {t(`dryRun.source-${source}`)}
          </button>
        ))}
      </fieldset>
      {draft.source === 'recorded' ? (
        <Recorded draft={draft} onChange={onChange} incident={incident} />
      ) : (
        <label>
          <span>{t('dryRun.integration')}</span>
          <select
            value={draft.integration}
            onChange={(event) => onChange({ integration: event.target.value })}
          >
            <option value="">{t('choose')}</option>
            {Object.entries(directory.integrations).map(([id, { name, type }]) => (
              <option key={id} value={id}>
                {name} · {type}
              </option>
            ))}
          </select>
        </label>
      )}
      {draft.source === 'payload' ? (
        <label>
          <span>{t('dryRun.payload')}</span>
          <textarea
            className="c-editor c-dry-payload"
            spellCheck={false}
            value={draft.payload}
            placeholder={'{"summary": "…", "event_id": "…", "urgency": "high"}'}
            onChange={(event) => onChange({ payload: event.target.value })}
          />
        </label>
      ) : null}
      {draft.source === 'fields' ? <Fields draft={draft} onChange={onChange} /> : null}
      <TimePicker draft={draft} onChange={onChange} />
      <div className="c-buttons c-dry-how">
        <label>
          <span>{t('dryRun.repeats')}</span>
          <select
            value={draft.repeats}
            onChange={(event) => onChange({ repeats: Number(event.target.value) })}
          >
            {[0, 1, 2, 3, 5, 10, 20].map((count) => (
              <option key={count} value={count}>
                {count === 0 ? t('dryRun.once') : t('dryRun.times', { count })}
              </option>
            ))}
          </select>
        </label>
        {draft.repeats === 0 ? null : (
          <label>
            <span>{t('dryRun.every')}</span>
            <select value={draft.every} onChange={(event) => onChange({ every: event.target.value })}>
              {[...new Set([...EVERY, draft.every])].map((every) => (
                <option key={every} value={every}>
                  {every.slice(2).toLowerCase()}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="c-check">
          <input
            type="checkbox"
            checked={draft.open}
            onChange={(event) => onChange({ open: event.target.checked })}
          />
          <span>{t('dryRun.open')}</span>
        </label>
      </div>
    </div>
  );
}

function Fields({ draft, onChange }: { readonly draft: Draft; readonly onChange: Change }) {
  const { t } = useText();
  const field = (name: 'summary' | 'dedupKey' | 'resource') => (
    <label>
      <span>{t(`dryRun.field-${name}`)}</span>
      <input value={draft[name]} onChange={(event) => onChange({ [name]: event.target.value })} />
    </label>
  );
  return (
    <>
      {field('summary')}
      <div className="c-dry-pair">
        {field('dedupKey')}
        {field('resource')}
        <label>
          <span>{t('dryRun.field-urgency')}</span>
          <input
            list="c-dry-urgencies"
            value={draft.urgency}
            onChange={(event) => onChange({ urgency: event.target.value })}
          />
          <datalist id="c-dry-urgencies">
            {URGENCIES.map((urgency) => (
              <option key={urgency} value={urgency} />
            ))}
          </datalist>
        </label>
        <label>
          <span>{t('dryRun.field-status')}</span>
          <select
            value={draft.status}
            onChange={(event) => onChange({ status: event.target.value as Draft['status'] })}
          >
            {(['open', 'ack', 'close'] as const).map((status) => (
              <option key={status} value={status}>
                {status}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label>
        <span>{t('dryRun.field-details')}</span>
        <textarea
          className="c-editor c-dry-details"
          spellCheck={false}
          value={draft.details}
          placeholder={'{"team": "dba"}'}
          onChange={(event) => onChange({ details: event.target.value })}
        />
      </label>
    </>
  );
}

/** The last events of the floor, or those of one incident. */
function Recorded({
  draft,
  onChange,
  incident,
}: {
  readonly draft: Draft;
  readonly onChange: Change;
  readonly incident: string;
}) {
  const { t, locale } = useText();
  const names = useNames(locale);
  const zone = useZone();
  const now = useServerNow(60_000) ?? 0;
  const events = useApi(`/api/v1/events${queryOf({ limit: 30, incident })}`, eventPageSchema);
  return (
    <LoadedView loaded={events}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('dryRun.noEvents')} />
        ) : (
          <fieldset className="c-plain-set c-dry-events">
            <legend>{t('dryRun.lastEvents')}</legend>
            {items.map((item) => (
              <label key={item.id} className="c-check">
                <input
                  type="radio"
                  name="dry-event"
                  checked={draft.eventId === item.id}
                  onChange={() => onChange({ eventId: item.id, integration: item.integration })}
                />
                <span>
                  {whenOf(item.receivedAt, now, zone, locale)} · {names.integration(item.integration)} ·{' '}
                  <b>{item.summary ?? t(`dryRun.outcome-${item.outcome}`)}</b>
                </span>
              </label>
            ))}
          </fieldset>
        )
      }
    </LoadedView>
  );
}
