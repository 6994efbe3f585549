import { SUPPORT_TRIAGE } from '../ready-examples/worlds.ts';
import { SEALS } from './seals.ts';
import { SMALLEST } from './support-triage.ts';
import { walk } from './walk.ts';

walk({ example: 'support-triage', world: SUPPORT_TRIAGE, profile: 'minimal', breaks: SMALLEST, seals: SEALS });
