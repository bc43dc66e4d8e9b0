import { readFileSync } from 'node:fs';

/** Of a failure's message; the rest stands in the run's own output. */
const MESSAGE_LINES = 12;

/**
 * Counts of one vitest JSON report, the names of what was skipped by file, and of what failed with its first words.
 * A file that could not be loaded has no tests, and must not pass: it is one failure.
 */
export function readReport(path) {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8'));
  const counts = { passed: 0, failed: 0, skipped: [], failures: [] };
  const fail = (name, message) => {
    counts.failed += 1;
    counts.failures.push({ name, message: (message ?? '').split('\n').slice(0, MESSAGE_LINES).join('\n') });
  };
  for (const { name: file, status, message, assertionResults } of testResults) {
    const before = counts.failed;
    for (const { status: state, fullName, failureMessages } of assertionResults) {
      if (state === 'passed') counts.passed += 1;
      else if (state === 'failed') fail(fullName, failureMessages?.[0]);
      else counts.skipped.push({ file, name: fullName });
    }
    if (status === 'failed' && counts.failed === before) fail(file, message || 'ended before its tests did');
  }
  return counts;
}

export const totalLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
