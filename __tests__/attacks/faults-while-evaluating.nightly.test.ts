import { ALL } from '../support/fixtures/faults.ts';
import { describeFaultsWhileEvaluating } from '../support/suites/faults-while-evaluating.ts';

describeFaultsWhileEvaluating(ALL);
