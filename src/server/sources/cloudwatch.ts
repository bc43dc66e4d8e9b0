import { parseAwsBody } from './aws-body.ts';
import type { Source } from './source.ts';
import { webhookSource } from './webhook-source.ts';

/** CloudWatch's alarms through a topic, with its envelope or delivered raw. */
export const cloudWatchSource: Source = webhookSource({
  type: 'cloudwatch',
  signature: 'sns',
  retriesOnly5xx: true,
  parse: (request) => parseAwsBody(request, 'AlarmName'),
});
