import { z } from 'zod';
import { reasonSchema } from './reason.ts';

/** Which window of the desktop shell a page lives in. */
export const windowKindSchema = z.enum(['console', 'wall']);
export type WindowKind = z.infer<typeof windowKindSchema>;

/** Whose page it is: the shell's own starting and safe pages (`app`), or the local server's (`server`). */
export type PageOwner = 'app' | 'server';

export const shellStatusSchema = z.object({
  phase: z.enum(['starting', 'ready', 'waiting', 'refused', 'stopped']),
  /** Starts since the server last ran well, the first one is 1. */
  attempt: z.number(),
  /** Milliseconds until the next start; null when none is planned. */
  retryInMs: z.number().nullable(),
  /** What the server said last, oldest first, at most 20 lines. */
  lastWords: z.array(z.string()),
});
export type ShellStatus = z.infer<typeof shellStatusSchema>;

export const screenItemSchema = z.object({
  id: z.number(),
  label: z.string(),
  width: z.number(),
  height: z.number(),
  primary: z.boolean(),
  /** Display id of the wall it shows, or null. */
  wall: z.string().nullable(),
});
export type ScreenItem = z.infer<typeof screenItemSchema>;

const nothing = z.strictObject({});
const displayId = z.string().min(1).max(64);

interface ChannelRule {
  readonly windows: readonly WindowKind[];
  readonly owners: readonly PageOwner[];
  readonly request: z.ZodType;
  readonly response: z.ZodType;
}
const anyPage = { windows: ['console', 'wall'], owners: ['app', 'server'] } as const;
const ownPage = { windows: ['console', 'wall'], owners: ['app'] } as const;
const consolePage = { windows: ['console'], owners: ['server'] } as const;

/** Every message a page may send to the shell, from where, in what shape (AUD60). There are no others. */
export const IPC = {
  'shell:info': {
    ...anyPage,
    request: nothing,
    response: z.object({
      version: z.string(),
      platform: z.string(),
      window: windowKindSchema,
      locale: z.enum(['en', 'ko']),
    }),
  },
  'shell:alive': { ...anyPage, request: nothing, response: nothing },
  'shell:status': { ...ownPage, request: nothing, response: shellStatusSchema },
  'shell:retry': { ...ownPage, request: nothing, response: nothing },
  'shell:open-external': {
    ...anyPage,
    request: z.strictObject({ url: z.string().max(4096) }),
    response: z.object({ opened: z.boolean(), reason: reasonSchema }),
  },
  'session:read': { ...consolePage, request: nothing, response: z.object({ token: z.string().nullable() }) },
  'session:write': {
    ...consolePage,
    request: z.strictObject({ token: z.string().min(1).max(512).nullable() }),
    response: z.object({ kept: z.enum(['encrypted', 'memory']) }),
  },
  'screens:list': {
    ...consolePage,
    request: nothing,
    response: z.object({ items: z.array(screenItemSchema) }),
  },
  'screens:assign': {
    ...consolePage,
    request: z.strictObject({ screen: z.int(), wall: displayId.nullable() }),
    response: z.object({ items: z.array(screenItemSchema) }),
  },
  'autostart:read': { ...consolePage, request: nothing, response: z.object({ enabled: z.boolean() }) },
  'autostart:write': {
    ...consolePage,
    request: z.strictObject({ enabled: z.boolean() }),
    response: z.object({ enabled: z.boolean() }),
  },
} as const satisfies Record<string, ChannelRule>;

export type IpcChannel = keyof typeof IPC;
export type IpcRequest<C extends IpcChannel> = z.infer<(typeof IPC)[C]['request']>;
export type IpcResponse<C extends IpcChannel> = z.infer<(typeof IPC)[C]['response']>;

/** What a page of the desktop shell finds as `window.watchfloor`; absent in a browser. */
export interface ShellVerbs {
  info(): Promise<IpcResponse<'shell:info'>>;
  status(): Promise<ShellStatus>;
  retry(): Promise<void>;
  openExternal(url: string): Promise<IpcResponse<'shell:open-external'>>;
  readSession(): Promise<string | null>;
  writeSession(token: string | null): Promise<'encrypted' | 'memory'>;
  listScreens(): Promise<readonly ScreenItem[]>;
  assignScreen(screen: number, wall: string | null): Promise<readonly ScreenItem[]>;
  readAutostart(): Promise<boolean>;
  writeAutostart(enabled: boolean): Promise<boolean>;
}
