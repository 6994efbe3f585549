import type { DocumentSet, ParsedDocument } from '../../domain/document.ts';
import { type Finding, met, quote } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { CheckContext } from '../../engine/criterion.ts';
import type { Ancestry, Authorship, PersonFact, RunFact } from '../../engine/fact-requests.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { DrillRecord } from '../../evidence/schema/records.ts';
import { confirmDrill, type DrillDemand, judgeDrill, latestDrill } from '../shared/drills.ts';
import {
  declaredSwitch,
  mechanismFindings,
  readinessFindings,
  type SwitchEvidence,
  useFindings,
} from './kill-switch.ts';
import { outsiderAmong, pullersThere } from './kill-switch-people.ts';

interface SwitchContext extends SwitchEvidence {
  pages: ParsedDocument[];
  model: Observation<Located<SectionValue<'operating-model'>>>;
  pilot: Observation<Located<Pilot>>;
  drills: Observation<RecordSet<DrillRecord>>;
  /** The small switch owes neither somebody on call, nor an outsider, nor a drill. */
  small: boolean;
  pullers: number;
  withinDays: number;
  now: number;
}

/** What the files say of the kill switch; one met finding when all is well. */
export function judgeSwitch(context: SwitchContext): Finding[] {
  const { guardrails, drills } = context;
  const kill = declaredSwitch(guardrails);
  if ('outcome' in kill) return [kill];
  const tested = context.small ? [] : judgeDrill(drills, switchDemand(context, kill.seconds));
  const found = [
    ...mechanismFindings(context, kill),
    ...useFindings(guardrails, kill, context.pages, context.pullers),
    ...(context.small ? [] : readinessFindings(guardrails, kill, context.model)),
    ...tested.filter(({ outcome }) => outcome !== 'met'),
  ];
  if (found.length > 0) return found;
  const until = tested[0]?.until;
  const summary = `${kill.how} stops it by hand: ${kill.who.map((who) => quote(who)).join(', ')} may pull it, effect ${quote(kill.effect)}`;
  return [met(summary, guardrails.at('killSwitch'), until === undefined ? {} : { until })];
}

/** What GitHub and history say of it; under the small switch only who its people are. */
export function confirmSwitch(
  context: SwitchContext,
  facts: { who: PersonFact[]; builders?: Authorship; order?: Ancestry; run?: Ancestry | RunFact },
): Finding[] {
  const { guardrails, drills } = context;
  const kill = declaredSwitch(guardrails);
  if ('outcome' in kill) return [kill];
  const drill = latestDrill(drills, 'kill-switch');
  const { order, run, builders } = facts;
  const found = [
    ...pullersThere(guardrails, kill, facts.who, context.pullers),
    ...(builders === undefined ? [] : outsiderAmong(guardrails, kill, context.pilot, builders)),
    ...(drill && order && run ? confirmDrill(drill, order, run, 'The kill switch') : []),
  ];
  return found.length > 0 ? found : judgeSwitch(context);
}

function switchDemand(context: SwitchContext, seconds: number | undefined): DrillDemand {
  return {
    kind: 'kill-switch',
    withinDays: context.withinDays,
    ...(seconds === undefined ? {} : { limitSeconds: seconds }),
    limitAt: 'guardrails.kill-switch.seconds',
    tree: context.tree,
    now: context.now,
  };
}

type Seen<T> = { value: T };

/** The evidence of a criterion as it saw it. */
interface SwitchSights {
  guardrails: Seen<SwitchContext['guardrails']>;
  tree: Seen<Tree>;
  workflows: SwitchContext['workflows'];
  files: SwitchContext['files'];
  runbook: Observation<DocumentSet>;
  plan: Observation<DocumentSet>;
  operatingModel: SwitchContext['model'];
  drills: SwitchContext['drills'];
  pilot: SwitchContext['pilot'];
}

/** From what a criterion saw to what the switch is judged by. */
export function switchContext(
  { guardrails, tree, runbook, plan, operatingModel, ...rest }: SwitchSights,
  { params, profile, now }: CheckContext<{ pullers: number; drillWithinDays: number }>,
): SwitchContext {
  const pages = [runbook, plan].flatMap((one) =>
    one.state === 'seen' ? [one.value.document, ...Object.values(one.value.linked)] : [],
  );
  return {
    ...rest,
    guardrails: guardrails.value,
    tree: tree.value,
    model: operatingModel,
    pages,
    small: profile === 'minimal',
    pullers: params.pullers,
    withinDays: params.drillWithinDays,
    now,
  };
}
