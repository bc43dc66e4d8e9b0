import type {
  AlertmanagerFetch,
  CheckmkFetch,
  StateFetch,
  ZabbixFetch,
} from '../../../shared/config/fetch-state.ts';
import { readAlertmanagerState } from '../../sources/alertmanager-state.ts';
import {
  CHECKMK_HOST_COLUMNS,
  CHECKMK_SERVICE_COLUMNS,
  readCheckmkHosts,
  readCheckmkServices,
} from '../../sources/checkmk-state.ts';
import type { StateAlert, StateAnswer } from '../../sources/state-answer.ts';
import { readZabbixState, triggersOf } from '../../sources/zabbix-state.ts';
import type { CallApi } from './call-api.ts';
import { type FetcherContext, FetchFailed, needSecret } from './fetcher.ts';

type Secrets = Pick<FetcherContext, 'readSecret'>;

/** Everything that a tool has active, quiet alerts included. Throws where it is not known to be everything. */
export async function readState(
  settings: StateFetch,
  call: CallApi,
  secrets: Secrets,
): Promise<readonly StateAlert[]> {
  switch (settings.kind) {
    case 'alertmanager':
      return readAlertmanager(settings, call, secrets);
    case 'zabbix':
      return readZabbix(settings, call, secrets);
    case 'checkmk':
      return readCheckmk(settings, call, secrets);
  }
}

const bare = (url: string): string => url.replace(/\/+$/, '');

function alertsOf(answer: StateAnswer): readonly StateAlert[] {
  if (!answer.ok) throw new FetchFailed(answer.problem);
  return answer.alerts;
}

function needSuccess({ status, json }: Awaited<ReturnType<CallApi>>): unknown {
  if (status < 200 || status > 299) throw new FetchFailed(`HTTP ${status}`);
  return json;
}

async function readAlertmanager(
  { url, auth, receiver }: AlertmanagerFetch,
  call: CallApi,
  secrets: Secrets,
): Promise<readonly StateAlert[]> {
  const base = bare(url);
  // Silenced and inhibited ones too: they are not told, and they are not over.
  const answer = await call({
    url: `${base}/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true`,
    method: 'GET',
    headers: auth === null ? {} : { authorization: authorizationOf(auth, secrets) },
  });
  return alertsOf(readAlertmanagerState(needSuccess(answer), { url: base, receiver }));
}

function authorizationOf(auth: NonNullable<AlertmanagerFetch['auth']>, secrets: Secrets): string {
  if ('bearer' in auth) return `Bearer ${needSecret(secrets, auth.bearer)}`;
  const pair = `${auth.user}:${needSecret(secrets, auth.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** Tokens travel in a header since Zabbix 6.4, and before it in the request's `auth`, which 7.2 refuses. */
async function readZabbix(
  { url, token, minSeverity }: ZabbixFetch,
  call: CallApi,
  secrets: Secrets,
): Promise<readonly StateAlert[]> {
  const base = bare(url).replace(/\/api_jsonrpc\.php$/, '');
  const secret = needSecret(secrets, token);
  let isOld = false;
  const ask = async (method: string, params: object): Promise<unknown> => {
    const request = { jsonrpc: '2.0', method, params, id: 1, ...(isOld ? { auth: secret } : {}) };
    const answer = await call({
      url: `${base}/api_jsonrpc.php`,
      method: 'POST',
      headers: {
        'content-type': 'application/json-rpc',
        ...(isOld ? {} : { authorization: `Bearer ${secret}` }),
      },
      body: request,
    });
    const { result, error } = (needSuccess(answer) ?? {}) as { result?: unknown; error?: { data?: unknown } };
    if (error === undefined || error === null) return result;
    const said = typeof error === 'object' ? String(error.data ?? '') : '';
    if (isOld || !/not authori[sz]ed/i.test(said)) throw new FetchFailed(`${method}: ${said.slice(0, 120)}`);
    isOld = true;
    return ask(method, params);
  };
  const problems = await ask('problem.get', {
    output: ['eventid', 'objectid', 'name', 'severity', 'clock', 'suppressed', 'opdata'],
    source: 0,
    object: 0,
    sortfield: ['eventid'],
  });
  const triggerids = triggersOf(problems);
  const triggers =
    triggerids.length === 0
      ? []
      : await ask('trigger.get', {
          output: ['triggerid'],
          triggerids,
          monitored: true,
          selectHosts: ['host', 'name'],
        });
  return alertsOf(readZabbixState(problems, triggers, { url: base, minSeverity }));
}

async function readCheckmk(
  { url, site, user, secret }: CheckmkFetch,
  call: CallApi,
  secrets: Secrets,
): Promise<readonly StateAlert[]> {
  const headers = { authorization: `Bearer ${user} ${needSecret(secrets, secret)}` };
  const query = { op: '!=', left: 'state', right: '0' };
  const ask = async (type: 'service' | 'host', columns: readonly string[]): Promise<unknown> => {
    const path = `${bare(url)}/check_mk/api/1.0/domain-types/${type}/collections/all`;
    const posted = await call({
      url: path,
      method: 'POST',
      headers,
      body: { query, columns, sites: [site] },
    });
    if (posted.status !== 404 && posted.status !== 405) return needSuccess(posted);
    // Before Checkmk 2.3 the same question is a GET.
    const search = new URLSearchParams([
      ['query', JSON.stringify(query)],
      ['sites', site],
      ...columns.map((column): [string, string] => ['columns', column]),
    ]);
    return needSuccess(await call({ url: `${path}?${search}`, method: 'GET', headers }));
  };
  const services = alertsOf(readCheckmkServices(await ask('service', CHECKMK_SERVICE_COLUMNS), site));
  const hosts = alertsOf(readCheckmkHosts(await ask('host', CHECKMK_HOST_COLUMNS), site));
  return [...hosts, ...services];
}
