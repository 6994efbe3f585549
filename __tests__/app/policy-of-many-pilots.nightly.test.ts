import { describePolicyOfManyPilots } from '../support/suites/policy-of-many-pilots.ts';

describePolicyOfManyPilots(50);
