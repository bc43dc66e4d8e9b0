import { z } from 'zod';

/** Not built yet. */
export const maintenanceSchema = z.array(z.unknown()).max(0, 'not supported by this version yet');
