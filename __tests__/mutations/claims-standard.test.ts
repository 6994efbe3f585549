import { CLAIMS_INTAKE } from '../ready-examples/worlds.ts';
import { NUMBERS } from './claims-numbers.ts';
import { PEOPLE } from './claims-people.ts';
import { TECHNICAL } from './claims-technical.ts';
import { SEALS } from './seals.ts';
import { walk } from './walk.ts';

walk({
  example: 'claims-intake',
  world: CLAIMS_INTAKE,
  profile: 'standard',
  breaks: [...PEOPLE, ...TECHNICAL, ...NUMBERS],
  seals: SEALS,
});
