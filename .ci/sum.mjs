// Sums the reports of all test runs. Arguments: names of steps that failed.
import { existsSync } from 'node:fs';
import { readReport, totalLine } from '../scripts/lib/json-report.mjs';

/** Each report, and the step that must have written it. */
const REPORTS = [
  ['unit tests', 'test-results/unit.json'],
  ['browser tests', 'test-results/e2e.json'],
];

const steps = new Set(process.argv.slice(2));
const total = { passed: 0, failed: 0, skipped: [] };
const failures = [];
console.log('');
for (const [step, path] of REPORTS) {
  if (!existsSync(path)) {
    steps.add(step);
    continue;
  }
  const report = readReport(path);
  console.log(`${step}: ${totalLine(report)}`);
  total.passed += report.passed;
  total.failed += report.failed;
  total.skipped.push(...report.skipped);
  failures.push(...report.failures);
  // Its failure is already counted test by test.
  if (report.failed > 0) steps.delete(step);
}
// A step that failed without a failed test (lint, types, a build, a forbidden skip) is one failure.
for (const step of steps) console.log(`failed: ${step}`);
total.failed += steps.size;
for (const { name, message } of failures) console.log(`\nfailed: ${name}\n${message}`);
for (const { name } of total.skipped) console.log(`skipped: ${name}`);
console.log(totalLine(total));
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
