import { EVERY_THIRD } from '../support/fixtures/faults.ts';
import { describeFaultsWhileEvaluating } from '../support/suites/faults-while-evaluating.ts';

describeFaultsWhileEvaluating(EVERY_THIRD);
