import { type FormEvent, useMemo, useRef, useState } from 'react';
import { signedInSchema } from '../../../shared/api/session.ts';
import { api } from '../../session/api.ts';
import { writeToken } from '../../session/token.ts';
import { Dialog } from '../shell/dialog.tsx';
import { showToast } from '../shell/notices-store.ts';
import { problemText } from '../shell/problem-text.ts';
import { useDirectory, useMe } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';

/** Who is signed in, and the quick change to somebody else at the same desk. */
export function PersonSwitch() {
  const { t } = useText();
  const me = useMe();
  const [dialog, setDialog] = useState<'switch' | 'pin' | null>(null);
  const signOut = async () => {
    await api('/api/v1/sign-out', { method: 'POST' });
    // Also when the server could not be reached: the secret must leave this machine.
    writeToken(null);
  };
  return (
    <div className="c-person">
      <button
        type="button"
        className="c-person-name"
        onClick={() => setDialog('switch')}
        title={t('person.switch')}
      >
        <strong>{me?.name ?? '—'}</strong>
        <small>{me === null ? '' : t(`role.${me.role}`)}</small>
      </button>
      <div className="c-person-tools">
        {me?.kind === 'user' ? (
          <button type="button" className="c-quiet" onClick={() => setDialog('pin')}>
            {t('person.pin')}
          </button>
        ) : null}
        <button type="button" className="c-quiet" onClick={() => void signOut()}>
          {t('person.signOut')}
        </button>
      </div>
      {dialog === 'switch' ? <SwitchDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'pin' ? <PinDialog onClose={() => setDialog(null)} /> : null}
    </div>
  );
}

/** Choose a person, type the PIN, done: no page in between, so that a shared desk changes hands in two seconds. */
function SwitchDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  const { users } = useDirectory();
  const me = useMe();
  const people = useMemo(
    () =>
      Object.entries(users)
        .filter(([id]) => id !== me?.id)
        .sort(([, a], [, b]) => a.name.localeCompare(b.name)),
    [users, me],
  );
  const [user, setUser] = useState('');
  const [pin, setPin] = useState('');
  const [error, setError] = useState<string | null>(null);
  const pinBox = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = await api('/api/v1/switch', {
      method: 'POST',
      body: { user, pin },
      schema: signedInSchema,
    });
    setPin('');
    if (!result.ok) {
      setError(result.problem.status === 401 ? t('person.wrongPin') : problemText(t, result.problem));
      pinBox.current?.focus();
      return;
    }
    onClose();
    writeToken(result.value.token);
    showToast('done', t('person.switched', { name: result.value.me.name }));
  };
  return (
    <Dialog title={t('person.switch')} onClose={onClose}>
      <form className="c-form" onSubmit={(event) => void submit(event)}>
        <label>
          <span>{t('person.who')}</span>
          <select value={user} onChange={(event) => setUser(event.target.value)}>
            <option value="">{t('choose')}</option>
            {people.map(([id, person]) => (
              <option key={id} value={id}>
                {person.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t('person.pinOf')}</span>
          <input
            ref={pinBox}
            type="password"
            inputMode="numeric"
            autoComplete="off"
            value={pin}
            onChange={(event) => setPin(event.target.value)}
          />
        </label>
        {error === null ? null : (
          <p className="c-problem" role="alert">
            {error}
          </p>
        )}
        <button type="submit" className="c-primary" disabled={user === '' || pin.length < 4}>
          {t('person.switchGo')}
        </button>
        <p className="c-note">{t('person.noPin')}</p>
      </form>
    </Dialog>
  );
}

/** Sets the own PIN. */
function PinDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = await api('/api/v1/me/pin', { method: 'PUT', body: { pin } });
    if (!result.ok) {
      setError(problemText(t, result.problem));
      return;
    }
    showToast('done', t('person.pinSet'));
    onClose();
  };
  const isValid = /^\d{4,12}$/.test(pin);
  return (
    <Dialog title={t('person.pinTitle')} onClose={onClose}>
      <form className="c-form" onSubmit={(event) => void submit(event)}>
        <p>{t('person.pinHow')}</p>
        {[
          { key: 'person.newPin', value: pin, set: setPin },
          { key: 'person.newPinAgain', value: again, set: setAgain },
        ].map((field) => (
          <label key={field.key}>
            <span>{t(field.key)}</span>
            <input
              type="password"
              inputMode="numeric"
              autoComplete="new-password"
              value={field.value}
              onChange={(event) => field.set(event.target.value)}
            />
          </label>
        ))}
        {again !== '' && again !== pin ? <p className="c-note">{t('person.pinDiffers')}</p> : null}
        {error === null ? null : (
          <p className="c-problem" role="alert">
            {error}
          </p>
        )}
        <button type="submit" className="c-primary" disabled={!isValid || pin !== again}>
          {t('save')}
        </button>
      </form>
    </Dialog>
  );
}
