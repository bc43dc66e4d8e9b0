import { z } from 'zod';
import { checkFetch } from './check-fetch.ts';
import { checkNoise } from './check-noise.ts';
import { type ConfigDocument, configDocumentSchema } from './document.ts';
import { reportHeartbeatProblems } from './heartbeat-problems.ts';
import { customProblems } from './validate-custom.ts';
import { findKeyProblems } from './validate-keys.ts';

/** One mistake in a document: where, what stands there, what belongs there. */
export interface ConfigProblem {
  readonly path: string;
  readonly message: string;
  /** What was found, shortened; never a secret. */
  readonly found?: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: ConfigDocument }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** `services[0].target.escalation` */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}

const SECRET_PATHS = /(?:^|\.)(?:key|token|password|secret|bearer|secretAccessKey|accessKeyId)$/;

function describeFound(document: unknown, path: readonly PropertyKey[]): string | undefined {
  const text = formatPath(path);
  if (SECRET_PATHS.test(text)) return undefined;
  let value: unknown = document;
  for (const part of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[part];
  if (value === undefined) return 'nothing';
  const shown = JSON.stringify(value) ?? String(value);
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
}

/** Issues of a union name each branch; the deepest branch is the one that was meant. */
function flattenIssue(
  issue: z.core.$ZodIssue,
  base: readonly PropertyKey[] = [],
): { path: PropertyKey[]; message: string }[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: 'unknown field' }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = issue.errors.map((errors) => errors.flatMap((inner) => flattenIssue(inner, path)));
    const depth = (branch: { path: PropertyKey[] }[]) =>
      Math.max(...branch.map((found) => found.path.length));
    const deepest = branches.reduce((best, branch) => (depth(branch) > depth(best) ? branch : best));
    if (depth(deepest) > path.length) return deepest;
    return [{ path, message: [...new Set(branches.flat().map((found) => found.message))].join(', or ') }];
  }
  return [{ path, message: issue.message }];
}

/** Every problem of a document against its schema and its own references, or the parsed document. */
export function validateConfig(document: unknown, adapterTypes: readonly string[]): ConfigResult {
  const parsed = configDocumentSchema.safeParse(document);
  if (parsed.success) {
    const problems = checkReferences(parsed.data, adapterTypes);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, config: parsed.data };
  }
  const ofSchema = parsed.error.issues
    .flatMap((issue) => flattenIssue(issue))
    .map(({ path, message }) => {
      const found = describeFound(document, path);
      return { path: formatPath(path) || '(document)', message, ...(found === undefined ? {} : { found }) };
    });
  const { config, broken } = salvage(document);
  return { ok: false, problems: [...ofSchema, ...checkReferences(config, adapterTypes, broken)] };
}

/**
 * What can be read of a document with mistakes, so that its references are checked in the same go: each list keeps its
 * places, an element that does not parse keeps only its id and is named in `broken`.
 */
function salvage(document: unknown): {
  readonly config: ConfigDocument;
  readonly broken: ReadonlySet<object>;
} {
  const broken = new Set<object>();
  const config: Record<string, unknown> = { ...configDocumentSchema.parse({ version: 1 }) };
  if (typeof document !== 'object' || document === null) return { config: config as ConfigDocument, broken };
  for (const [key, schema] of Object.entries(configDocumentSchema.shape)) {
    const value: unknown = Object.hasOwn(document, key)
      ? (document as Record<string, unknown>)[key]
      : undefined;
    const whole = schema.safeParse(value);
    if (whole.success) {
      config[key] = whole.data;
      continue;
    }
    const element = schema instanceof z.ZodDefault ? schema.unwrap() : schema;
    if (!Array.isArray(value) || !(element instanceof z.ZodArray)) continue;
    config[key] = value.map((item: unknown) => {
      const one = z.safeParse(element.element, item);
      if (one.success) return one.data;
      const id = typeof item === 'object' && item !== null ? (item as { id?: unknown }).id : undefined;
      const stub = { id: typeof id === 'string' ? id : '' };
      broken.add(stub);
      return stub;
    });
  }
  return { config: config as ConfigDocument, broken };
}

function checkReferences(
  config: ConfigDocument,
  adapterTypes: readonly string[],
  broken: ReadonlySet<object> = new Set(),
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const report = (path: string, message: string, found: string) =>
    problems.push({ path, message, found: JSON.stringify(found) });
  const ids = {
    user: new Set(config.users.map((user) => user.id)),
    team: new Set(config.teams.map((team) => team.id)),
    schedule: new Set(config.schedules.map((schedule) => schedule.id)),
    escalation: new Set(config.escalationPolicies.map((policy) => policy.id)),
    service: new Set(config.services.map((service) => service.id)),
  };
  const need = (kind: keyof typeof ids, id: string, path: string) => {
    if (!ids[kind].has(id))
      report(path, `expected the id of a ${kind === 'escalation' ? 'escalation policy' : kind}`, id);
  };
  const needUnique = (list: readonly { id: string }[], path: string) => {
    const seen = new Set<string>();
    list.forEach((item, index) => {
      if (seen.has(item.id) && item.id !== '')
        report(`${path}[${index}].id`, 'expected an id not used before', item.id);
      seen.add(item.id);
    });
  };
  for (const key of [
    'users',
    'teams',
    'schedules',
    'escalationPolicies',
    'services',
    'integrations',
    'extensions',
    'displays',
    'calendars',
    'inhibitions',
    'maintenance',
  ] as const) {
    needUnique(config[key], key);
  }

  config.users.forEach((user, u) => {
    if (broken.has(user)) return;
    needUnique(user.contacts, `users[${u}].contacts`);
    const contacts = new Set(user.contacts.map((contact) => contact.id));
    user.notificationRules.forEach((rule, r) => {
      rule.notify.forEach((id, n) => {
        if (!contacts.has(id))
          report(
            `users[${u}].notificationRules[${r}].notify[${n}]`,
            'expected the id of a contact of this user',
            id,
          );
      });
      if ('service' in rule.when) {
        rule.when.service?.forEach((id, s) => {
          need('service', id, `users[${u}].notificationRules[${r}].when.service[${s}]`);
        });
      }
    });
  });
  config.teams.forEach((team, t) => {
    if (broken.has(team)) return;
    team.members.forEach((id, m) => {
      need('user', id, `teams[${t}].members[${m}]`);
    });
  });
  config.schedules.forEach((schedule, s) => {
    if (broken.has(schedule)) return;
    const path = `schedules[${s}]`;
    needUnique(schedule.layers, `${path}.layers`);
    needUnique(schedule.overrides, `${path}.overrides`);
    const layers = new Set(schedule.layers.map((layer) => layer.id));
    schedule.layers.forEach((layer, l) => {
      layer.users.forEach((turn, t) => {
        if (typeof turn === 'string') need('user', turn, `${path}.layers[${l}].users[${t}]`);
        else if (turn !== null) need('team', turn.team, `${path}.layers[${l}].users[${t}].team`);
      });
    });
    schedule.overrides.forEach((override, o) => {
      need('user', override.user, `${path}.overrides[${o}].user`);
      if (override.to <= override.from)
        report(`${path}.overrides[${o}].to`, 'expected a time after "from"', override.to);
      if (override.layers !== 'all') {
        override.layers.forEach((id, l) => {
          if (!layers.has(id))
            report(`${path}.overrides[${o}].layers[${l}]`, 'expected the id of a layer of this schedule', id);
        });
      }
    });
  });
  config.escalationPolicies.forEach((policy, p) => {
    if (broken.has(policy)) return;
    policy.steps.forEach((step, s) => {
      step.targets.forEach((target, t) => {
        const path = `escalationPolicies[${p}].steps[${s}].targets[${t}]`;
        if ('user' in target) need('user', target.user, `${path}.user`);
        else if ('schedule' in target) need('schedule', target.schedule, `${path}.schedule`);
        else need('team', target.team, `${path}.team`);
      });
    });
  });
  config.fallback.users.forEach((id, u) => {
    need('user', id, `fallback.users[${u}]`);
  });
  config.services.forEach((service, s) => {
    if (broken.has(service)) return;
    const path = `services[${s}]`;
    const target = service.target;
    if (target !== null) {
      if ('escalation' in target) need('escalation', target.escalation, `${path}.target.escalation`);
      else if ('schedule' in target) need('schedule', target.schedule, `${path}.target.schedule`);
      else need('user', target.user, `${path}.target.user`);
    }
    if (service.team !== undefined) need('team', service.team, `${path}.team`);
    service.dependsOn.forEach((id, d) => {
      need('service', id, `${path}.dependsOn[${d}]`);
    });
  });
  problems.push(...findKeyProblems(config, broken));
  config.integrations.forEach((integration, i) => {
    if (broken.has(integration)) return;
    const path = `integrations[${i}]`;
    if (!adapterTypes.includes(integration.type)) {
      report(
        `${path}.type`,
        `expected a type this version has: ${adapterTypes.join(', ')}`,
        integration.type,
      );
    }
    need('service', integration.service, `${path}.service`);
    problems.push(...customProblems(integration, path));
    checkFetch(integration, path, report);
    integration.routes.forEach((route, r) => {
      need('service', route.service, `${path}.routes[${r}].service`);
    });
  });
  reportHeartbeatProblems(config, broken, (id) => ids.service.has(id), report);
  config.extensions.forEach((extension, e) => {
    if (broken.has(extension)) return;
    extension.services.forEach((id, s) => {
      need('service', id, `extensions[${e}].services[${s}]`);
    });
  });
  config.displays.forEach((display, d) => {
    if (broken.has(display)) return;
    display.filter.services?.forEach((id, s) => {
      need('service', id, `displays[${d}].filter.services[${s}]`);
    });
    display.filter.teams?.forEach((id, t) => {
      need('team', id, `displays[${d}].filter.teams[${t}]`);
    });
  });
  checkNoise(config, broken, report);
  return problems;
}
