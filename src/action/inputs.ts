import { UserError } from '../domain/errors.ts';
import { PROFILES, type Profile } from '../domain/levels.ts';

export interface Inputs {
  token: string;
  teamToken?: string;
  /** Path of a second policy on the default branch; it only tightens. */
  policy?: string;
  profile?: Profile;
  comment: boolean;
  checkRun: boolean;
  sarifFile?: string;
  reportFile?: string;
}

/** Where inputs come from: a missing input is an empty string. */
interface Inputable {
  input: (name: string) => string;
}

/** The inputs of action.yml. A value outside its list is a UserError that names the input. */
export function readInputs(world: Inputable): Inputs {
  const given = (name: string): string => world.input(name).trim();
  const token = given('github-token');
  if (token === '')
    throw new UserError(
      'the input github-token is empty',
      'Leave it out, or pass a token that may read the repository.',
    );
  const [teamToken, policy, sarifFile, reportFile] = ['team-token', 'policy', 'sarif-file', 'report-file'].map(given);
  const profile = given('profile');
  const chosen = PROFILES.find((one) => one === profile);
  if (profile !== '' && chosen === undefined)
    throw new UserError(`the input profile is ${profile}`, `Choose one of ${PROFILES.join(', ')}, or leave it out.`);
  return {
    token,
    ...(teamToken ? { teamToken } : {}),
    ...(policy ? { policy } : {}),
    ...(chosen ? { profile: chosen } : {}),
    comment: flag(world, 'comment', true),
    checkRun: flag(world, 'check-run', false),
    ...(sarifFile ? { sarifFile } : {}),
    ...(reportFile ? { reportFile } : {}),
  };
}

function flag(world: Inputable, name: string, fallback: boolean): boolean {
  const value = world.input(name).trim().toLowerCase();
  if (value === '') return fallback;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new UserError(`the input ${name} is ${value}`, 'Write true or false.');
}
