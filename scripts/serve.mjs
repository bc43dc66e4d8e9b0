// The server alone. Arguments go to it unchanged; stdout carries its own lines only.
import { ensureBuilt } from './lib/ensure-built.mjs';
import { requireNode } from './lib/node24.mjs';
import { run } from './lib/run.mjs';
import { serverCommand } from './lib/server-command.mjs';

const node = requireNode();
if (!(await ensureBuilt())) process.exit(1);
const { args, env } = serverCommand(process.argv.slice(2));
process.exit(await run(node, args, { env }));
