/** A running server, seen from the supervisor. Signals after its end are ignored. */
export interface ServerProcess {
  readonly pid: () => number | null;
  readonly post: (message: unknown) => void;
  /** Asks it to end: everything accepted is committed first. */
  readonly stop: () => void;
  /** Ends it at once. */
  readonly kill: () => void;
}

export interface ServerProcessEvents {
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
  readonly message: (value: unknown) => void;
  /** Once. `code` is null when a signal ended it and the system does not say which. */
  readonly exit: (code: number | null) => void;
}

/** Starts a server; never throws: a start that fails is an exit. */
export type StartServer = (events: ServerProcessEvents) => ServerProcess;
