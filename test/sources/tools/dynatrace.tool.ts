import type { Conformance } from './conformance.ts';

const key = '-7300000000000000001_1795337800000V2';
const details = (changes: object = {}) => ({
  id: key,
  startTime: 1_795_337_800_000,
  endTime: -1,
  displayName: 'P-26110042',
  impactLevel: 'SERVICE',
  status: 'OPEN',
  severityLevel: 'PERFORMANCE',
  rankedEvents: [
    {
      entityName: 'checkout',
      eventType: 'SERVICE_RESPONSE_TIME_DEGRADED',
      severities: [{ context: 'RESPONSE_TIME', value: 3100.5, unit: 'ms' }],
    },
  ],
  ...changes,
});
const problem = (changes: object = {}) => ({
  ImpactedEntities: [{ type: 'SERVICE', name: 'checkout', entity: 'SERVICE-00AA' }],
  ImpactedEntity: 'Response time degradation on Web service checkout',
  PID: key,
  ProblemDetailsHTML: '<h1>Response time</h1>',
  ProblemDetailsJSON: details(),
  ProblemDetailsMarkdown: '**Response time**',
  ProblemDetailsText: 'Response time\nWeb service checkout',
  ProblemID: 'P-26110042',
  ProblemImpact: 'SERVICE',
  ProblemSeverity: 'PERFORMANCE',
  ProblemTitle: 'Response time degradation',
  ProblemURL: 'https://shop.dynatrace.example/#problems/problemdetails;pid=1',
  State: 'OPEN',
  Tags: 'env:prod, team:shop',
  ...changes,
});

export const tool: Conformance = {
  type: 'dynatrace',
  courses: [
    {
      name: 'whole template',
      key,
      trigger: { name: 'OPEN', body: problem() },
      urgency: 'medium',
      summary: 'Response time degradation',
      repeat: { name: 'OPEN again', body: problem() },
      worse: {
        post: { name: 'AVAILABILITY', body: problem({ ProblemSeverity: 'AVAILABILITY' }) },
        urgency: 'highest',
      },
      recovery: {
        name: 'RESOLVED',
        body: problem({
          State: 'RESOLVED',
          ProblemDetailsJSON: details({ status: 'CLOSED', endTime: 1_795_338_400_000 }),
        }),
      },
    },
    {
      name: 'old severity, details quoted by mistake',
      key,
      trigger: {
        name: 'OPEN',
        body: problem({
          ProblemSeverity: 'CUSTOM',
          ProblemDetailsJSON: JSON.stringify(details()),
          ImpactedEntities: '[{"name":"checkout"}]',
        }),
      },
      urgency: 'low',
      summary: 'Response time degradation',
      worse: {
        post: { name: 'RESOURCE', body: problem({ ProblemSeverity: 'RESOURCE' }) },
        urgency: 'medium',
      },
      recovery: { name: 'MERGED', body: problem({ State: 'MERGED' }) },
    },
    {
      name: 'a small template',
      key,
      trigger: {
        name: 'OPEN',
        body: { PID: key, State: 'OPEN', ProblemTitle: 'Down', ProblemSeverity: 'ERROR', Tags: '{Tags}' },
      },
      urgency: 'high',
      summary: 'Down',
      recovery: { name: 'RESOLVED', body: { PID: key, State: 'RESOLVED' } },
    },
  ],
  test: {
    setAside: [
      {
        name: 'a test',
        body: problem({ PID: '99999', ProblemID: '999', ProblemTitle: 'Dynatrace problem test' }),
      },
    ],
    unfilled: [
      { post: { name: 'a template as it was written', body: problem({ PID: '{PID}' }) }, field: 'PID' },
    ],
  },
  malformed: [
    { post: { name: 'no PID', body: { State: 'OPEN' } }, field: 'PID' },
    { post: { name: 'no state', body: problem({ State: undefined }) }, field: 'State' },
    { post: { name: 'unknown state', body: problem({ State: 'PAUSED' }) }, field: 'State' },
    { post: { name: 'a list', body: [] }, field: 'body' },
  ],
};
