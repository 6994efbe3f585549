import { SUPPORT_TRIAGE } from '../support/fixtures/ready-examples/worlds.ts';
import { breaksOf, walk } from './walk.ts';

walk({
  example: 'support-triage',
  world: SUPPORT_TRIAGE,
  profile: 'minimal',
  breaks: await breaksOf('support-triage'),
});
