import { useState } from 'react';
import { profileAnswerSchema, testNotificationAnswerSchema } from '../../../shared/api/profile.ts';
import type { Profile } from '../../../shared/config/user.ts';
import { api, type Problem } from '../../session/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { showToast } from '../shell/notices-store.ts';
import { problemText } from '../shell/problem-text.ts';
import { Empty, LoadedView, ProblemList } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useMay, useMe } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { ContactList } from './contact-list.tsx';
import { QuietList } from './quiet-list.tsx';
import { RuleList } from './rule-list.tsx';

const PATH = '/api/v1/me/profile';

/** How the signed-in person is told: by the config, or by their own settings, which stand in front of it. */
export function ProfilePage() {
  const { t } = useText();
  const me = useMe();
  const mayAct = useMay('responder');
  const isPerson = me?.kind === 'user' && mayAct;
  const loaded = useApi(isPerson ? PATH : null, profileAnswerSchema);
  if (!isPerson)
    return <Empty title={t('settings.role')}>{t(mayAct ? 'mine.peopleOnly' : 'empty.askAdmin')}</Empty>;
  return (
    <div className="c-page">
      <header className="c-page-head">
        <h1>{t('nav.mine')}</h1>
        <TestButton />
      </header>
      <LoadedView loaded={loaded}>
        {(answer) => (
          <>
            <Source isOwn={answer.source === 'own'} onBack={loaded.reload} />
            <Editor key={JSON.stringify(answer.profile)} saved={answer.profile} onSaved={loaded.reload} />
          </>
        )}
      </LoadedView>
    </div>
  );
}

/** Sends a real message to each contact that is saved, and says how many. */
function TestButton() {
  const { t } = useText();
  const [isBusy, setBusy] = useState(false);
  const test = async () => {
    setBusy(true);
    const init = { method: 'POST', body: {}, schema: testNotificationAnswerSchema } as const;
    const result = await api('/api/v1/test-notification', init);
    setBusy(false);
    if (!result.ok) {
      const isNobody = result.problem.code === 'no-contact';
      showToast('failed', isNobody ? t('mine.testNobody') : problemText(t, result.problem));
      return;
    }
    const contacts = result.value.deliveries.map((each) => each.contact).join(', ');
    showToast('done', t('mine.tested', { contacts }));
  };
  return (
    <button type="button" disabled={isBusy} onClick={() => void test()}>
      {t('mine.test')}
    </button>
  );
}

/** Whose word counts, and the way back to the config's. */
function Source({ isOwn, onBack }: { readonly isOwn: boolean; readonly onBack: () => void }) {
  const { t } = useText();
  const [isAsking, setAsking] = useState(false);
  const goBack = async () => {
    setAsking(false);
    const result = await api(PATH, { method: 'DELETE' });
    if (!result.ok) {
      showToast('failed', problemText(t, result.problem));
      return;
    }
    showToast('done', t('mine.isConfig'));
    onBack();
  };
  return (
    <div className="c-buttons">
      <p role="status">{t(isOwn ? 'mine.ownCounts' : 'mine.configCounts')}</p>
      {isOwn ? (
        <button type="button" onClick={() => setAsking(true)}>
          {t('mine.back')}
        </button>
      ) : null}
      {isAsking ? (
        <Dialog title={t('mine.back')} onClose={() => setAsking(false)}>
          <p>{t('mine.backHow')}</p>
          <div className="c-buttons">
            <button type="button" className="c-primary" onClick={() => void goBack()}>
              {t('mine.back')}
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              {t('cancel')}
            </button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}

function Editor({ saved, onSaved }: { readonly saved: Profile; readonly onSaved: () => void }) {
  const { t } = useText();
  const [draft, setDraft] = useState(saved);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved);
  const save = async () => {
    setBusy(true);
    const result = await api(PATH, { method: 'PUT', body: draft });
    setBusy(false);
    setProblem(result.ok ? null : result.problem);
    if (!result.ok) return;
    showToast('done', t('mine.saved'));
    onSaved();
  };
  return (
    <>
      <ContactList draft={draft} onDraft={setDraft} />
      <RuleList draft={draft} onDraft={setDraft} />
      <QuietList draft={draft} onDraft={setDraft} />
      <label className="c-check">
        <input
          type="checkbox"
          checked={draft.followUps}
          onChange={(event) => setDraft({ ...draft, followUps: event.target.checked })}
        />
        <span>{t('mine.followUps')}</span>
      </label>
      {problem === null ? null : <ProblemList problem={problem} />}
      <div className="c-buttons">
        <button
          type="button"
          className="c-primary"
          disabled={isBusy || !isChanged}
          onClick={() => void save()}
        >
          {t('save')}
        </button>
        <button
          type="button"
          disabled={!isChanged}
          onClick={() => {
            setDraft(saved);
            setProblem(null);
          }}
        >
          {t('mine.discard')}
        </button>
        {isChanged ? <span className="c-note">{t('mine.unsaved')}</span> : null}
      </div>
    </>
  );
}
