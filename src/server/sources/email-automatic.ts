import type { MailRules } from '../../shared/config/mail-in.ts';

/** Why a mail may not open an incident: ours, a bounce, a program's answer, or sent by a program of its own accord. */
export type AutomaticCause = 'own' | 'bounce' | 'answer' | 'automatic';

/** The header that our own mails carry, so that a page mailed into ourselves is known (ING147). */
export const OWN_LOOP_MARK = 'watchfloor';

interface MailMarks {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Envelope sender, empty for the null sender; null where nobody says. */
  readonly returnPath: string | null;
  readonly from: string;
}

/** [ING135] Marks of RFC 3834, RFC 3464 and custom. `take` lets pass only what a program sent of its own accord. */
export function automaticCause(mail: MailMarks, policy: MailRules['automatic']): AutomaticCause | null {
  const header = (name: string) => (mail.headers[name] ?? '').trim().toLowerCase();
  if (header('x-watchfloor-kind') !== '' || header('x-loop').includes(OWN_LOOP_MARK)) return 'own';
  const sender = mail.returnPath ?? mail.headers['return-path'] ?? null;
  const isNull = sender !== null && /^\s*(?:<\s*>)?\s*$/.test(sender);
  if (isNull || header('content-type').startsWith('multipart/report')) return 'bounce';
  if (/(?:^|<)(?:mailer-daemon|postmaster)@/i.test(mail.from)) return 'bounce';
  const submitted = header('auto-submitted').split(/[;\s(]/, 1)[0] ?? '';
  const precedence = header('precedence');
  if (submitted === 'auto-replied' || precedence === 'auto_reply' || isSet(mail, 'x-autoreply'))
    return 'answer';
  if (isSet(mail, 'x-autorespond')) return 'answer';
  if (policy === 'take') return null;
  if (submitted !== '' && submitted !== 'no') return 'automatic';
  return precedence === 'bulk' || precedence === 'junk' ? 'automatic' : null;
}

function isSet(mail: MailMarks, name: string): boolean {
  const value = (mail.headers[name] ?? '').trim().toLowerCase();
  return value !== '' && value !== 'no';
}
