import { z } from 'zod';

/** Not built yet. */
export const integrationHeartbeatSchema = z.undefined('not supported by this version yet');

/** A named heartbeat. Not built yet. */
export const heartbeatsSchema = z.array(z.unknown()).max(0, 'not supported by this version yet');
