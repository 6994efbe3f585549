import { SUPPORT_TRIAGE } from '../ready-examples/worlds.ts';
import { breaksOf, walk } from './walk.ts';

walk({
  example: 'support-triage',
  world: SUPPORT_TRIAGE,
  profile: 'minimal',
  breaks: await breaksOf('support-triage'),
});
