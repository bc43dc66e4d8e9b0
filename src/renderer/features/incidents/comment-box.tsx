import { type FormEvent, type KeyboardEvent, useState } from 'react';
import type { IncidentItem } from '../../../shared/incident.ts';
import { useMay } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { useActions } from './actions-context.ts';

/** A comment; the text stays until the server has taken it. */
export function CommentBox({ item }: { readonly item: IncidentItem }) {
  const { t } = useText();
  const actions = useActions();
  const mayAct = useMay('responder');
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  if (!mayAct) return null;
  const send = async () => {
    if (text.trim() === '' || isBusy) return;
    setBusy(true);
    // A comment does not answer a state, so it names no version: it is never refused as late.
    const isTaken = await actions.send({ type: 'comment', incident: item.id, text: text.trim() });
    setBusy(false);
    if (isTaken) setText('');
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.code !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };
  return (
    <form
      className="c-comment"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        rows={2}
        value={text}
        maxLength={20_000}
        aria-label={t('comment.label')}
        placeholder={t('comment.placeholder')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
      />
      <button type="submit" disabled={text.trim() === '' || isBusy}>
        {t('comment.send')} <kbd>Ctrl ⏎</kbd>
      </button>
    </form>
  );
}
