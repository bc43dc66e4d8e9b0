import { parseAwsBody } from './aws-body.ts';
import type { Source } from './source.ts';
import { webhookSource } from './webhook-source.ts';

/** EventBridge: an API destination, which may send several events at once (pipes), or a topic in between. */
export const eventBridgeSource: Source = webhookSource({
  type: 'eventbridge',
  signature: 'sns',
  retriesOnly5xx: true,
  parse: (request) => parseAwsBody(request, 'detail-type'),
});
