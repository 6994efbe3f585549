import { ALL } from '../support/fixtures/faults.ts';
import { describeFaultsWhilePublishing } from '../support/suites/faults-while-publishing.ts';

describeFaultsWhilePublishing(ALL);
