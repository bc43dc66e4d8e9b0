import { z } from 'zod';

/** Not built yet. */
export const fetchSchema = z.undefined('not supported by this version yet');
