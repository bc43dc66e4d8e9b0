import { createKeyRing } from '../../../src/server/adapters/http/key-ring.ts';
import { openSmtpListener, type SmtpLimits } from '../../../src/server/adapters/mail/smtp-listener.ts';
import { createTakeMail } from '../../../src/server/adapters/mail/take-mail.ts';
import type { ConfigInput } from '../../../src/shared/config/document.ts';
import { mailInSchema } from '../../../src/shared/config/mail-in.ts';
import { createFakeFloor, quietLog } from '../http/fake-floor.ts';

export const MAIL_KEY = 'm-0123456789abcdef0123456789abcdef';
export const SECOND_KEY = 'm-second-0123456789abcdef01234567';
const OFF_KEY = 'm-switched-off-0123456789abcdef012';
export const OTHER_TYPE_KEY = 'k-standard-0123456789abcdef0123456';

export const MAIL_CONFIG: ConfigInput = {
  version: 1,
  services: [{ id: 'payments', name: 'Payments' }],
  integrations: [
    { id: 'mail', name: 'Mail', type: 'email', key: MAIL_KEY, service: 'payments' },
    { id: 'second', name: 'Second', type: 'email', key: SECOND_KEY, service: 'payments' },
    { id: 'off', name: 'Off', type: 'email', key: OFF_KEY, service: 'payments', enabled: false },
    { id: 'std', name: 'Scripts', type: 'standard', key: OTHER_TYPE_KEY, service: 'payments' },
  ],
};

/** Addresses nobody has, by why. */
export const NOBODY: readonly (readonly [string, string])[] = [
  ['an unknown key', `${'x'.repeat(34)}@alerts.example.com`],
  ['no key', 'postmaster@alerts.example.com'],
  ['another type', `${OTHER_TYPE_KEY}@alerts.example.com`],
  ['switched off', `${OFF_KEY}@alerts.example.com`],
  ['a foreign domain', `${MAIL_KEY}@elsewhere.example.com`],
  ['another id before the key', `second+${MAIL_KEY}@alerts.example.com`],
];

/** A listener on a free loopback port before a fake floor. */
export async function startListener(settings: object = {}, limits: Partial<SmtpLimits> = {}) {
  const fake = createFakeFloor(MAIL_CONFIG);
  const suspicious: (string | null)[] = [];
  const turnedAway = { count: 0 };
  const { smtp } = mailInSchema.parse({ smtp: { port: 0, domain: 'alerts.example.com', ...settings } });
  const clock = { now: () => Date.parse('2026-11-28T09:30:00Z') };
  const listener = await openSmtpListener({
    settings: smtp!,
    tls: null,
    findByKey: createKeyRing(() => fake.floor.config().document, Date.now).find,
    takeMail: createTakeMail({ floor: fake.floor, clock, log: quietLog }),
    suspicion: (_address, integration) => suspicious.push(integration),
    onTurnedAway: () => {
      turnedAway.count += 1;
    },
    clock,
    log: quietLog,
    limits,
  });
  return { ...fake, listener, port: listener.port, suspicious, turnedAway };
}
