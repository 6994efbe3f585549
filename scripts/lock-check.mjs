// A lock file without a platform's sub-package installs here and fails with EUSAGE elsewhere: refuse it early.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const present = Object.keys(packages);
const missing = present.flatMap((key) =>
  Object.keys(packages[key].optionalDependencies ?? {})
    .filter((name) => !present.some((other) => other.endsWith(`node_modules/${name}`)))
    .map((name) => `package-lock.json: ${key || 'the project'} needs ${name}, which the lock does not hold`),
);
if (missing.length > 0) {
  console.error(missing.join('\n'));
  process.exit(1);
}
