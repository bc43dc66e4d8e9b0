import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '../..');
const storage = (file: string) => join(ROOT, 'src/server/adapters/storage', file);

/** Where `build-workers.ts` puts them before the first test. */
export const WORKER_FOLDER = join(ROOT, 'node_modules/.cache/watchfloor/workers');

export const WORKER_ENTRIES = {
  query: storage('query-worker.ts'),
  applier: storage('journal/applier-worker.ts'),
  'ends-once': join(ROOT, 'test/adapters/storage/journal/ends-once.ts'),
};

const built = (name: keyof typeof WORKER_ENTRIES) => pathToFileURL(join(WORKER_FOLDER, `${name}.js`));

/** Entry of a query thread. */
export const QUERY_WORKER = built('query');
/** Entry of the thread that fills the database from the journal. */
export const APPLIER = built('applier');
/** The same, but its first one ends unasked. */
export const ENDS_ONCE = built('ends-once');
