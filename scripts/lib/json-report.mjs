import { readFileSync } from 'node:fs';

/**
 * Counts of one vitest JSON report, and the names of what was skipped by file.
 * A file that could not be loaded has no tests, and must not pass: it is one failure.
 */
export function readReport(path) {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8'));
  const counts = { passed: 0, failed: 0, skipped: [] };
  for (const { name: file, status, assertionResults } of testResults) {
    const before = counts.failed;
    for (const { status: state, fullName } of assertionResults) {
      if (state === 'passed') counts.passed += 1;
      else if (state === 'failed') counts.failed += 1;
      else counts.skipped.push({ file, name: fullName });
    }
    if (status === 'failed' && counts.failed === before) counts.failed += 1;
  }
  return counts;
}

export const totalLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
