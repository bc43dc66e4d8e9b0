import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import {
  createdTokenSchema,
  linkSchema,
  personListSchema,
  tokenListSchema,
} from '../../../shared/api/session.ts';
import { idFrom } from '../../../shared/id-from.ts';
import { ROLES, type Role } from '../../../shared/words.ts';
import { whenOf } from '../../format/instant.ts';
import { ago } from '../../format/relative.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { api, type Problem } from '../../session/api.ts';
import { CopyBlock } from '../shell/copy-button.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { showToast } from '../shell/notices-store.ts';
import { problemText } from '../shell/problem-text.ts';
import { Empty, LoadedView, ProblemList } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useNames, useZone } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { editConfig, listIn, withItem } from './config-api.ts';
import { useManaged } from './use-managed.ts';

/** People, how they sign in, and the tokens that are out. */
export function PeoplePage() {
  const { t, locale } = useText();
  const zone = useZone();
  const people = useApi('/api/v1/users', personListSchema);
  const now = useServerNow(60_000) ?? 0;
  const [issued, setIssued] = useState<{
    readonly name: string;
    readonly link: z.infer<typeof linkSchema>;
  } | null>(null);
  const [isAdding, setAdding] = useState(false);
  const isManaged = useManaged();
  const issue = async (id: string, name: string) => {
    const result = await api(`/api/v1/users/${encodeURIComponent(id)}/link`, {
      method: 'POST',
      body: {},
      schema: linkSchema,
    });
    if (result.ok) setIssued({ name, link: result.value });
    else showToast('failed', problemText(t, result.problem));
  };
  const test = async (id: string, name: string) => {
    const result = await api('/api/v1/test-notification', { method: 'POST', body: { user: id } });
    if (result.ok) showToast('done', t('people.tested', { name }));
    else showToast('failed', problemText(t, result.problem));
  };
  return (
    <>
      <section className="c-card" aria-labelledby="c-people">
        <header className="c-page-head">
          <h2 id="c-people">{t('people.title')}</h2>
          {isManaged === false ? (
            <button type="button" onClick={() => setAdding(true)}>
              {t('people.add')}
            </button>
          ) : null}
        </header>
        {isManaged ? <p className="c-warn-box">{t('people.managed')}</p> : null}
        <LoadedView loaded={people}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('people.none')}>{t('people.noneNext')}</Empty>
            ) : (
              <ul className="c-rows-plain">
                {items.map((person) => (
                  <li key={person.id}>
                    <span>
                      <b>{person.name}</b> <span className="c-id">{person.id}</span>
                    </span>
                    <span>{t(`role.${person.role}`)}</span>
                    <button type="button" onClick={() => void test(person.id, person.name)}>
                      {t('people.test')}
                    </button>
                    <button type="button" onClick={() => void issue(person.id, person.name)}>
                      {t('people.link')}
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </LoadedView>
      </section>
      <Tokens />
      {issued === null ? null : (
        <Dialog title={t('people.linkTitle', { name: issued.name })} onClose={() => setIssued(null)}>
          <p>{t('people.linkHow', { time: whenOf(issued.link.expiresAt, now, zone, locale) })}</p>
          <p className="c-code">{issued.link.code}</p>
          <CopyBlock text={new URL(issued.link.link, location.origin).href} />
        </Dialog>
      )}
      {isAdding ? (
        <AddPerson
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            people.reload();
          }}
        />
      ) : null}
    </>
  );
}

/** A new person, told on their desk at once; the rest of what they have is written in the config. */
function AddPerson({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: () => void }) {
  const { t } = useText();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('responder');
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const refusal = await editConfig((document) => {
      const id = idFrom(
        name,
        listIn(document, 'users').map((user) => String(user.id)),
        'person',
      );
      const mail = email.trim();
      return withItem(document, 'users', {
        id,
        name: name.trim(),
        role,
        ...(mail === '' ? {} : { email: mail }),
        contacts: [
          { id: 'desk', channel: 'desktop' },
          ...(mail === '' ? [] : [{ id: 'mail', channel: 'email', address: mail }]),
        ],
      } as { readonly id: string });
    });
    if (refusal !== null) {
      setProblem(refusal);
      return;
    }
    showToast('done', t('people.added', { name: name.trim() }));
    onDone();
  };
  return (
    <Dialog title={t('people.add')} onClose={onClose}>
      <form className="c-form" onSubmit={(event) => void submit(event)}>
        <label>
          <span>{t('start.name')}</span>
          <input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          <span>{t('people.email')}</span>
          <input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
        </label>
        <label>
          <span>{t('people.role')}</span>
          <select value={role} onChange={(event) => setRole(event.target.value as Role)}>
            {ROLES.map((each) => (
              <option key={each} value={each}>
                {t(`role.${each}`)}
              </option>
            ))}
          </select>
        </label>
        {problem === null ? null : <ProblemList problem={problem} />}
        <button type="submit" className="c-primary" disabled={name.trim() === ''}>
          {t('save')}
        </button>
      </form>
    </Dialog>
  );
}

/** Sessions, API and display tokens: when each was last used, and the way to end it. */
function Tokens() {
  const { t, locale } = useText();
  const names = useNames(locale);
  const now = useServerNow(1000) ?? 0;
  const tokens = useApi('/api/v1/tokens', tokenListSchema);
  const [name, setName] = useState('');
  const [made, setMade] = useState<string | null>(null);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    const result = await api('/api/v1/tokens', {
      method: 'POST',
      body: { name: name.trim(), kind: 'api', subject: 'automation' },
      schema: createdTokenSchema,
    });
    if (!result.ok) {
      showToast('failed', problemText(t, result.problem));
      return;
    }
    setName('');
    setMade(result.value.token);
    tokens.reload();
  };
  const revoke = async (id: string) => {
    const result = await api(`/api/v1/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
    if (!result.ok) showToast('failed', problemText(t, result.problem));
    tokens.reload();
  };
  return (
    <section className="c-card" aria-labelledby="c-tokens">
      <header className="c-page-head">
        <h2 id="c-tokens">{t('tokens.title')}</h2>
      </header>
      <form className="c-toolbar" onSubmit={(event) => void make(event)}>
        <label className="c-field">
          <span>{t('tokens.name')}</span>
          <input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </label>
        <button type="submit" disabled={name.trim() === ''}>
          {t('tokens.make')}
        </button>
      </form>
      <LoadedView loaded={tokens}>
        {({ items }) => (
          <ul className="c-rows-plain">
            {items.map((token) => (
              <li key={token.id}>
                <span>
                  <b>{token.name}</b> <span className="c-id">{token.hint}</span>
                </span>
                <span>
                  {t(`tokens.${token.kind}`)} ·{' '}
                  {token.kind === 'session' ? names.person(token.subject) : token.subject}
                </span>
                <span>
                  {token.lastUsedAt === null
                    ? t('tokens.unused')
                    : t('tokens.used', { time: ago(token.lastUsedAt, now, locale) })}
                </span>
                <button type="button" onClick={() => void revoke(token.id)}>
                  {t('tokens.revoke')}
                </button>
              </li>
            ))}
            {items.length === 0 ? <li className="c-note">{t('tokens.none')}</li> : null}
          </ul>
        )}
      </LoadedView>
      {made === null ? null : (
        <Dialog title={t('tokens.once')} onClose={() => setMade(null)}>
          <p>{t('tokens.onceHow')}</p>
          <CopyBlock text={made} />
        </Dialog>
      )}
    </section>
  );
}
