import type { WorkflowFile } from '../../domain/conventions.ts';
import type { DocumentSet, ParsedDocument } from '../../domain/document.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { type Person, parsePerson } from '../../domain/people/person.ts';
import type { Tree } from '../../domain/tree.ts';
import type { CheckContext, Found } from '../../engine/criterion.ts';
import type { Located, Named, RecordSet } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { DrillRecord } from '../../evidence/schema/records.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { childrenOf, proseOf, sectionsAbout } from '../shared/documents/section-span.ts';
import { judgeDrill } from '../shared/drills.ts';
import { filled } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

type KillSwitch = NonNullable<Guardrails['killSwitch']>;
type OperatingModel = Observation<Located<SectionValue<'operating-model'>>>;

interface SwitchEvidence {
  guardrails: Found<Located<Guardrails>>;
  tree: Found<Tree>;
  workflows: Observation<WorkflowFile[]>;
  files: Observation<Named>;
  runbook: Observation<DocumentSet>;
  plan: Observation<DocumentSet>;
  operatingModel: OperatingModel;
  drills: Observation<RecordSet<DrillRecord>>;
}

/** Whether the kill switch exists, can be used by enough people, can be undone and, beyond `minimal`, was tried. */
export function judgeSwitch(
  { guardrails: { value: guardrails }, runbook, plan, operatingModel, drills, ...evidence }: SwitchEvidence,
  { params, profile, now }: CheckContext<{ pullers: number; drillWithinDays: number }>,
): Finding[] {
  const { killSwitch } = guardrails.value;
  if (killSwitch === undefined) return [unmet(messages.noKillSwitch(), guardrails.at('killSwitch'))];
  const { how, who, effect, seconds } = killSwitch;
  const isSmall = profile === 'minimal';
  const pages = [runbook, plan].flatMap((one) =>
    one.state === 'seen' ? [one.value.document, ...Object.values(one.value.linked)] : [],
  );
  const demand = {
    kind: 'kill-switch' as const,
    withinDays: params.drillWithinDays,
    limitSeconds: seconds,
    limitAt: 'guardrails.kill-switch.seconds',
    tree: evidence.tree.value,
    now,
  };
  const tested = isSmall ? [] : judgeDrill(drills, demand);
  const found = [
    ...judgeMechanism(guardrails, killSwitch, evidence),
    ...judgeUse(guardrails, killSwitch, pages, params.pullers),
    ...(isSmall ? [] : judgeReadiness(guardrails, killSwitch, operatingModel)),
    ...tested.filter(({ outcome }) => outcome !== 'met'),
  ];
  if (found.length > 0) return found;
  const until = tested[0]?.until;
  const extra = until === undefined ? {} : { until };
  return [met(messages.switchReady({ how, who, effect }), guardrails.at('killSwitch'), extra)];
}

/** The files that a switch consists of: a change to one of them makes its last test stale. */
export function listSwitchFiles({ killSwitch, flags = [] }: Guardrails): string[] {
  if (killSwitch === undefined) return [];
  const { how } = killSwitch;
  if (!how.startsWith('flag:')) return [how.replace(/^policy:/, '')];
  return flags.find(({ key }) => key === how.slice('flag:'.length))?.usedIn ?? [];
}

/** Whether the mechanism exists, works by hand and needs no build. */
function judgeMechanism(
  guardrails: Located<Guardrails>,
  { how, needsBuild }: KillSwitch,
  { tree, workflows, files }: Pick<SwitchEvidence, 'tree' | 'workflows' | 'files'>,
): Finding[] {
  const at = guardrails.at('killSwitch', 'how');
  const found = how.startsWith('flag:')
    ? judgeSwitchFlag(guardrails.value, files, how.slice('flag:'.length), at)
    : judgeSwitchFile(tree.value, workflows, how, at);
  if (needsBuild !== true) return found;
  return [...found, unmet(messages.switchNeedsBuild(), guardrails.at('killSwitch', 'needsBuild'))];
}

function judgeSwitchFlag({ flags = [] }: Guardrails, files: Observation<Named>, key: string, at: Place): Finding[] {
  const flag = flags.find((one) => one.key === key);
  if (flag === undefined) return [unmet(messages.switchFlagNotDeclared({ flag: key }), at)];
  const words = { flag: key, path: flag.config };
  const text = files.state === 'seen' ? files.value.text(flag.config) : files;
  if (text.state !== 'seen') return [unmet(messages.switchFlagConfigMissing(words), at)];
  return text.value.includes(key) ? [] : [unmet(messages.switchFlagNotInConfig(words), at)];
}

function judgeSwitchFile(tree: Tree, workflows: Observation<WorkflowFile[]>, how: string, at: Place): Finding[] {
  const path = how.replace(/^policy:/, '');
  const blank = filled(path, { what: 'The file that stops the service', place: at });
  if (blank.length > 0) return blank;
  if (!tree.has(path)) return [unmet(messages.switchMissing({ path }), at)];
  if (how.startsWith('policy:')) return [];
  const flow = workflows.state === 'seen' ? workflows.value.find((one) => one.path === path) : undefined;
  if (flow === undefined) return [unmet(messages.switchNotWorkflow({ path }), at)];
  const triggers = flow.triggers.length === 0 ? ['none'] : flow.triggers;
  const places = [at, { path }];
  return [
    ...(triggers.includes('workflow_dispatch') ? [] : [unmet(messages.switchNotManual({ path, triggers }), places)]),
    ...(flow.builds ? [unmet(messages.switchBuilds({ path }), places)] : []),
  ];
}

/** People who may use the kill switch, each once; a placeholder is not a person. */
export function listPullers({ killSwitch }: Guardrails): Person[] {
  const people = (killSwitch?.who ?? []).map((who) => parsePerson(who)).filter(({ placeholder }) => !placeholder);
  return [...new Map(people.map((person) => [person.handle ?? person.team, person])).values()];
}

/** Whether there are enough people, an effect in words, and a way to turn the service on again. */
function judgeUse(
  guardrails: Located<Guardrails>,
  { who, effect, restore = [] }: KillSwitch,
  pages: ParsedDocument[],
  needed: number,
): Finding[] {
  const at = (...keys: string[]) => guardrails.at('killSwitch', ...keys);
  const people = listPullers(guardrails.value);
  // A team may have two members: only GitHub knows.
  const areEnough = people.length >= needed || people.some(({ team }) => team !== undefined);
  const named = who.length === 0 ? ['none'] : who;
  const isDeclared = [restore].flat().some((step) => !isBlankText(step));
  return [
    ...(areEnough
      ? []
      : [unmet(messages.tooFewPullers({ count: people.length, needed, who: named }), at('who'), { part: 'who' })]),
    ...filled(effect, { what: 'The effect of the kill switch', place: at('effect'), part: 'effect' }),
    ...(isDeclared || pages.some(describesRestore) ? [] : [unmet(messages.noRestore(), at(), { part: 'restore' })]),
  ];
}

/** A time to effect, and a person on call who may use the switch. */
function judgeReadiness(guardrails: Located<Guardrails>, { seconds }: KillSwitch, model: OperatingModel): Finding[] {
  const at = (...keys: string[]) => guardrails.at('killSwitch', ...keys);
  const slow = seconds === undefined ? [unmet(messages.noTimeToEffect(), at(), { part: 'seconds' })] : [];
  const people = model.state === 'seen' ? (model.value.value.onCall?.people ?? []) : [];
  const accounts = people.map((written) => parsePerson(written)).map(({ handle, team }) => handle ?? team);
  if (listPullers(guardrails.value).some(({ handle, team }) => accounts.includes(handle ?? team))) return slow;
  const message = people.length === 0 ? messages.noOnCall() : messages.pullersNotOnCall({ people });
  return [...slow, unmet(message, at('who'), { part: 'on-call' })];
}

const RESTORE =
  /\b(turn|switch|bring|start|put|set|come)\b.{0,40}\b(on|back|again|up)\b|\bre-?enabl|\brestor|\bresum|\brestart|\bre-?activat|\bback on\b|\bstate=off\b|wieder (ein|an)|réactiv|reactivar|volver a/i;

function describesRestore(page: ParsedDocument): boolean {
  return sectionsAbout(page, ['kill-switch', 'rollback']).some((section) => {
    const titles = childrenOf(page, section).map(({ title }) => ({ text: title }));
    return [...proseOf(section), ...section.items, ...titles].some(({ text }) => RESTORE.test(text));
  });
}
