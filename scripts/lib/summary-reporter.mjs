/**
 * Vitest reporter that ends a run with what was skipped and why, then `N passed, N failed, N skipped`.
 * The reason is the note of `skip(note)`; a test skipped by `skipIf` carries it in its name.
 */
export default class SummaryReporter {
  onTestRunEnd(modules) {
    const lines = summaryLines(summarise(modules));
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

/** Counts over vitest's reported modules. A file that could not be loaded has no tests, and must not pass: it is one failure. */
export function summarise(modules) {
  const summary = { passed: 0, failed: 0, skipped: [] };
  for (const module of modules) {
    const before = summary.failed;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') summary.passed += 1;
      else if (result.state === 'failed') summary.failed += 1;
      else summary.skipped.push({ name: test.fullName, why: result.note ?? null });
    }
    if (module.state() === 'failed' && summary.failed === before) summary.failed += 1;
  }
  return summary;
}

export function summaryLines({ passed, failed, skipped }) {
  const lines = skipped.map(({ name, why }) => `skipped: ${name}${why === null ? '' : ` (${why})`}`);
  return [...lines, `${passed} passed, ${failed} failed, ${skipped.length} skipped`];
}
