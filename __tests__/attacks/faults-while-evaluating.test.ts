import { EVERY_FIFTH } from '../support/fixtures/faults.ts';
import { describeFaultsWhileEvaluating } from '../support/suites/faults-while-evaluating.ts';

describeFaultsWhileEvaluating(EVERY_FIFTH);
