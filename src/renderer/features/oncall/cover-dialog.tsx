import { type FormEvent, useState } from 'react';
import { api, type Problem } from '../../session/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { showToast } from '../shell/notices-store.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useDirectory, useNames } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { instantText } from '../shell/zoned.ts';
import { isSpan, PersonField, SpanFields } from './span-form.tsx';

/** What a cover starts from: the person of a clicked shift and its span, or nobody yet. */
export interface CoverDraft {
  readonly away: string;
  readonly from: number;
  readonly to: number;
}

/** Cover for somebody: a stand-in takes their turns in every schedule at once. */
export function CoverDialog({
  draft,
  zone,
  onClose,
  onDone,
}: {
  readonly draft: CoverDraft;
  readonly zone: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t, locale } = useText();
  const { users } = useDirectory();
  const names = useNames(locale);
  const [user, setUser] = useState(draft.away);
  const [standIn, setStandIn] = useState('');
  const [span, setSpan] = useState<{ readonly from: number | null; readonly to: number | null }>(draft);
  const [problem, setProblem] = useState<Problem | null>(null);
  const people = Object.entries(users)
    .map(([id, { name }]) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isSpan(span)) return;
    const result = await api('/api/v1/absences', {
      method: 'POST',
      body: { user, standIn, from: instantText(span.from), to: instantText(span.to) },
    });
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    showToast('done', t('oncall.covered', { standIn: names.person(standIn), name: names.person(user) }));
    onDone();
  };
  return (
    <Dialog title={t('oncall.cover')} onClose={onClose}>
      <form className="c-form" onSubmit={(event) => void submit(event)}>
        <PersonField label={t('oncall.away')} value={user} people={people} onValue={setUser} />
        <PersonField
          label={t('oncall.standIn')}
          value={standIn}
          people={people.filter((person) => person.id !== user)}
          onValue={setStandIn}
        />
        <SpanFields span={span} zone={zone} onSpan={setSpan} />
        {problem === null ? null : <ProblemNote problem={problem} />}
        <button
          type="submit"
          className="c-primary"
          disabled={user === '' || standIn === '' || user === standIn || !isSpan(span)}
        >
          {t('oncall.coverGo')}
        </button>
        <p className="c-note">{t('oncall.coverWhat')}</p>
      </form>
    </Dialog>
  );
}
