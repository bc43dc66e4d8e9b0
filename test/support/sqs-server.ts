import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Stored {
  readonly id: string;
  readonly body: string;
  isOut: boolean;
}

export interface SqsPeer {
  readonly url: string;
  readonly port: number;
  readonly queue: Stored[];
  /** Actions as they came, with their input. */
  readonly calls: {
    readonly action: string;
    readonly input: Record<string, unknown>;
    readonly auth: string;
  }[];
  put(body: string, id?: string): string;
  /** Gives out again what was given out and not deleted, as SQS does when its time is over. */
  again(): void;
  /** Answers such an action with an error; null: none. */
  failing: 'ReceiveMessage' | 'DeleteMessage' | null;
  readonly waiting: () => number;
  close(): Promise<void>;
}

/** As much of SQS as a consumer asks for: AWS JSON 1.0, long polling, receipts. */
export async function startSqs(): Promise<SqsPeer> {
  const queue: Stored[] = [];
  const calls: SqsPeer['calls'] = [];
  let made = 0;
  let waiting = 0;
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', async () => {
      const action = String(req.headers['x-amz-target']).replace('AmazonSQS.', '');
      const input = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
      calls.push({ action, input, auth: String(req.headers.authorization) });
      const answer = (status: number, body: unknown) => {
        res.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
        res.end(JSON.stringify(body));
      };
      if (peer.failing === action)
        return answer(400, {
          __type: 'com.amazonaws.sqs#QueueDoesNotExist',
          message: 'there is no such queue',
        });
      if (action === 'DeleteMessage') {
        const at = queue.findIndex(({ id }) => `r-${id}` === input.ReceiptHandle);
        if (at >= 0) queue.splice(at, 1);
        return answer(200, {});
      }
      const until = performance.now() + Number(input.WaitTimeSeconds) * 1000;
      waiting += 1;
      let isOpen = true;
      res.on('close', () => {
        isOpen = false;
      });
      const ready = () => queue.filter(({ isOut }) => !isOut).slice(0, Number(input.MaxNumberOfMessages));
      while (isOpen && ready().length === 0 && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 10));
      waiting -= 1;
      if (!isOpen) return;
      const found = ready();
      for (const one of found) one.isOut = true;
      const messages = found.map(({ id, body }) => ({
        MessageId: id,
        ReceiptHandle: `r-${id}`,
        Body: body,
        MD5OfBody: hash('md5', body),
      }));
      answer(200, messages.length === 0 ? {} : { Messages: messages });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const peer: SqsPeer = {
    url: `http://127.0.0.1:${port}`,
    port,
    queue,
    calls,
    failing: null,
    put(body, id = `m-${++made}`) {
      queue.push({ id, body, isOut: false });
      return id;
    },
    again() {
      for (const one of queue) one.isOut = false;
    },
    waiting: () => waiting,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return peer;
}
