import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import type { SqsFetch } from '../../../shared/config/fetch-sqs.ts';
import { guardAdmin } from '../channels/outbound-guard.ts';
import { type FetcherContext, needSecret, tlsOptions } from './fetcher.ts';

/** Messages taken at once: the most SQS gives. */
const MAX_MESSAGES = 10;
/** How long a message is ours before it is given out again. */
export const VISIBILITY_MS = 60_000;
/** Beside the time that a question waits for messages. */
const ANSWER_MS = 10_000;
const DELETE_MS = 5000;
/** A delete that has begun when everything stops. */
const LAST_DELETE_MS = 500;

export interface Queue {
  receive(stopping: AbortSignal): Promise<readonly Message[]>;
  /** Once what it says is stored. */
  remove(message: Message, stopping: AbortSignal): Promise<void>;
  close(): void;
}

/**
 * A queue as its settings have it (ING150). The SDK, which is large, is read when the first queue is asked; it goes
 * where an admin's URL may (ING154) and tries nothing twice by itself.
 */
export async function openQueue(settings: SqsFetch, context: FetcherContext): Promise<Queue> {
  const { queueUrl, endpoint, region, accessKeyId, secretAccessKey, waitSeconds } = settings;
  const target = new URL(endpoint ?? queueUrl);
  const tls = tlsOptions(settings.tls, (path) => readFileSync(path, 'utf8'));
  const guard = guardAdmin(target, context, tls);
  guard.judgeLiteral();
  const { lookup } = guard;
  const { SQSClient, ReceiveMessageCommand, DeleteMessageCommand } = await import('@aws-sdk/client-sqs');
  const client: SQSClient = new SQSClient({
    region,
    maxAttempts: 1,
    // Else the SDK asks the host of `queueUrl`, whatever the endpoint.
    useQueueUrlAsEndpoint: endpoint === undefined,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(accessKeyId === null || secretAccessKey === null
      ? {}
      : {
          credentials: {
            accessKeyId: needSecret(context, accessKeyId),
            secretAccessKey: needSecret(context, secretAccessKey),
          },
        }),
    requestHandler: {
      httpAgent: new HttpAgent({ lookup, keepAlive: true }),
      httpsAgent: new HttpsAgent({ lookup, keepAlive: true, ...tls }),
      connectionTimeout: ANSWER_MS,
    },
  });
  return {
    async receive(stopping) {
      const abortSignal = AbortSignal.any([stopping, AbortSignal.timeout(waitSeconds * 1000 + ANSWER_MS)]);
      const { Messages: messages } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: MAX_MESSAGES,
          WaitTimeSeconds: waitSeconds,
          VisibilityTimeout: VISIBILITY_MS / 1000,
        }),
        { abortSignal },
      );
      return messages ?? [];
    },
    async remove({ ReceiptHandle: receipt }, stopping) {
      const ended = new AbortController();
      const end = () => setTimeout(() => ended.abort(), LAST_DELETE_MS).unref();
      if (stopping.aborted) end();
      stopping.addEventListener('abort', end);
      try {
        await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receipt }), {
          abortSignal: AbortSignal.any([ended.signal, AbortSignal.timeout(DELETE_MS)]),
        });
      } finally {
        stopping.removeEventListener('abort', end);
      }
    },
    close: () => client.destroy(),
  };
}
