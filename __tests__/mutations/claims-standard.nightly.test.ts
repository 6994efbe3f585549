import { CLAIMS_INTAKE } from '../support/fixtures/ready-examples/worlds.ts';
import { breaksOf, walk } from './walk.ts';

walk({ example: 'claims-intake', world: CLAIMS_INTAKE, profile: 'standard', breaks: await breaksOf('claims-intake') });
