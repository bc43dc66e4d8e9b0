// Everything a change must pass: format, lint, types, tests, dead code. All run; the summary stands at the end.
// `--no-tests` leaves out the tests, for a run that has had them already.
import { join } from 'node:path';
import { requireNode } from './lib/node24.mjs';
import { ROOT } from './lib/root.mjs';
import { run } from './lib/run.mjs';

const node = requireNode();
const at = (path) => join(ROOT, path);
const CHECKS = [
  ['format and lint', [at('node_modules/@biomejs/biome/bin/biome'), 'check', '.']],
  ['types', [at('scripts/types.mjs')]],
  ['tests', [at('scripts/test.mjs')]],
  ['dead code', [at('node_modules/knip/bin/knip.js')]],
];

const hasTests = !process.argv.includes('--no-tests');
const results = [];
for (const [name, args] of CHECKS) {
  if (name === 'tests' && !hasTests) continue;
  console.log(`\n── ${name}`);
  const started = Date.now();
  const code = await run(node, args, { cwd: ROOT });
  results.push({ name, ok: code === 0, seconds: (Date.now() - started) / 1000 });
}
console.log('');
for (const { name, ok, seconds } of results) {
  console.log(`${ok ? 'passed' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`);
}
process.exit(results.every(({ ok }) => ok) ? 0 : 1);
