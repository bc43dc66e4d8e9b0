import type { ConfigInput } from '../../../src/shared/config/document.ts';
import { floorConfig } from './floor-config.ts';

/** The small room with people of every role, and a schedule: what the console's dialogs need. */
export function deskConfig(hook: string, locale: 'en' | 'ko'): ConfigInput {
  const config = floorConfig({ hook, locale });
  const contacts = [{ id: 'hook', channel: 'webhook' as const, url: `${hook}/choi` }];
  return {
    ...config,
    outbound: { allow: ['127.0.0.1'] },
    users: [
      ...config.users!,
      { id: 'choi', name: '최유진', role: 'admin', locale, contacts },
      { id: 'park', name: '박지훈', role: 'lead', locale, contacts: [] },
    ],
    schedules: [
      {
        id: 'primary',
        name: 'Primary',
        timeZone: 'Asia/Seoul',
        layers: [{ id: 'day', users: ['an', 'lee'], rotation: { start: '2026-11-16T09:00', every: 'P1D' } }],
      },
    ],
  };
}
