import type { Mapping } from '../../shared/config/custom-mapping.ts';
import type { ConfigDocument } from '../../shared/config/document.ts';
import type { NotificationRule } from '../../shared/config/user.ts';
import { type ConfigProblem, type ConfigResult, validateConfig } from '../../shared/config/validate.ts';
import { findConditionProblems } from '../domain/matching/condition-problems.ts';
import { isEventField } from '../domain/matching/subject.ts';
import { adapterTypes } from '../sources/registry.ts';
import { mailProblems } from './mail-problems.ts';
import { noiseProblems } from './noise-problems.ts';

/** A revision as the ledger keeps it. `hash` names the document's content. */
export interface Revision {
  readonly revision: number;
  readonly hash: string;
  /** Hash of the revision before: a file that still holds it is brought forward (STO rule of config). */
  readonly previous: string | null;
  readonly document: ConfigDocument;
}

export type HashSecret = (text: string) => { readonly hash: string; readonly hint: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The document with every compared secret that came as text in its stored form; anything else is left to validation. */
export function hashDocumentSecrets(document: unknown, hash: HashSecret): unknown {
  if (!isRecord(document)) return document;
  const hashField = (list: unknown, field: string): unknown =>
    Array.isArray(list)
      ? list.map((item) => {
          const value = isRecord(item) ? item[field] : undefined;
          return isRecord(item) && typeof value === 'string' && value.length >= 24 && value.length <= 256
            ? { ...item, [field]: hash(value) }
            : item;
        })
      : list;
  return {
    ...document,
    ...('integrations' in document ? { integrations: hashField(document.integrations, 'key') } : {}),
    ...('displays' in document ? { displays: hashField(document.displays, 'token') } : {}),
  };
}

/** Every problem of a document: schema, references, conditions. Secrets must be hashed before. */
export function checkDocument(document: unknown): ConfigResult {
  const result = validateConfig(document, adapterTypes());
  if (!result.ok) return result;
  const problems = conditionProblems(result.config);
  return problems.length > 0 ? { ok: false, problems } : result;
}

function conditionProblems(config: ConfigDocument): ConfigProblem[] {
  const ofRoutes = config.integrations.flatMap((integration, i) =>
    integration.routes.flatMap((route, r) =>
      findConditionProblems(route.when, `integrations[${i}].routes[${r}].when`, isEventField),
    ),
  );
  const ofRules = config.users.flatMap((user, u) =>
    ruleConditionProblems(user.notificationRules, `users[${u}].notificationRules`),
  );
  const ofMappings = config.integrations.flatMap(({ mapping }, i) =>
    mappingConditionProblems(mapping, `integrations[${i}].mapping`),
  );
  const ofMail = config.integrations.flatMap((integration, i) =>
    mailProblems(integration, `integrations[${i}]`),
  );
  return [...ofRoutes, ...ofRules, ...ofMappings, ...ofMail, ...noiseProblems(config)];
}

/** What is wrong with the conditions of a mapping, which ask by path: any field name will do. */
export function mappingConditionProblems(
  mapping: Mapping | undefined,
  path: string,
): readonly ConfigProblem[] {
  return (['ignore', 'test'] as const).flatMap((name) => {
    const condition = mapping?.[name];
    return condition === undefined ? [] : findConditionProblems(condition, `${path}.${name}`);
  });
}

/** What is wrong with the conditions of personal rules; `path` is where their list stands. */
export function ruleConditionProblems(
  rules: readonly NotificationRule[],
  path: string,
): readonly ConfigProblem[] {
  return rules.flatMap(({ when }, r) => {
    const isLong = ['all', 'any', 'not', 'field', 'timeOfWeek'].some((key) => key in when);
    if (!isLong) return [];
    const condition = when as Parameters<typeof findConditionProblems>[0];
    return findConditionProblems(condition, `${path}[${r}].when`, isIncidentField);
  });
}

const INCIDENT_FIELDS = [
  'urgency',
  'service',
  'summary',
  'status',
  'count',
  'dedupKey',
  'severity',
  'integration',
];
const isIncidentField = (name: string): boolean => INCIDENT_FIELDS.includes(name);
