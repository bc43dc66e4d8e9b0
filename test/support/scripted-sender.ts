import type { ExtensionMessage, PersonMessage } from '../../src/server/domain/incident/decision.ts';
import type { DeliveryResult } from '../../src/server/runtime/ports.ts';
import type { SenderPort } from '../../src/server/runtime/sender.ts';

export const SENT: DeliveryResult = { ok: true, retryable: false, detail: '204' };
export const FAILS_FOR_GOOD: DeliveryResult = { ok: false, retryable: false, detail: '410 gone' };
export const FAILS_FOR_NOW: DeliveryResult = { ok: false, retryable: true, detail: '503 busy' };

/** One message that left the house. */
export interface Left {
  readonly at: number;
  readonly to: string;
  readonly contact: string;
  readonly kind: string;
  readonly incident: string | null;
  readonly id: string;
  readonly result: DeliveryResult | 'under way';
  readonly message: PersonMessage | ExtensionMessage;
}

/** Channels that do what a story says, per person, `person/contact` or `extension/id`. */
export class ScriptedSender implements SenderPort {
  readonly left: Left[] = [];
  readonly #answers = new Map<string, DeliveryResult | 'hang'>();
  readonly #hanging: ((result: DeliveryResult) => void)[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** From now on; `hang` leaves a message under way until `release`. */
  answer(to: string, result: DeliveryResult | 'hang'): void {
    this.#answers.set(to, result);
  }

  release(result: DeliveryResult = SENT): void {
    for (const resolve of this.#hanging.splice(0)) resolve(result);
  }

  get underWay(): number {
    return this.#hanging.length;
  }

  deliver(input: Parameters<SenderPort['deliver']>[0]): Promise<DeliveryResult> {
    const { message, contact } = input;
    return this.#send(message, message.user, contact.id, message.kind);
  }

  deliverExtension(input: Parameters<SenderPort['deliverExtension']>[0]): Promise<DeliveryResult> {
    const { message } = input;
    return this.#send(message, `extension/${message.extension}`, '', message.event);
  }

  #send(
    message: PersonMessage | ExtensionMessage,
    to: string,
    contact: string,
    kind: string,
  ): Promise<DeliveryResult> {
    const answer = this.#answers.get(`${to}/${contact}`) ?? this.#answers.get(to) ?? SENT;
    const result = answer === 'hang' ? 'under way' : answer;
    const { id, incident } = message;
    this.left.push({ at: this.#now(), to, contact, kind, incident, id, result, message });
    if (answer !== 'hang') return Promise.resolve(answer);
    return new Promise((resolve) => this.#hanging.push(resolve));
  }
}
