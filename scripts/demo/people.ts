import type { Role } from '../../src/shared/words.ts';

/** Made-up people of the demo's floor. */
export const PEOPLE: readonly {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly locale: 'en' | 'ko';
}[] = [
  { id: 'haneul', name: '김하늘', role: 'admin', locale: 'ko' },
  { id: 'minseo', name: '이민서', role: 'lead', locale: 'ko' },
  { id: 'dohyun', name: '박도현', role: 'responder', locale: 'ko' },
  { id: 'jiwoo', name: '최지우', role: 'responder', locale: 'ko' },
  { id: 'sora', name: '정소라', role: 'responder', locale: 'ko' },
  { id: 'alex', name: 'Alex Morgan', role: 'lead', locale: 'en' },
  { id: 'priya', name: 'Priya Raman', role: 'responder', locale: 'en' },
  { id: 'tom', name: 'Tom Whitfield', role: 'responder', locale: 'en' },
  { id: 'elena', name: 'Elena Costa', role: 'viewer', locale: 'en' },
];

/** Who the newcomer is signed in as: may do everything there is to try. */
export const NEWCOMER = 'haneul';
/** Who stands in for the next night shift. */
export const STAND_IN = 'minseo';
