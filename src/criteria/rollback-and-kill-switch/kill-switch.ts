import type { WorkflowFile } from '../../domain/conventions.ts';
import type { ParsedDocument } from '../../domain/document.ts';
import { type Finding, quote, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { type Person, parsePerson } from '../../domain/people/person.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { sectionsAbout, spanOf } from '../shared/documents/section-span.ts';

type KillSwitch = NonNullable<Guardrails['killSwitch']>;

export interface SwitchEvidence {
  guardrails: Located<Guardrails>;
  tree: Tree;
  workflows: Observation<WorkflowFile[]>;
  files: Observation<Named>;
}

const EXAMPLE =
  'kill-switch: { how: .github/workflows/stop.yml, who: ["@ravi", "@lea"], effect: "all tickets go to people", seconds: 60 }';

/** The kill switch, or the finding that there is none. */
export function declaredSwitch(guardrails: Located<Guardrails>): KillSwitch | Finding {
  return (
    guardrails.value.killSwitch ??
    unmet('No kill switch is declared', guardrails.at('killSwitch'), {
      remedy: `Declare it under guardrails, for example: ${EXAMPLE}`,
    })
  );
}

/** The files a switch consists of: a change to one of them makes its last test stale. */
export function switchFiles({ how }: KillSwitch, guardrails: Guardrails): string[] {
  if (!how.startsWith('flag:')) return [how.replace(/^policy:/, '')];
  const flag = guardrails.flags?.find(({ key }) => key === how.slice('flag:'.length));
  return flag === undefined ? [] : flag.usedIn;
}

/** Whether the mechanism is there, works by hand and needs no build. */
export function mechanismFindings(evidence: SwitchEvidence, { how, needsBuild }: KillSwitch): Finding[] {
  const at = evidence.guardrails.at('killSwitch', 'how');
  const found = how.startsWith('flag:')
    ? flagFindings(evidence, how.slice('flag:'.length), at)
    : fileFindings(evidence, how, at);
  if (needsBuild === true) {
    found.push(
      unmet(
        'The kill switch needs a build: it is too slow and fails with the pipeline',
        evidence.guardrails.at('killSwitch', 'needsBuild'),
        {
          remedy: 'Stop by a flag, a policy or a workflow that only changes traffic, then set needs-build to false.',
        },
      ),
    );
  }
  return found;
}

function flagFindings({ guardrails, files }: SwitchEvidence, key: string, at: Place): Finding[] {
  const flag = guardrails.value.flags?.find((one) => one.key === key);
  if (flag === undefined) {
    return [
      unmet(`The kill switch is the flag ${quote(key)}, which is not declared`, at, {
        remedy: `Declare ${key} under guardrails.flags with its config file and the code that reads it.`,
      }),
    ];
  }
  const text = files.state === 'seen' ? files.value.text(flag.config) : files;
  if (text.state === 'seen' && text.value.includes(key)) return [];
  const why =
    text.state === 'seen'
      ? `does not occur in ${flag.config}`
      : `stands in ${flag.config}, which is not in the repository`;
  return [unmet(`The kill switch flag ${quote(key)} ${why}`, at, { remedy: `Add ${key} to ${flag.config}.` })];
}

function fileFindings({ tree, workflows }: SwitchEvidence, how: string, at: Place): Finding[] {
  const path = how.replace(/^policy:/, '');
  if (isBlankText(path)) {
    return [
      unmet(`Nothing says how the service is stopped: ${quote(path)}`, at, {
        remedy: 'Write under kill-switch.how the workflow, flag:KEY or policy:PATH that stops it.',
      }),
    ];
  }
  if (!tree.has(path)) {
    return [
      unmet(`The kill switch ${quote(path)} is not in the repository`, at, {
        remedy: `Add ${path}, or name the workflow, flag:KEY or policy:PATH that stops the service.`,
      }),
    ];
  }
  if (how.startsWith('policy:')) return [];
  const flow = workflows.state === 'seen' ? workflows.value.find((one) => one.path === path) : undefined;
  if (flow === undefined) {
    return [
      unmet(`The kill switch ${quote(path)} is neither a workflow nor declared as flag: or policy:`, at, {
        remedy: 'Wrap it into a workflow with `on: workflow_dispatch`, so that people can run it without a laptop.',
      }),
    ];
  }
  const found: Finding[] = [];
  if (!flow.triggers.includes('workflow_dispatch')) {
    found.push(
      unmet(`${path} cannot be started by hand (it runs on ${flow.triggers.join(', ') || 'nothing'})`, [at, { path }], {
        remedy: `Add \`workflow_dispatch:\` under \`on:\` in ${path}.`,
      }),
    );
  }
  if (flow.builds) {
    found.push(
      unmet(`${path} builds something before it stops the service`, [at, { path }], {
        remedy: `Take the build out of ${path}: a stop changes traffic or a setting, nothing else.`,
      }),
    );
  }
  return found;
}

/** People who may pull it, each once; placeholders are nobody. */
export function pullers({ who }: KillSwitch): Person[] {
  const people = who.map((written) => parsePerson(written)).filter((person) => !person.placeholder);
  return [...new Map(people.map((person) => [person.handle ?? person.team, person])).values()];
}

/** Enough people, an effect in words, and the way back on. */
export function useFindings(
  guardrails: Located<Guardrails>,
  kill: KillSwitch,
  pages: ParsedDocument[],
  wanted: number,
): Finding[] {
  const found: Finding[] = [];
  const people = pullers(kill);
  // A team may hold two people: only GitHub can tell.
  if (people.length < wanted && !people.some((person) => person.team !== undefined)) {
    found.push(
      unmet(
        `${people.length} of ${wanted} people may pull the kill switch (named: ${kill.who.map((who) => quote(who)).join(', ') || 'none'})`,
        guardrails.at('killSwitch', 'who'),
        {
          part: 'who',
          remedy: 'Name one more person under kill-switch.who, so that one holiday does not disable it.',
        },
      ),
    );
  }
  if (isBlankText(kill.effect)) {
    found.push(
      unmet(
        `The effect of the kill switch, ${quote(kill.effect)}, says nothing`,
        guardrails.at('killSwitch', 'effect'),
        { part: 'effect', remedy: 'Say what users see when it is pulled, for example: all tickets go to people.' },
      ),
    );
  }
  const declared = [kill.restore ?? []].flat().filter((step) => !isBlankText(step));
  if (declared.length === 0 && !pages.some(saysHowToRestore)) {
    found.push(
      unmet('Nothing says how to turn the service on again after the kill switch', guardrails.at('killSwitch'), {
        part: 'restore',
        remedy:
          'Add kill-switch.restore ("run stop.yml with state=off, then make smoke"), or a heading "## Kill switch" in the runbook that tells how to switch it on again.',
      }),
    );
  }
  return found;
}

/** On call and time to effect, which a larger pilot owes. */
export function readinessFindings(
  guardrails: Located<Guardrails>,
  kill: KillSwitch,
  model: Observation<Located<SectionValue<'operating-model'>>>,
): Finding[] {
  const found: Finding[] = [];
  if (kill.seconds === undefined) {
    found.push(
      unmet('The kill switch has no time to effect', guardrails.at('killSwitch'), {
        part: 'seconds',
        remedy: 'Measure it in a drill and declare kill-switch.seconds.',
      }),
    );
  }
  const onCall = model.state === 'seen' ? (model.value.value.onCall?.people ?? []) : [];
  const task = onCall.map((written) => parsePerson(written));
  const isOnCall = pullers(kill).some((person) =>
    task.some((one) => (one.handle ?? one.team) === (person.handle ?? person.team)),
  );
  if (!isOnCall) {
    const known = onCall.length === 0 ? 'operating-model.yaml names nobody on call' : `on call: ${onCall.join(', ')}`;
    found.push(
      unmet(`Nobody on call may pull the kill switch (${known})`, guardrails.at('killSwitch', 'who'), {
        part: 'on-call',
        remedy: 'Add somebody of on-call.people (operating-model.yaml) to kill-switch.who.',
      }),
    );
  }
  return found;
}

const RESTORE =
  /\b(turn|switch|bring|start|put|set|come)\b.{0,40}\b(on|back|again|up)\b|\bre-?enabl|\brestor|\bresum|\brestart|\bre-?activat|\bback on\b|\bstate=off\b|wieder (ein|an)|réactiv|reactivar|volver a/i;

function saysHowToRestore(page: ParsedDocument): boolean {
  return sectionsAbout(page, ['kill-switch', 'rollback']).some((section) => {
    const span = spanOf(page, section);
    return [...span.lines, ...span.items, ...span.children.map(({ title }) => ({ text: title }))].some(({ text }) =>
      RESTORE.test(text),
    );
  });
}
