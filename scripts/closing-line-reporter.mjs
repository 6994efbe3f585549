import { relative } from 'node:path';

const REASON = /^(.*) \[not run: (.+)\]$/s;

/**
 * Ends a run with the tests that did not run and why, and with one plain line, so that any CI can count the tests without
 * knowing jest: `N passed, N failed` or `N passed, N failed, N skipped`.
 */
export default class ClosingLineReporter {
  #config;

  constructor(config) {
    this.#config = config;
  }

  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    const lines = [
      '',
      ...this.#notRun(results),
      // A file that cannot be loaded has no tests to count, and must not look like success.
      `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed${skipped}`,
    ];
    // Jest prints its summary after this reporter.
    process.once('exit', () => console.log(lines.join('\n')));
  }

  /** The skipped tests by reason. Tests that a name pattern on the command line leaves out are not listed. */
  #notRun(results) {
    const reasons = new Map();
    for (const { testFilePath, testResults } of results.testResults)
      for (const { status, fullName } of testResults) {
        if (status !== 'pending') continue;
        const [, title = fullName, reason = 'no reason is given'] = REASON.exec(fullName) ?? [];
        if (this.#config.testNamePattern && !REASON.test(fullName)) continue;
        const path = relative(this.#config.rootDir, testFilePath);
        reasons.set(reason, [...(reasons.get(reason) ?? []), `    ${path}: ${title}`]);
      }
    const groups = [...reasons].flatMap(([reason, tests]) => [`  ${reason}`, ...tests.sort()]);
    return groups.length > 0 ? ['Not run:', ...groups, ''] : [];
  }
}
