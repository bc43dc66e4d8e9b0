import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigDocument, ConfigInput } from '../shared/config/document.ts';

const FILE = 'first-steps.json';
const INTEGRATION = 'first-alerts';

/** Secrets of a starter config, shown to whoever owns the data folder: the document itself holds hashes only. */
export interface FirstSteps {
  readonly alertPath: string;
  readonly wallPath: string;
}

/**
 * What an empty data folder begins with when it is asked to (`--starter`): one service, one integration, one wall and one
 * person who is told on this machine's desktop, so that a first alert is seen before anything was set up.
 */
export function starterConfig(timeZone: string): {
  readonly document: ConfigInput;
  readonly firstSteps: FirstSteps;
} {
  const key = randomBytes(24).toString('base64url');
  const token = randomBytes(24).toString('base64url');
  return {
    document: {
      version: 1,
      timeZone,
      users: [
        {
          id: 'operator',
          name: 'Operator',
          role: 'responder',
          contacts: [{ id: 'desk', channel: 'desktop' }],
        },
      ],
      escalationPolicies: [
        {
          id: 'first-policy',
          name: 'First policy',
          passes: 2,
          steps: [{ targets: [{ user: 'operator' }], delay: 'PT5M' }],
        },
      ],
      fallback: { users: ['operator'] },
      services: [{ id: 'first-service', name: 'First service', target: { escalation: 'first-policy' } }],
      integrations: [
        { id: INTEGRATION, name: 'First alerts', type: 'standard', key, service: 'first-service' },
      ],
      displays: [{ id: 'wall-1', name: 'Wall 1', token, views: ['board', 'heatmap', 'oncall', 'metrics'] }],
    },
    firstSteps: { alertPath: `/integration/standard/v1/${key}`, wallPath: `/wall/wall-1#token=${token}` },
  };
}

/** Writes the addresses of the first steps, readable by the owner only. */
export function writeFirstSteps(dir: string, url: string, steps: FirstSteps): void {
  const text = JSON.stringify(
    { alert: `${url}${steps.alertPath}`, wall: `${url}${steps.wallPath}` },
    null,
    2,
  );
  writeFileSync(join(dir, FILE), `${text}\n`, { mode: 0o600 });
}

/** The file goes when its integration is gone: it would name secrets that open nothing. */
export function dropFirstSteps(dir: string, config: ConfigDocument): void {
  const file = join(dir, FILE);
  if (existsSync(file) && !config.integrations.some(({ id }) => id === INTEGRATION)) rmSync(file);
}
