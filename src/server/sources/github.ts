import type { EventStatus } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { copyDetails, toLink } from './details.ts';
import { parseEmbedded } from './embedded-json.ts';
import { describeFound, firstLine, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { firstId, firstObject, presentLinks, wordOf } from './rendered.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * GitHub: runs of workflows and jobs, checks, and states of deployments. A red run opens and the next green one of the
 * same workflow and branch closes; a deployment by its environment. Old hooks send a form whose `payload` is the body.
 * Source: GitHub documentation, "Webhook events and payloads".
 */
export const githubSource: Source = webhookSource({
  type: 'github',
  signature: 'github',
  parse: (request) => [parseHook(request)],
});

type Course = EventStatus | 'neither';

const CONCLUSIONS: ReadonlyMap<string, Course> = new Map([
  ['failure', 'open'],
  ['timed_out', 'open'],
  ['startup_failure', 'open'],
  ['action_required', 'open'],
  ['success', 'close'],
  ['cancelled', 'neither'],
  ['skipped', 'neither'],
  ['neutral', 'neither'],
  ['stale', 'neither'],
]);
const DEPLOYMENT_STATES: ReadonlyMap<string, Course> = new Map([
  ['failure', 'open'],
  ['error', 'open'],
  ['success', 'close'],
  ['pending', 'neither'],
  ['queued', 'neither'],
  ['in_progress', 'neither'],
  ['waiting', 'neither'],
  ['inactive', 'neither'],
]);

function parseHook({ body, headers }: SourceRequest): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with repository, found ${describeFound(body)}`);
  const isForm = typeof body.payload === 'string' && body.repository === undefined;
  const hook = isForm ? parseEmbedded(String(body.payload)) : body;
  if (!isObject(hook))
    return refuseField('ING2', 'payload', `expected an object as JSON, found ${describeFound(body.payload)}`);
  const kind = wordOf(headers['x-github-event']);
  const repository = optionalLine(firstObject(hook.repository).full_name);
  if (kind === 'ping' || (hook.zen !== undefined && hook.hook_id !== undefined))
    return parsedNotice(
      {
        status: 'open',
        summary: firstLine([hook.zen]) ?? 'ping',
        dedupKey: null,
        resource: repository,
        details: copyDetails(hook),
      },
      'test',
      'a ping of the hook',
    );
  const run = readRun(hook);
  if (run === null && kind === '')
    return refuseField(
      'ING2',
      'workflow_run',
      'expected a run, a check or a deployment_status, found nothing',
    );
  if (run === null)
    return parsedNotice(
      {
        status: 'open',
        summary: `${repository ?? 'GitHub'}: ${kind}`,
        dedupKey: null,
        resource: repository,
        details: copyDetails({ action: hook.action }),
      },
      'neither',
      `${kind} is no run and no deployment`,
    );
  if (repository === null)
    return refuseField(
      'ING2',
      'repository.full_name',
      `expected a text, found ${describeFound(firstObject(hook.repository).full_name)}`,
    );
  return parseRun(hook, run, repository);
}

/** What all kinds of hooks that we know come down to. */
interface Run {
  readonly field: string;
  readonly state: unknown;
  /** Undefined: a word GitHub does not have. */
  readonly course: Course | undefined;
  /** What stays from a red run to the green one after it, but for the repository. */
  readonly key: readonly unknown[];
  readonly name: string;
  /** The workflow, check or environment, without the number of a run. */
  readonly metric: string;
  readonly about: JsonObject;
  readonly time: unknown;
  readonly urls: readonly (readonly [string, unknown])[];
  readonly isProduction: boolean;
}

function readRun(hook: JsonObject): Run | null {
  const { workflow_run: run, workflow_job: job, check_run: check, check_suite: suite } = hook;
  const { deployment_status: status } = hook;
  if (isObject(run)) {
    const workflow = firstObject(hook.workflow);
    const name = firstLine([run.name, workflow.name, run.path]) ?? 'workflow';
    const number = optionalLine(run.run_number, 20);
    return finished('workflow_run', run, hook.action, {
      key: [firstId([run.workflow_id, workflow.id]) ?? name, run.head_branch],
      name: number === null ? name : `${name} #${number}`,
      metric: name,
    });
  }
  if (isObject(job)) {
    const name = firstLine([job.name]) ?? 'job';
    return finished('workflow_job', job, hook.action, {
      key: [job.workflow_name, name, job.head_branch],
      name: firstLine([job.workflow_name]) === null ? name : `${optionalLine(job.workflow_name)} / ${name}`,
    });
  }
  if (isObject(check)) {
    const name = firstLine([check.name]) ?? 'check';
    const branch = firstObject(check.check_suite).head_branch;
    return finished('check_run', check, hook.action, {
      key: [firstObject(check.app).slug, name, branch],
      name,
    });
  }
  if (isObject(suite)) {
    const { slug, name } = firstObject(suite.app);
    return finished('check_suite', suite, hook.action, {
      key: ['check_suite', slug, suite.head_branch],
      name: firstLine([name, slug]) ?? 'checks',
    });
  }
  return isObject(status) ? readDeployment(status, firstObject(hook.deployment)) : null;
}

/** A run counts when it is completed; until then it is neither red nor green. */
function finished(
  field: string,
  about: JsonObject,
  action: unknown,
  { key, name, metric = name }: Pick<Run, 'key' | 'name'> & { readonly metric?: string },
): Run {
  const isCompleted = wordOf(action) === 'completed' || wordOf(about.status) === 'completed';
  return {
    field: `${field}.conclusion`,
    state: isCompleted ? about.conclusion : (about.status ?? action),
    course: isCompleted ? CONCLUSIONS.get(wordOf(about.conclusion)) : 'neither',
    key,
    name,
    metric,
    about,
    time: about.updated_at ?? about.completed_at ?? about.started_at,
    urls: [
      ['GitHub', about.html_url],
      ['Logs', about.logs_url],
    ],
    isProduction: false,
  };
}

function readDeployment(status: JsonObject, deployment: JsonObject): Run {
  const environment = firstLine([status.environment, deployment.environment]) ?? '';
  return {
    field: 'deployment_status.state',
    state: status.state,
    course: DEPLOYMENT_STATES.get(wordOf(status.state)),
    key: ['deployment', environment],
    name: `deployment to ${environment}`,
    metric: environment,
    about: { ...status, ref: deployment.ref, sha: deployment.sha, task: deployment.task },
    time: status.updated_at ?? status.created_at,
    urls: [
      ['Deployment', status.target_url],
      ['Environment', status.environment_url],
      ['Logs', status.log_url],
    ],
    isProduction: wordOf(environment) === 'production' || wordOf(environment) === 'prod',
  };
}

function parseRun(hook: JsonObject, run: Run, repository: string): ParsedEvent {
  if (run.course === undefined)
    return refuseField(
      run.state === undefined ? 'ING2' : 'ING6',
      run.field,
      `expected success, failure or another of GitHub's, found ${describeFound(run.state)}`,
    );
  const { about } = run;
  const state = optionalLine(run.state, 64) ?? '';
  const branch = optionalLine(about.head_branch ?? firstObject(about.check_suite).head_branch);
  const parts = {
    summary: `${repository} ${run.name}${branch === null ? '' : ` on ${branch}`}: ${state}`,
    dedupKey: [repository, ...run.key].map((part) => firstId([part]) ?? '').join('|'),
    ...urgencyOf(run, state),
    eventAt: parseTime(run.time),
    resource: repository,
    metricName: optionalLine(run.metric),
    metricValue: state,
    eventType: run.field.slice(0, run.field.indexOf('.')),
    details: copyDetails({
      action: hook.action,
      branch,
      sha: about.head_sha ?? about.sha,
      attempt: about.run_attempt,
      title: about.display_title,
      commit: firstObject(about.head_commit).message,
      event: about.event,
      actor: firstObject(about.actor ?? about.creator).login,
      environment: about.environment,
      description: about.description ?? firstObject(about.output).title,
    }),
    links: presentLinks(run.urls.map(([text, url]) => toLink(text, url))),
  };
  if (run.course === 'neither')
    return parsedNotice(
      { ...parts, status: 'open' },
      'neither',
      `${run.field} is ${state || 'not there yet'}`,
    );
  return parsedEvent({ ...parts, status: run.course });
}

/** GitHub has no urgency; what waits for somebody is low, and production is high. */
function urgencyOf(run: Run, state: string) {
  if (state === 'action_required') return { urgency: 'low' as const, urgencyWord: state };
  if (run.isProduction) return { urgency: 'high' as const, urgencyWord: 'production' };
  return {};
}
