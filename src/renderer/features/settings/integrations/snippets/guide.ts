/** Where a tool is to post, with the key (or its blank) filled in. */
export interface Target {
  /** The main address. */
  readonly address: string;
  /** Scheme, host and port alone: the base URL of an emulated API. */
  readonly origin: string;
  readonly key: string;
}

/** How a block is written, so that it can be checked and marked. */
export type SnippetLanguage = 'yaml' | 'json' | 'shell' | 'text';

/** A block to copy into the tool. `title` is the tool's own name of the place: a file, a field, a menu. */
export interface Snippet {
  readonly title: string;
  readonly language: SnippetLanguage;
  readonly text: string;
}

/** A body as the tool itself would send it, to try the address from a shell. */
export interface Sample {
  readonly body: Readonly<Record<string, unknown>> | readonly unknown[];
  /** `form`: fields of a form; JSON when absent. */
  readonly as?: 'form';
  /** Where it goes, when that is not the main address. */
  readonly to?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is known about setting up one tool. */
export interface Guide {
  readonly snippets: (target: Target) => readonly Snippet[];
  /** Null where nothing but the tool itself can send it (signed messages, mail). */
  readonly sample: ((summary: string, target: Target) => Sample) | null;
}

export const json = (title: string, value: unknown): Snippet => ({
  title,
  language: 'json',
  text: JSON.stringify(value, null, 2),
});
export const text = (title: string, lines: string): Snippet => ({ title, language: 'text', text: lines });
export const yaml = (title: string, lines: string): Snippet => ({ title, language: 'yaml', text: lines });
export const shell = (title: string, lines: string): Snippet => ({ title, language: 'shell', text: lines });

/** A tool whose settings have one field for the address. */
export const pasteAddress =
  (title: string) =>
  ({ address }: Target): readonly Snippet[] => [text(title, address)];
