import { section } from '../../../src/engine/inputs.ts';
import { met } from './findings.ts';

/** What every criterion has to state, for tests that are about its parameters or checks alone. */
export const criterionRules = {
  half: 'technical' as const,
  why: 'because',
  subtitle: 'A sentence',
  sources: [],
  inputs: () => ({ pilot: section('pilot') }),
  facts: {},
  requests: () => ({}),
};

/** The same for a check: it is met wherever `readiness/pilot.yaml` is there. */
export const checkRules = { title: 'x', remedy: 'Do it.', requires: ['pilot'] as const, judge: () => met('seen') };
