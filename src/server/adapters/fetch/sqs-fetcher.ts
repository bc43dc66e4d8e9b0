import type { SqsFetch } from '../../../shared/config/fetch-sqs.ts';
import { explainFailure, type Fetcher, type FetcherContext } from './fetcher.ts';
import { keepTrying } from './keep-trying.ts';
import { openQueue, type Queue, VISIBILITY_MS } from './sqs-client.ts';
import { createTakeMessage } from './take-message.ts';

/** Keeps taking a queue's messages, as if each had been posted (ING150). */
export function startSqsFetcher(id: string, settings: SqsFetch, context: FetcherContext): Fetcher {
  const take = createTakeMessage(id, settings.queueUrl, context);
  const { clock } = context.core;

  function startOne(): Fetcher {
    let queue: Queue | null = null;
    const close = () => {
      queue?.close();
      queue = null;
    };

    async function round(signal: AbortSignal) {
      queue ??= await openQueue(settings, context);
      const messages = await queue.receive(signal);
      const receivedAt = clock.elapsed();
      let problem: string | null = null;
      for (const message of messages) {
        const integration = context.integration();
        // What is not reached in time, or not any more, is delivered again.
        const isLate = clock.elapsed() - receivedAt > VISIBILITY_MS / 2;
        if (signal.aborted || integration === null || isLate) break;
        await take(message, integration);
        try {
          await queue.remove(message, signal);
        } catch (error) {
          problem = `a message could not be deleted: ${explainFailure(error)}`;
        }
      }
      return { waitMs: 0, problem };
    }

    const fetcher = keepTrying(id, context, round, close);
    return {
      async stop() {
        await fetcher.stop();
        close();
      },
    };
  }

  const fetchers = Array.from({ length: settings.concurrency }, startOne);
  return {
    async stop() {
      await Promise.all(fetchers.map((one) => one.stop()));
    },
  };
}
