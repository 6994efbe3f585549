import * as z from 'zod';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { authorship, people, releases } from '../../engine/fact-requests.ts';
import { commands, document, named, records, section, tree, workflows } from '../../engine/inputs.ts';
import { pipelineGlobs } from '../shared/deployment-globs.ts';
import { repositoryOf } from '../shared/documents/repository-anchors.ts';
import { confirmDrill, drillOrder, drillRun, latestDrill } from '../shared/drills.ts';
import { absentAccounts, accountsOf } from '../shared/people/accounts.ts';
import { fallbackFindings } from './fallback.ts';
import { flagFindings } from './feature-flags.ts';
import { pullers, switchFiles } from './kill-switch.ts';
import { confirmSwitch, judgeSwitch, switchContext } from './kill-switch-state.ts';
import { noPlan, specificToService } from './plan-subject.ts';
import { judgeRollbackDrill } from './rollback-drill.ts';
import { deciders, missingPlanParts, uncovered } from './rollback-plan-parts.ts';

/** Asks for a rehearsed way back and a way to stop: decidable, executable and proven before there is pressure. */
export default defineCriterion({
  id: 'rollback-and-kill-switch',
  title: 'Rollback and kill switch',
  subtitle: 'A rehearsed way back and a way to stop',
  half: 'technical',
  why: 'Reversal must be decidable, executable and proven before there is pressure.',
  sources: ['S0', 'S2'],
  params: {
    drillWithinDays: param(
      z.int().min(1).max(730),
      { minimal: 365, standard: 180, regulated: 90 },
      'lower',
      'oldest drill that still counts, in days',
    ),
    anchors: param(
      z.int().min(1).max(20),
      2,
      'higher',
      'files, workflows or commands of this repository that the plan names',
    ),
    pullers: param(z.int().min(2).max(20), 2, 'higher', 'people who may pull the kill switch'),
  },
  inputs: () => ({
    plan: document('rollback'),
    runbook: document('runbook'),
    pilot: section('pilot'),
    guardrails: section('guardrails'),
    metrics: section('metrics'),
    operatingModel: section('operating-model'),
    drills: records('drills'),
    files: named('guardrails'),
    tree: tree(),
    workflows: workflows(),
    commands: commands(),
  }),
  facts: {
    deciders: 'people',
    releases: 'releases',
    order: 'ancestry',
    run: ['ancestry', 'workflow-run'],
    flagOwners: 'people',
    fallbackOwner: 'people',
    who: 'people',
    builders: ['authorship', 'people'],
    stopOrder: ['ancestry', 'people'],
    stopRun: ['ancestry', 'people', 'workflow-run'],
  },
  requests: (_params, read, { profile, policy }) => {
    const small = profile === 'minimal';
    const plan = read.plan.state === 'seen' ? read.plan.value.document : undefined;
    const guardrails = read.guardrails.state === 'seen' ? read.guardrails.value.value : undefined;
    const { killSwitch, flags = [], fallback } = guardrails ?? {};
    const back = [...(plan === undefined ? [] : [plan.path]), ...pipelineGlobs(read.workflows)];
    const rollback = latestDrill(read.drills, 'rollback');
    const stopped = killSwitch && guardrails ? switchFiles(killSwitch, guardrails) : [];
    const stop = latestDrill(read.drills, 'kill-switch');
    const who = killSwitch && people(accountsOf(pullers(killSwitch)));
    return {
      deciders: plan && people(accountsOf(deciders(plan, read.guardrails))),
      releases: releases(),
      order: rollback && drillOrder(rollback, back),
      run: rollback && drillRun(rollback, back),
      flagOwners: people(accountsOf(flags.map(({ owner }) => parsePerson(owner)))),
      fallbackOwner: fallback && people(accountsOf([parsePerson(fallback.owner)])),
      who,
      // The small switch owes neither a drill nor an outsider: the same question again costs nothing.
      builders: small ? who : authorship(['**'], { except: [`${policy.evidence.root}/**`] }),
      stopOrder: small ? who : stop && drillOrder(stop, stopped),
      stopRun: small ? who : stop && drillRun(stop, stopped),
    };
  },
  checks: (check) => [
    check('RK-1', {
      title: 'The rollback plan says when, who, how and how to tell that it worked',
      levels: 'B/B/B',
      remedy:
        'Write docs/rollback.md: a trigger with a number, who decides, numbered steps with commands, verification.',
      requires: ['plan'],
      optional: ['guardrails', 'metrics'],
      judge: ({ plan: { value: set }, guardrails, metrics }, { profile }) => {
        const found = noPlan(set) ?? missingPlanParts(set, { guardrails, metrics, small: profile === 'minimal' });
        return Array.isArray(found) && found.length === 0
          ? met(`${set.document.path} has all parts of a plan`, set.place)
          : found;
      },
      facts: ['deciders'],
      confirm: ({ plan: { value: set }, guardrails, deciders: facts }) => {
        const named = deciders(set.document, guardrails);
        const absent = absentAccounts(named, facts.value, set.place, 'who decides on a rollback');
        if (absent.length === named.length) return absent;
        return met(
          `${set.document.path} has all parts of a plan; ${named.map(({ written }) => written).join(', ')} may decide`,
          set.place,
        );
      },
    }),
    check('RK-2', {
      title: 'The rollback plan is about this service',
      levels: 'B/B/B',
      waivable: false,
      remedy: 'Name in each step the real workflow, script, path or make target it uses.',
      requires: ['plan', 'tree'],
      optional: ['workflows', 'commands'],
      judge: ({ plan: { value: set }, tree, workflows, commands }, { params }) =>
        noPlan(set) ?? specificToService(set, repositoryOf(tree.value, workflows, commands), params.anchors),
    }),
    check('RK-3', {
      title: 'Model, prompt, index and configuration go back too, and there is something to go back to',
      levels: 'a/B/B',
      remedy: 'Say in the plan how each of them goes back, and publish a release of what runs now.',
      requires: ['plan'],
      optional: ['guardrails'],
      judge: ({ plan: { value: set }, guardrails }) => {
        const found = noPlan(set) ?? uncovered(set, guardrails);
        const covered = Array.isArray(found) && found.length === 0;
        return covered
          ? met('Model, prompt, retrieval index and configuration go back or are not used', set.place)
          : found;
      },
      facts: ['releases'],
      confirm: ({ plan, releases: { value } }, { subject }) => {
        const earlier = [...value.releases, ...value.deployments].filter(({ commit }) => commit !== subject.commit);
        if (earlier.length > 0)
          return met(
            `All that changes behavior goes back, to one of ${earlier.length} earlier releases or deployments`,
            plan.place,
          );
        return unmet('GitHub knows no earlier release or deployment to return to', plan.place, {
          remedy: 'Publish a release of the version that runs today, for example `gh release create v0.1.0`.',
        });
      },
    }),
    check('RK-4', {
      title: 'The rollback was tried, fast enough, and worked',
      levels: 'a/B/B',
      remedy: 'Try the rollback once outside production and record it under readiness/drills/.',
      requires: ['plan', 'tree'],
      optional: ['drills', 'guardrails', 'workflows'],
      judge: ({ plan: { value: set }, tree, drills, guardrails }, { params, now }) =>
        judgeRollbackDrill(set, drills, guardrails, { tree: tree.value, withinDays: params.drillWithinDays, now }),
      facts: ['order', 'run'],
      confirm: ({ plan: { value: set }, tree, drills, guardrails, order, run }, { params, now }) => {
        const drill = latestDrill(drills, 'rollback');
        const found =
          drill === undefined ? [] : confirmDrill(drill, order.value, run.value, 'The plan or the pipeline');
        const context = { tree: tree.value, withinDays: params.drillWithinDays, now };
        return found.length > 0 ? found : judgeRollbackDrill(set, drills, guardrails, context);
      },
    }),
    check('RK-5', {
      title: 'Every declared flag is in code and configuration, owned, with a safe default',
      levels: '-/B/B',
      remedy: 'Correct the paths, owner, safe-default and exposure of the flags under guardrails.flags.',
      requires: ['guardrails'],
      optional: ['files'],
      judge: ({ guardrails, files }) => {
        const found = flagFindings(guardrails.value, files);
        return found.length > 0 ? found : flagsMet(guardrails.value.value.flags?.length ?? 0, guardrails.place);
      },
      facts: ['flagOwners'],
      confirm: ({ guardrails, flagOwners }) => {
        const { flags = [] } = guardrails.value.value;
        const absent = flags.flatMap(({ owner, key }, index) =>
          absentAccounts(
            [parsePerson(owner)],
            flagOwners.value,
            guardrails.value.at('flags', index, 'owner'),
            `owner of the flag ${key}`,
          ),
        );
        return absent.length > 0 ? absent : flagsMet(flags.length, guardrails.place);
      },
    }),
    check('RK-6', {
      title: 'Two people can stop it by hand, without a build, and turn it on again',
      levels: 'B/B/B',
      waivable: false,
      remedy: 'Declare guardrails.kill-switch: how, who, effect, restore, seconds.',
      requires: ['guardrails', 'tree'],
      optional: ['workflows', 'files', 'runbook', 'plan', 'operatingModel', 'drills', 'pilot'],
      judge: (evidence, context) => judgeSwitch(switchContext(evidence, context)),
      facts: ['who', 'builders', 'stopOrder', 'stopRun'],
      confirm: ({ who, builders, stopOrder, stopRun, ...evidence }, context) =>
        confirmSwitch(switchContext(evidence, context), {
          who: who.value,
          ...('commits' in builders.value ? { builders: builders.value } : {}),
          ...('relation' in stopOrder.value ? { order: stopOrder.value } : {}),
          ...(Array.isArray(stopRun.value) ? {} : { run: stopRun.value }),
        }),
    }),
    check('RK-7', {
      title: 'The work goes on while the service is off',
      levels: '-/B/B',
      remedy: 'Declare guardrails.fallback: process, owner, capacity, volume, unit.',
      requires: ['guardrails', 'tree'],
      judge: ({ guardrails, tree }) => fallbackFindings(guardrails.value, tree.value),
      facts: ['fallbackOwner'],
      confirm: ({ guardrails, tree, fallbackOwner }) => {
        const owner = parsePerson(guardrails.value.value.fallback?.owner ?? '');
        const absent = absentAccounts(
          [owner],
          fallbackOwner.value,
          guardrails.value.at('fallback', 'owner'),
          'owner of the fallback',
        );
        return absent.length > 0 ? absent : fallbackFindings(guardrails.value, tree.value);
      },
    }),
  ],
});

function flagsMet(count: number, place: Place): Finding {
  return met(
    count === 0
      ? 'No feature flags are declared'
      : `${count} flags stand in code and configuration, each with an owner`,
    place,
  );
}
