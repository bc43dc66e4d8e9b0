import type { SecretStore } from './secret-store.ts';
import type { ServerClient } from './server-client.ts';

/**
 * Address of a wall with a display token in its fragment: the kept one while the server knows it, else a new one.
 * Without any, the plain address: the page then shows a pairing code.
 */
export async function wallAddress(
  url: string,
  wall: string,
  client: Pick<ServerClient, 'isDisplayToken' | 'mintDisplayToken'>,
  secrets: SecretStore,
): Promise<string> {
  const name = `display:${wall}`;
  const page = `${url}/wall/${encodeURIComponent(wall)}`;
  const kept = await secrets.read(name);
  if (kept !== null && (await client.isDisplayToken(url, kept)) !== false) return `${page}#token=${kept}`;
  const made = await client.mintDisplayToken(url, wall);
  if (made === null) return page;
  await secrets.write(name, made);
  return `${page}#token=${made}`;
}
