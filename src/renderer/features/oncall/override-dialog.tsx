import { type FormEvent, useState } from 'react';
import { api, type Problem } from '../../session/api.ts';
import type { Span } from '../../ui/timeline-layout.ts';
import { Dialog } from '../shell/dialog.tsx';
import { showToast } from '../shell/notices-store.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useDirectory, useNames } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { instantText } from '../shell/zoned.ts';
import { isSpan, PersonField, SpanFields } from './span-form.tsx';

/** What an override starts from: where somebody dragged, which gap they fill. */
export interface OverrideDraft {
  readonly schedule: string;
  /** One layer, or null for all. */
  readonly layer: string | null;
  readonly from: number;
  readonly to: number;
  /** The person whose shift was clicked. */
  readonly instead?: string;
}

/** Puts a person on call for a span, in one layer or all of a schedule. */
export function OverrideDialog({
  draft,
  zone,
  replaced,
  onCover,
  onClose,
  onDone,
}: {
  readonly draft: OverrideDraft;
  readonly zone: string;
  /** People on call in a span of a schedule, or of one of its layers, by the shifts that are shown. */
  readonly replaced: (schedule: string, layer: string, span: Span) => readonly string[];
  /** Covers for the person of a clicked shift in all their layers instead. */
  readonly onCover: (away: string, span: Span) => void;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t, locale } = useText();
  const directory = useDirectory();
  const names = useNames(locale);
  const [schedule, setSchedule] = useState(draft.schedule);
  const [layer, setLayer] = useState(draft.layer ?? '');
  const [user, setUser] = useState('');
  const [span, setSpan] = useState<{ readonly from: number | null; readonly to: number | null }>(draft);
  const away = draft.instead;
  const [problem, setProblem] = useState<Problem | null>(null);
  const people = Object.entries(directory.users)
    .map(([id, { name }]) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isSpan(span)) return;
    const result = await api('/api/v1/overrides', {
      method: 'POST',
      body: {
        schedule,
        layers: layer === '' ? 'all' : [layer],
        user,
        from: instantText(span.from),
        to: instantText(span.to),
      },
    });
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    showToast('done', t('oncall.overrideMade', { name: names.person(user) }));
    onDone();
  };
  return (
    <Dialog title={t('oncall.override')} onClose={onClose}>
      <form className="c-form" onSubmit={(event) => void submit(event)}>
        <label>
          <span>{t('oncall.schedule')}</span>
          <select
            value={schedule}
            onChange={(event) => {
              setSchedule(event.target.value);
              setLayer('');
            }}
          >
            {Object.entries(directory.schedules).map(([id, each]) => (
              <option key={id} value={id}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t('oncall.layer')}</span>
          <select value={layer} onChange={(event) => setLayer(event.target.value)}>
            <option value="">{t('oncall.allLayers')}</option>
            {Object.entries(directory.schedules[schedule]?.layers ?? {}).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <PersonField label={t('oncall.who')} value={user} people={people} onValue={setUser} />
        <SpanFields span={span} zone={zone} onSpan={setSpan} />
        <Replaced people={isSpan(span) ? replaced(schedule, layer, span).filter((id) => id !== user) : []} />
        {problem === null ? null : <ProblemNote problem={problem} />}
        <button
          type="submit"
          className="c-primary"
          disabled={user === '' || schedule === '' || !isSpan(span)}
        >
          {t('oncall.overrideGo')}
        </button>
        <p className="c-note">{t('oncall.overrideWhat')}</p>
        {away === undefined ? null : (
          <button type="button" disabled={!isSpan(span)} onClick={() => isSpan(span) && onCover(away, span)}>
            {t('oncall.coverAll', { name: names.person(away) })}
          </button>
        )}
      </form>
    </Dialog>
  );
}

/** Whose turns it takes, as far as they are on screen. */
function Replaced({ people }: { readonly people: readonly string[] }) {
  const { t, locale } = useText();
  const names = useNames(locale);
  return (
    <p className="c-note" role="status">
      {people.length === 0
        ? t('oncall.replacesNobody')
        : t('oncall.replaces', { names: names.people(people) })}
    </p>
  );
}
