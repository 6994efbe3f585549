import { readOptions } from './options.ts';
import { faultsOf, tableOf } from './report.ts';
import { type Places, runOn } from './run.ts';

/** Runs the crash test on each store that is asked for, prints what was found; answers the exit code. @public */
export async function crashTest(argv: string[], places: Places): Promise<number> {
  let wrong = 0;
  try {
    const options = readOptions(argv, process.env);
    for (const kind of options.stores) {
      const outcome = await runOn(kind, options, places);
      console.log(tableOf(outcome, options));
      const faults = faultsOf(outcome);
      wrong += faults.length;
      console.log(
        faults.length === 0 ? '\n  passed' : `\n  FAILED\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
      );
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
  return wrong === 0 ? 0 : 1;
}
