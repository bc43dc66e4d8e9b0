import type { ConfigInput } from '../../../src/shared/config/document.ts';

export const KEY = 'k-0123456789abcdef0123456789abcdef0123';
export const ALERTMANAGER_KEY = 'k-alertmanager-0123456789abcdef012345';
export const WALL_TOKEN = 'd-0123456789abcdef0123456789abcdef';

export interface FloorShape {
  /** Where each person's webhook is; people without one have a desktop contact. */
  readonly hook?: string;
  readonly locale?: 'en' | 'ko';
  readonly serviceName?: string;
  /** Delay of the escalation's steps, ISO 8601. */
  readonly stepDelay?: string;
}

/** A small room: two people told one after the other, one service, two tools, one wall that holds its board. */
export function floorConfig(shape: FloorShape = {}): ConfigInput {
  const { hook, locale = 'en', serviceName = 'Payments', stepDelay = 'PT5M' } = shape;
  const person = (id: string, name: string) => ({
    id,
    name,
    role: 'responder' as const,
    locale,
    contacts: [
      hook === undefined
        ? { id: 'desk', channel: 'desktop' as const }
        : { id: 'hook', channel: 'webhook' as const, url: `${hook}/${id}` },
    ],
  });
  return {
    version: 1,
    timeZone: 'Asia/Seoul',
    locale,
    users: [person('an', '김하늘'), person('lee', '이서준')],
    escalationPolicies: [
      {
        id: 'std',
        name: 'Standard',
        steps: [
          { targets: [{ user: 'an' }], delay: stepDelay },
          { targets: [{ user: 'lee' }], delay: stepDelay },
        ],
      },
    ],
    fallback: { users: ['lee'] },
    services: [{ id: 'payments', name: serviceName, target: { escalation: 'std' } }],
    integrations: [
      { id: 'std', name: 'Scripts', type: 'standard', key: KEY, service: 'payments' },
      { id: 'am', name: 'Prometheus', type: 'alertmanager', key: ALERTMANAGER_KEY, service: 'payments' },
    ],
    displays: [
      {
        id: 'wall-1',
        name: 'Wall 1',
        token: WALL_TOKEN,
        views: ['board'],
        rotateEvery: null,
        distance: 3,
        locale,
      },
    ],
  };
}
