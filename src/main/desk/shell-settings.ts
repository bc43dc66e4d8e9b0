import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeDurably } from './write-durably.ts';

/** `shell.json` in the app's data folder: what belongs to this machine's screens, not to the floor. */
export const shellSettingsSchema = z.strictObject({
  version: z.literal(1).default(1),
  /** Walls and the screens they were put on. */
  walls: z
    .array(
      z.strictObject({
        wall: z.string().min(1).max(64),
        screen: z.strictObject({ id: z.int(), label: z.string().max(200) }),
      }),
    )
    .max(32)
    .default([]),
  /** `kiosk` also hides the system's own bars and keys where the system allows it. */
  wallMode: z.enum(['fullscreen', 'kiosk']).default('fullscreen'),
  locale: z.enum(['en', 'ko']).optional(),
  /** Flags for the server, as on its command line. Those given to the app come after and win. */
  serverFlags: z.array(z.string().max(500)).max(50).default([]),
});
export type ShellSettings = z.infer<typeof shellSettingsSchema>;

export type SettingsRead =
  | { readonly ok: true; readonly settings: ShellSettings }
  /** The file is there and wrong: it is left as it is, and the defaults hold until somebody mends it. */
  | { readonly ok: false; readonly settings: ShellSettings; readonly problems: readonly string[] };

export const DEFAULT_SETTINGS: ShellSettings = shellSettingsSchema.parse({});

export function readShellSettings(path: string): SettingsRead {
  if (!existsSync(path)) return { ok: true, settings: DEFAULT_SETTINGS };
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return { ok: false, settings: DEFAULT_SETTINGS, problems: [String(error)] };
  }
  const parsed = shellSettingsSchema.safeParse(value);
  if (parsed.success) return { ok: true, settings: parsed.data };
  const problems = parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`);
  return { ok: false, settings: DEFAULT_SETTINGS, problems };
}

/** Writes the settings; a wrong file that is replaced stays beside it as `.wrong`. */
export function writeShellSettings(path: string, settings: ShellSettings): void {
  writeDurably(path, `${JSON.stringify(settings, null, 2)}\n`, readShellSettings(path).ok ? null : '.wrong');
}
