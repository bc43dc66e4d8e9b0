import { z } from 'zod';
import { positiveDurationSchema } from '../duration.ts';
import { httpUrlSchema, usedSecretSchema } from './common.ts';
import { fetchTlsSchema } from './fetch-tls.ts';

/** What reading the active alerts of a tool has in common. */
const common = {
  url: httpUrlSchema,
  every: positiveDurationSchema.default('PT1M'),
  /** Close what is open here and no longer active there (ING160). */
  resolveMissing: z.boolean().default(true),
  tls: fetchTlsSchema.optional(),
};

/** Alertmanager's API v2. An Alertmanager just started knows no alerts until Prometheus sends them again. */
const alertmanagerFetchSchema = z.strictObject({
  kind: z.literal('alertmanager'),
  ...common,
  /** How long an alert must be missing in every reading. */
  grace: positiveDurationSchema.default('PT5M'),
  auth: z
    .union(
      [
        z.strictObject({ user: z.string().min(1).max(320), password: usedSecretSchema }),
        z.strictObject({ bearer: usedSecretSchema }),
      ],
      'expected { "user", "password" } or { "bearer" }',
    )
    .nullable()
    .default(null),
  /** Only alerts routed to this receiver are opened; without it, all are. */
  receiver: z.string().min(1).max(200).optional(),
});
export type AlertmanagerFetch = z.infer<typeof alertmanagerFetchSchema>;

/** Zabbix's JSON-RPC; `url` is the frontend's. */
const zabbixFetchSchema = z.strictObject({
  kind: z.literal('zabbix'),
  ...common,
  grace: positiveDurationSchema.default('PT1M'),
  token: usedSecretSchema,
  /** Problems below are not opened: 0 not classified … 5 disaster. */
  minSeverity: z.int().min(0).max(5).default(0),
});
export type ZabbixFetch = z.infer<typeof zabbixFetchSchema>;

/** Checkmk's REST API; `url` is the site's, `https://mon.example.com/main`. */
const checkmkFetchSchema = z.strictObject({
  kind: z.literal('checkmk'),
  ...common,
  grace: positiveDurationSchema.default('PT1M'),
  /** Name of the site, as its notifications give it (`OMD_SITE`). */
  site: z.string().min(1).max(64),
  user: z.string().min(1).max(100),
  /** The automation user's. */
  secret: usedSecretSchema,
});
export type CheckmkFetch = z.infer<typeof checkmkFetchSchema>;

export const STATE_FETCH_SCHEMAS = [alertmanagerFetchSchema, zabbixFetchSchema, checkmkFetchSchema] as const;
export type StateFetch = AlertmanagerFetch | ZabbixFetch | CheckmkFetch;
