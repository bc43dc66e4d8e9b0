import { APPS } from './apps.ts';
import { CLOUD } from './cloud.ts';
import { DESKS, GENERIC } from './desks.ts';
import type { Guide } from './guide.ts';
import { HOSTS } from './hosts.ts';
import { METRICS } from './metrics.ts';
import { UPTIME } from './uptime.ts';

/** Groups of the gallery, in the order shown; a type that stands in none is `other`. */
export const GROUPS = {
  scripts: DESKS,
  metrics: METRICS,
  hosts: HOSTS,
  apps: APPS,
  cloud: CLOUD,
  uptime: UPTIME,
} as const;
export type Group = keyof typeof GROUPS | 'other';

const GUIDES: ReadonlyMap<string, Guide> = new Map(
  Object.values(GROUPS).flatMap((group: Readonly<Record<string, Guide>>) => Object.entries(group)),
);

/** Types with a guide of their own. */
export const GUIDED_TYPES: readonly string[] = [...GUIDES.keys()];

/** How a tool is set up; a type nobody wrote about still has its address. */
export const guideOf = (type: string): Guide => GUIDES.get(type) ?? GENERIC;

export const groupOf = (type: string): Group =>
  (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).find((group) => Object.hasOwn(GROUPS[group], type)) ??
  'other';
