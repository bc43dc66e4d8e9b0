import { z } from 'zod';

/** Not built yet. */
export const mailRulesSchema = z.undefined('not supported by this version yet');

/** Mail that arrives: the listener's settings. Not built yet. */
export const mailInSchema = z.undefined('not supported by this version yet');
