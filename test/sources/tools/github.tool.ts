import type { Conformance } from './conformance.ts';

const repository = {
  id: 7,
  name: 'shop',
  full_name: 'acme/shop',
  html_url: 'https://github.example/acme/shop',
};
const run = (conclusion: string | null, changes: object = {}, action = 'completed') => ({
  action,
  repository,
  sender: { login: 'kim' },
  workflow: { id: 31, name: 'deploy', path: '.github/workflows/deploy.yml' },
  workflow_run: {
    id: 4001,
    name: 'deploy',
    workflow_id: 31,
    head_branch: 'main',
    head_sha: 'abc123',
    run_number: 12,
    run_attempt: 1,
    status: action === 'completed' ? 'completed' : action,
    conclusion,
    created_at: '2026-11-22T08:50:00Z',
    updated_at: '2026-11-22T08:56:49Z',
    html_url: 'https://github.example/acme/shop/actions/runs/4001',
    logs_url: 'https://api.github.example/repos/acme/shop/actions/runs/4001/logs',
    head_commit: { message: 'Sell more' },
    actor: { login: 'kim' },
    ...changes,
  },
});
const deployment = (state: string, environment = 'production') => ({
  action: 'created',
  deployment_status: {
    id: 9,
    state,
    description: '',
    environment,
    target_url: 'https://ci.example.com/9',
    created_at: '2026-11-22T08:55:55Z',
    updated_at: '2026-11-22T08:55:55Z',
  },
  deployment: { id: 8, ref: 'main', sha: 'abc123', task: 'deploy', environment },
  repository,
});
const job = (conclusion: string) => ({
  action: 'completed',
  workflow_job: {
    name: 'unit tests',
    workflow_name: 'check',
    head_branch: 'main',
    status: 'completed',
    conclusion,
    completed_at: '2026-11-22T08:56:00Z',
    html_url: 'https://github.example/acme/shop/actions/runs/4002/job/1',
  },
  repository,
});
const check = (conclusion: string) => ({
  action: 'completed',
  check_run: {
    name: 'coverage',
    status: 'completed',
    conclusion,
    completed_at: '2026-11-22T08:56:00Z',
    app: { slug: 'codecov' },
    check_suite: { head_branch: 'main' },
    output: { title: 'Coverage fell' },
  },
  repository,
});
const suite = (conclusion: string) => ({
  action: 'completed',
  check_suite: {
    status: 'completed',
    conclusion,
    head_branch: 'main',
    app: { slug: 'actions', name: 'Actions' },
  },
  repository,
});
const form = (body: unknown) => ({ payload: JSON.stringify(body) });
const ping = { zen: 'Design for failure.', hook_id: 30, hook: { type: 'Repository' }, repository };

export const tool: Conformance = {
  type: 'github',
  courses: [
    {
      name: 'workflow run',
      key: 'acme/shop|31|main',
      trigger: { name: 'failure', body: run('failure'), headers: { 'x-github-event': 'workflow_run' } },
      urgency: null,
      summary: 'acme/shop deploy #12 on main: failure',
      repeat: { name: 'timed_out', body: run('timed_out', { run_attempt: 2 }) },
      worse: { post: { name: 'action_required', body: run('action_required') }, urgency: 'low' },
      recovery: { name: 'success', body: run('success', { run_number: 13 }) },
    },
    {
      name: 'workflow run as a form',
      key: 'acme/shop|31|main',
      trigger: { name: 'failure', body: form(run('startup_failure', { name: null })) },
      urgency: null,
      summary: 'acme/shop deploy #12',
      recovery: { name: 'success', body: form(run('success')) },
    },
    {
      name: 'deployment to production',
      key: 'acme/shop|deployment|production',
      trigger: { name: 'failure', body: deployment('failure') },
      urgency: 'high',
      summary: 'deployment to production: failure',
      repeat: { name: 'error', body: deployment('error') },
      recovery: { name: 'success', body: deployment('success') },
    },
    {
      name: 'deployment elsewhere',
      key: 'acme/shop|deployment|staging',
      trigger: { name: 'error', body: deployment('error', 'staging') },
      urgency: null,
      summary: 'deployment to staging: error',
      recovery: { name: 'success', body: deployment('success', 'staging') },
    },
    {
      name: 'job',
      key: 'acme/shop|check|unit tests|main',
      trigger: { name: 'failure', body: job('failure') },
      urgency: null,
      summary: 'check / unit tests on main: failure',
      recovery: { name: 'success', body: job('success') },
    },
    {
      name: 'check run',
      key: 'acme/shop|codecov|coverage|main',
      trigger: { name: 'failure', body: check('failure') },
      urgency: null,
      summary: 'coverage on main: failure',
      recovery: { name: 'success', body: check('success') },
    },
    {
      name: 'check suite',
      key: 'acme/shop|check_suite|actions|main',
      trigger: { name: 'failure', body: suite('failure') },
      urgency: null,
      summary: 'Actions on main: failure',
      recovery: { name: 'success', body: suite('success') },
    },
  ],
  test: {
    setAside: [
      { name: 'ping', body: ping, headers: { 'x-github-event': 'ping' } },
      { name: 'ping as a form', body: form(ping) },
    ],
  },
  asides: [
    { name: 'in progress', body: run(null, {}, 'in_progress') },
    { name: 'cancelled', body: run('cancelled') },
    { name: 'skipped', body: run('skipped') },
    { name: 'deployment under way', body: deployment('in_progress') },
    { name: 'deployment replaced', body: deployment('inactive') },
    { name: 'a push', body: { ref: 'refs/heads/main', repository }, headers: { 'x-github-event': 'push' } },
  ],
  malformed: [
    { post: { name: 'nothing known', body: { repository } }, field: 'workflow_run' },
    {
      post: { name: 'no repository', body: { ...run('failure'), repository: {} } },
      field: 'repository.full_name',
    },
    { post: { name: 'unknown conclusion', body: run('exploded') }, field: 'workflow_run.conclusion' },
    { post: { name: 'unknown state', body: deployment('exploded') }, field: 'deployment_status.state' },
    { post: { name: 'a form of no JSON', body: { payload: 'hello' } }, field: 'payload' },
    { post: { name: 'a list', body: [] }, field: 'body' },
  ],
};
