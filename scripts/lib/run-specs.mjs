import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { readReport, totalLine } from './json-report.mjs';
import { requireNode } from './node24.mjs';
import { ROOT } from './root.mjs';
import { run } from './run.mjs';

/**
 * Builds what is stale, runs the specs of `folder` in a real Chromium and beside real programs, and ends with
 * `N passed, N failed, N skipped`. Returns the exit code; a skipped spec fails the run unless `maySkip` its file.
 */
export async function runSpecs({ folder, name, args, env = {}, maySkip }) {
  const node = requireNode();
  const chromium = findChromium();
  if (chromium === null) {
    console.error(
      'These tests need Chromium: install the package "chromium", or name one in WATCHFLOOR_CHROMIUM.',
    );
    return 1;
  }
  if (!(await ensureBuilt())) return 1;
  const results = join(ROOT, 'test-results');
  const report = join(results, `${name}.json`);
  mkdirSync(results, { recursive: true });
  rmSync(report, { force: true });
  const vitest = [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    join(ROOT, 'vitest.e2e.config.ts'),
    '--reporter=verbose',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  // Without names of its own a run is the whole folder.
  const filters = args.some((arg) => !arg.startsWith('-')) ? args : [folder, ...args];
  const code = await run(node, [...vitest, ...filters], {
    cwd: ROOT,
    env: { ...process.env, WATCHFLOOR_CHROMIUM: chromium, ...env },
  });
  let counts;
  try {
    counts = readReport(report);
  } catch (error) {
    console.error(`No report was written: ${error.message}`);
    return code === 0 ? 1 : code;
  }
  const wrongly = counts.skipped.filter(({ file }) => !maySkip(file));
  for (const { name: skipped } of counts.skipped) console.log(`skipped: ${skipped}`);
  if (wrongly.length > 0)
    console.log(`Not allowed to be skipped: ${wrongly.map((one) => one.name).join('; ')}`);
  console.log(totalLine(counts));
  if (code !== 0) return code;
  return counts.failed === 0 && counts.passed > 0 && wrongly.length === 0 ? 0 : 1;
}
