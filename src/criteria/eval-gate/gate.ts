import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { RequiredCheck } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Evals } from '../../evidence/schema/evals.ts';

/** The name under which the suite reports, so that a rule can require it. */
export function judgeGateName(evals: Located<Evals>): Finding {
  const context = evals.value.gateContext;
  return context === undefined
    ? unmet('No gate-context names the check that runs the suite', evals.at(), {
        remedy: 'Add gate-context: { name } to evals.yaml, then make that check required.',
      })
    : met(`The suite reports as ${context.name}`, evals.at('gateContext'));
}

/** Required where promotions merge, and only from the app that really runs it: a bare name can be reported by anyone. */
export function confirmGate(evals: Located<Evals>, rule: RequiredCheck): Finding {
  const place = evals.at('gateContext');
  const name = evals.value.gateContext?.name ?? '';
  if (!rule.required)
    return unmet(`${name} is not required where promotions merge`, place, {
      remedy: `Add ${name} to the required checks of the promotion branch or environment.`,
      actors: ['repository-admin'],
    });
  if (!rule.boundToApp)
    return unmet(`${name} is required and may be reported by anyone`, place, {
      remedy: `In the rule, choose the app that reports ${name} as its expected source.`,
      actors: ['repository-admin'],
    });
  return met(`${name} is required and bound to its app${rule.source ? ` (${rule.source})` : ''}`, place);
}
