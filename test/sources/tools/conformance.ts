import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Integration } from '../../../src/shared/config/integration.ts';
import type { Urgency } from '../../../src/shared/words.ts';

/** One request of a tool, as it would arrive. */
export interface Post {
  /** What the version or kind is: `webhook v4, resolved`. */
  readonly name: string;
  readonly body: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A way of one thing through a tool: it breaks, breaks on, gets worse, is over. All of it must have one key. */
export interface Course {
  readonly name: string;
  /** The tool's own key that every request of the course must carry. */
  readonly key: string;
  readonly trigger: Post;
  readonly urgency: Urgency | null;
  /** Words that the incident's summary must contain. */
  readonly summary: string;
  /** The same trouble told again. */
  readonly repeat?: Post;
  /** The same trouble at another severity, where the tool has any. */
  readonly worse?: { readonly post: Post; readonly urgency: Urgency };
  /** Somebody has it, where the tool can say so. */
  readonly ack?: Post;
  /** Null: the tool never says that it is over. */
  readonly recovery: Post | null;
}

/** A request that is refused, with the field that the reason must begin with. */
export interface Refused {
  readonly post: Post;
  readonly field: string;
}

/** What comes when somebody tries the way, and what becomes of it; at least one of them, or why there is none. */
export type TestMessage =
  | {
      /** The tool's own test message, which nothing else can be: recorded, pages nobody. */
      readonly setAside?: readonly Post[];
      /** An alert made by hand, which nothing tells from another: it opens an incident, and pages. */
      readonly opens?: readonly Post[];
      /** The template as its user wrote it: refused by the first field that nothing filled in (DECISIONS 42). */
      readonly unfilled?: readonly Refused[];
    }
  | { readonly none: string };

/** What a source must show (README of src/server/sources). One file a tool under `test/sources/tools/`. */
export interface Conformance {
  readonly type: string;
  /** Path of the door, `/integration/{type}/v1/{key}` when absent. */
  readonly path?: string;
  readonly method?: 'POST' | 'PUT' | 'GET';
  /** At least two: several versions or several severities. */
  readonly courses: readonly Course[];
  /** What no course can show since the tool does not tell it, and why. */
  readonly lacks?: { readonly worse?: string; readonly recovery?: string };
  /** One request with several things, where the tool batches: each event's key and status, in order. */
  readonly batch?: {
    readonly post: Post;
    readonly events: readonly (readonly [string, 'open' | 'ack' | 'close'])[];
  };
  /** The tool's test message. */
  readonly test: TestMessage;
  /** Requests that are recorded and page nobody: notices that are neither trouble nor its end. */
  readonly asides?: readonly Post[];
  readonly malformed: readonly Refused[];
  /** What the integration of the config teaches this source (`custom`). */
  readonly integration?: Partial<Integration>;
}

/** Every tool's conformance, found by its file: `<tool>.tool.ts` exports one as `tool`, or several as `tools`. */
export async function allConformances(): Promise<readonly Conformance[]> {
  const files = globSync('*.tool.ts', { cwd: import.meta.dirname }).sort();
  const modules = await Promise.all(
    files.map(
      (file) =>
        import(resolve(import.meta.dirname, file)) as Promise<{ tool?: Conformance; tools?: Conformance[] }>,
    ),
  );
  return modules.flatMap(({ tool, tools = [] }) => (tool === undefined ? tools : [tool, ...tools]));
}

/** Every request a conformance holds that must be accepted. */
export function postsOf({ courses, batch, test, asides = [] }: Conformance): readonly Post[] {
  const { setAside = [], opens = [] } = 'none' in test ? {} : test;
  return [
    ...courses.flatMap(({ trigger, repeat, worse, ack, recovery }) => [
      trigger,
      repeat,
      worse?.post,
      ack,
      recovery,
    ]),
    batch?.post,
    ...setAside,
    ...opens,
    ...asides,
  ].filter((post) => post !== undefined && post !== null);
}
