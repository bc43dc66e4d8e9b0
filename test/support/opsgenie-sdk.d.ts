/** The client has no types of its own; what the tests call of it. */
declare module 'opsgenie-sdk' {
  /** `error` is the answer's body with `httpStatusCode` where it was no 2xx. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into by tests
  type Callback = (error: any, answer: any) => void;
  const client: {
    configure(options: {
      readonly host: string;
      readonly api_key: string;
      readonly retryDelay?: number;
    }): void;
    readonly alertV2: Readonly<Record<string, (...args: [...unknown[], Callback]) => void>>;
    readonly heartbeat: Readonly<Record<string, (...args: [...unknown[], Callback]) => void>>;
  };
  export default client;
}
