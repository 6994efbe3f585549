import { EVERY_FIFTH } from '../support/fixtures/faults.ts';
import { describeFaultsWhilePublishing } from '../support/suites/faults-while-publishing.ts';

describeFaultsWhilePublishing(EVERY_FIFTH);
