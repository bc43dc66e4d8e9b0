import { useText } from '../shell/use-text.ts';
import {
  addressOf,
  type Channel,
  type Draft,
  muted,
  replaced,
  withAddress,
  withContact,
  withoutContact,
} from './profile-draft.ts';

const CHANNELS: readonly Channel[] = ['desktop', 'email', 'webhook'];

/** Where a person can be told. */
export function ContactList({
  draft,
  onDraft,
}: {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}) {
  const { t } = useText();
  return (
    <section className="c-card" aria-labelledby="c-contacts">
      <header className="c-page-head">
        <h2 id="c-contacts">{t('mine.contacts')}</h2>
        <div className="c-buttons">
          {CHANNELS.map((channel) => (
            <button key={channel} type="button" onClick={() => onDraft(withContact(draft, channel))}>
              {t(`mine.add-${channel}`)}
            </button>
          ))}
        </div>
      </header>
      {draft.contacts.length === 0 ? (
        <p className="c-problem" role="alert">
          {t('mine.noContact')}
        </p>
      ) : null}
      <ul className="c-rows-plain">
        {draft.contacts.map((contact, index) => {
          const set = (next: typeof contact) =>
            onDraft({ ...draft, contacts: replaced(draft.contacts, index, next) });
          return (
            <li key={contact.id}>
              <span>
                <b>{t(`mine.channel-${contact.channel}`)}</b> <span className="c-id">{contact.id}</span>
              </span>
              {contact.channel === 'desktop' ? (
                <span className="c-note">{t('mine.desktopHow')}</span>
              ) : (
                <input
                  type={contact.channel === 'email' ? 'email' : 'url'}
                  value={addressOf(contact)}
                  aria-label={t(`mine.address-${contact.channel}`, { id: contact.id })}
                  placeholder={contact.channel === 'email' ? 'name@example.com' : 'https://'}
                  onChange={(event) => set(withAddress(contact, event.target.value))}
                />
              )}
              <label className="c-check">
                <input
                  type="checkbox"
                  checked={contact.muted === true}
                  onChange={(event) => set(muted(contact, event.target.checked))}
                />
                <span>{t('mine.muted')}</span>
              </label>
              <button type="button" onClick={() => onDraft(withoutContact(draft, contact.id))}>
                {t('remove')}
              </button>
            </li>
          );
        })}
      </ul>
      <p className="c-note">{t('mine.addresses')}</p>
    </section>
  );
}
