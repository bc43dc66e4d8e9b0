import { alertmanagerSource } from './alertmanager.ts';
import { appDynamicsSource } from './appdynamics.ts';
import { azureSource } from './azure.ts';
import { checkmkSource } from './checkmk.ts';
import { cloudWatchSource } from './cloudwatch.ts';
import { customSource } from './custom/custom.ts';
import { datadogSource } from './datadog.ts';
import { dynatraceSource } from './dynatrace.ts';
import { elasticSource } from './elastic.ts';
import { emailSource } from './email.ts';
import { eventBridgeSource } from './eventbridge.ts';
import { gcpSource } from './gcp.ts';
import { githubSource } from './github.ts';
import { grafanaSource } from './grafana.ts';
import { honeycombSource } from './honeycomb.ts';
import { instanaSource } from './instana.ts';
import { jiraSource } from './jira.ts';
import { kapacitorSource } from './kapacitor.ts';
import { kubernetesSource } from './kubernetes.ts';
import { librenmsSource } from './librenms.ts';
import { nagiosSource } from './nagios.ts';
import { netdataSource } from './netdata.ts';
import { newRelicSource } from './newrelic.ts';
import { opsgenieSource } from './opsgenie.ts';
import { opsgenieTools } from './opsgenie-tools.ts';
import { pagerDutySource } from './pagerduty-v2.ts';
import { pingdomSource } from './pingdom.ts';
import { prtgSource } from './prtg.ts';
import { sentrySource } from './sentry.ts';
import { site24x7Source } from './site24x7.ts';
import { solarwindsSource } from './solarwinds.ts';
import type { Endpoint, Source } from './source.ts';
import { splunkSource } from './splunk.ts';
import { standardSource } from './standard.ts';
import { statusCakeSource } from './statuscake.ts';
import { uptimeKumaSource } from './uptimekuma.ts';
import { uptimeRobotSource } from './uptimerobot.ts';
import { whatapSource } from './whatap.ts';
import { zabbixSource } from './zabbix.ts';
import { zendeskSource } from './zendesk.ts';

/** Every tool that may post to us. A new source is one more line here. */
export const SOURCES: readonly Source[] = [
  standardSource,
  alertmanagerSource,
  pagerDutySource,
  instanaSource,
  cloudWatchSource,
  eventBridgeSource,
  azureSource,
  gcpSource,
  datadogSource,
  newRelicSource,
  sentrySource,
  dynatraceSource,
  honeycombSource,
  appDynamicsSource,
  githubSource,
  grafanaSource,
  zabbixSource,
  nagiosSource,
  checkmkSource,
  splunkSource,
  elasticSource,
  prtgSource,
  solarwindsSource,
  librenmsSource,
  netdataSource,
  kapacitorSource,
  kubernetesSource,
  pingdomSource,
  uptimeRobotSource,
  uptimeKumaSource,
  statusCakeSource,
  site24x7Source,
  whatapSource,
  jiraSource,
  zendeskSource,
  customSource,
  emailSource,
  opsgenieSource,
];

/** Types an integration may have in the config, aliases included. */
export function adapterTypes(): string[] {
  return SOURCES.flatMap((source) => [source.type, ...(source.aliases ?? [])]);
}

/** A door found for a request; `key` is the decoded key of the path, null where the path has none. */
export interface EndpointMatch {
  readonly endpoint: Endpoint;
  readonly source: Source;
  readonly key: string | null;
}

/** One segment of the paths known, and what may follow it. */
interface PathNode {
  readonly children: Map<string, PathNode>;
  /** What follows where any segment may stand: `{key}` is the key, other names in braces are not looked at. */
  keyChild: PathNode | null;
  isKey: boolean;
  readonly doors: { readonly endpoint: Endpoint; readonly source: Source }[];
}

const makeNode = (): PathNode => ({
  children: new Map(),
  keyChild: null,
  isKey: false,
  doors: [],
});

function buildPaths(sources: readonly Source[]): PathNode {
  const root = makeNode();
  for (const source of sources) {
    for (const endpoint of source.endpoints) {
      let node = root;
      for (const segment of endpoint.path.split('/').slice(1)) node = childOf(node, segment);
      node.doors.push({ endpoint, source });
    }
  }
  return root;
}

function childOf(node: PathNode, segment: string): PathNode {
  if (segment.startsWith('{')) {
    node.keyChild ??= makeNode();
    node.keyChild.isKey ||= segment === '{key}';
    return node.keyChild;
  }
  const child = node.children.get(segment) ?? makeNode();
  node.children.set(segment, child);
  return child;
}

const PATHS = buildPaths([...SOURCES, ...opsgenieTools(SOURCES)]);
/** More segments than any path known has. */
const MAX_SEGMENTS = 16;

/**
 * The door for a method and a path (no query), or null when there is none. A slash at the end is allowed.
 * Never throws: a key that is not proper percent-encoding stays as it is, and is then a wrong key.
 */
export function matchEndpoint(method: string, path: string): EndpointMatch | null {
  const segments = path.split('/', MAX_SEGMENTS + 1);
  const last = segments.length > 2 && segments.at(-1) === '' ? segments.length - 1 : segments.length;
  if (segments[0] !== '' || last > MAX_SEGMENTS) return null;
  let node = PATHS;
  let key: string | null = null;
  for (let i = 1; i < last; i += 1) {
    const segment = segments[i] ?? '';
    const literal = node.children.get(segment);
    if (literal !== undefined) {
      node = literal;
    } else if (node.keyChild !== null && segment !== '') {
      node = node.keyChild;
      if (node.isKey) key = decodeSegment(segment);
    } else {
      return null;
    }
  }
  for (const { endpoint, source } of node.doors) {
    if ((endpoint.methods as readonly string[]).includes(method)) return { endpoint, source, key };
  }
  return null;
}

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
