import { config } from 'zod';

// zod probes `new Function` at its first object schema; the page's CSP forbids that and would report it.
config({ jitless: true });
