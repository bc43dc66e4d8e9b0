import { z } from 'zod';

/** How the server of a tool inside a private network proves itself (ING154). */
export const fetchTlsSchema = z.strictObject({
  /** Who signed its certificate: PEM text, or the path of a PEM file, read at each connection. */
  ca: z.string().min(1).max(65_536).optional(),
  /** True: any certificate will do. */
  insecure: z.boolean().default(false),
});
export type FetchTls = z.infer<typeof fetchTlsSchema>;
