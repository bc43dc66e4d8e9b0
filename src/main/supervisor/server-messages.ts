import { z } from 'zod';

/** The server's ready line, on stdout or over the parent port. Addresses are those of this machine's server. */
export const readySchema = z.object({
  event: z.literal('ready'),
  url: z.url({ protocol: /^https?$/ }),
  wall: z.url({ protocol: /^https?$/ }).optional(),
  pid: z.int().optional(),
  /** One-time address that makes the first admin. A secret. */
  setup: z.url({ protocol: /^https?$/ }).optional(),
});
export type Ready = z.infer<typeof readySchema>;

/** Server → shell: show a notification of the operating system; answered by `toast-result`. */
export const toastMessageSchema = z.object({
  type: z.literal('toast'),
  id: z.union([z.number(), z.string()]),
  title: z.string(),
  body: z.string(),
  urgency: z.string().optional(),
  incident: z.string().nullable().optional(),
});

/** A ready line, or null for any other output. */
export function parseReadyLine(line: string): Ready | null {
  if (!line.startsWith('{')) return null;
  try {
    return readySchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
