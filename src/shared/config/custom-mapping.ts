import { z } from 'zod';

/** Not built yet. */
export const mappingSchema = z.undefined('not supported by this version yet');
