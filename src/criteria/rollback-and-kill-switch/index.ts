import * as z from 'zod';
import { met, unmet } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { authorship, people, releases } from '../../engine/fact-requests.ts';
import { commands, document, named, records, section, tree, workflows } from '../../engine/inputs.ts';
import { pipelineGlobs } from '../shared/deployment-globs.ts';
import { repositoryOf } from '../shared/documents/repository-anchors.ts';
import { judgeDrill, latestDrill, provenDrill } from '../shared/drills.ts';
import { absentAccounts, accountsOf } from '../shared/people/accounts.ts';
import { existingPeople } from '../shared/preconditions.ts';
import { judgeFallback, listFallbackOwners } from './fallback.ts';
import { judgeFlags, listFlagOwners } from './feature-flags.ts';
import { judgeSwitch, listPullers, listSwitchFiles } from './kill-switch.ts';
import { judgeOutsider, judgePullers } from './kill-switch-people.ts';
import { messages } from './messages.ts';
import { actualPlan, judgeSpecificity } from './plan-subject.ts';
import { findAnnouncedDrill } from './rollback-plan.ts';
import { findDeciders, judgeCoverage, judgePlanParts, readLimit } from './rollback-plan-parts.ts';

/** Asks for a tested rollback and a kill switch, with clear decisions, before an incident needs them. */
export default defineCriterion({
  id: 'rollback-and-kill-switch',
  title: 'Rollback and kill switch',
  subtitle: 'The service can be rolled back and stopped, and both were tested',
  half: 'technical',
  why: 'A rollback works under pressure only if it is clear who decides and how, and if it was tested before.',
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
    pullers: param(z.int().min(2).max(20), 2, 'higher', 'people who may use the kill switch'),
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
    pullers: 'people',
    builders: 'authorship',
  },
  requests: (_params, { plan, guardrails }, { profile, policy }) => ({
    deciders: plan.state === 'seen' ? people(accountsOf(findDeciders(plan.value.document, guardrails))) : undefined,
    releases: releases(),
    pullers:
      guardrails.state === 'seen' && guardrails.value.value.killSwitch
        ? people(accountsOf(listPullers(guardrails.value.value)))
        : undefined,
    builders: profile === 'minimal' ? undefined : authorship(['**'], { except: [`${policy.evidence.root}/**`] }),
  }),
  checks: (check) => [
    check('RK-1', {
      title: 'The rollback plan states when, who decides, how, and how to verify that it worked',
      levels: 'B/B/B',
      remedy:
        'Write docs/rollback.md: a trigger with a number, who decides, numbered steps with commands, verification.',
      requires: ['plan'],
      optional: ['guardrails', 'metrics'],
      preconditions: ({ plan }) => actualPlan(plan.value),
      judge: ({ plan: { value: set }, guardrails, metrics }, { profile }) => {
        const found = judgePlanParts(set, { guardrails, metrics, isSmall: profile === 'minimal' });
        if (found.length > 0) return found;
        const deciders = findDeciders(set.document, guardrails).map(({ written }) => written);
        return met(messages.planComplete({ path: set.document.path, deciders }), set.place);
      },
      facts: ['deciders'],
      objections: ({ plan: { value: set }, guardrails, deciders }) => {
        const named = findDeciders(set.document, guardrails);
        const absent = absentAccounts(named, deciders?.value ?? [], set.place, 'decider on a rollback');
        return absent.length === named.length ? absent : [];
      },
    }),
    check('RK-2', {
      title: 'The rollback plan is about this service',
      levels: 'B/B/B',
      waivable: false,
      remedy: 'Name in each step the workflow, script, path or make target of this repository that it uses.',
      requires: ['plan', 'tree'],
      optional: ['workflows', 'commands'],
      preconditions: ({ plan }) => actualPlan(plan.value),
      judge: ({ plan, tree, workflows, commands }, { params }) =>
        judgeSpecificity(plan.value, repositoryOf(tree.value, workflows, commands), params.anchors),
    }),
    check('RK-3', {
      title: 'Model, prompt, index and configuration can be rolled back too, and there is a version to return to',
      levels: 'a/B/B',
      remedy: 'State in the plan how to roll back each of them, and publish a release of what runs now.',
      requires: ['plan'],
      optional: ['guardrails'],
      preconditions: ({ plan }) => actualPlan(plan.value),
      judge: ({ plan: { value: set }, guardrails }) => {
        const found = judgeCoverage(set, guardrails);
        return found.length > 0 ? found : met(messages.covered(), set.place);
      },
      facts: ['releases'],
      objections: ({ plan, releases: { value } }, { subject }) => {
        const isEarlier = ({ commit }: { commit: string }): boolean => commit !== subject.commit;
        const hasEarlier = [...value.releases, ...value.deployments].some(isEarlier);
        return hasEarlier ? [] : [unmet(messages.noEarlierRelease(), plan.place)];
      },
    }),
    check('RK-4', {
      title: 'The rollback was tested recently, worked and was fast enough',
      levels: 'a/B/B',
      remedy: 'Try the rollback once outside production and record it in readiness/drills/.',
      requires: ['plan', 'tree'],
      optional: ['drills', 'guardrails', 'workflows'],
      preconditions: ({ plan, drills, workflows }) => {
        const tried = [plan.value.document.path, ...pipelineGlobs(workflows)];
        return [provenDrill(latestDrill(drills, 'rollback'), tried, 'The plan or the pipeline')];
      },
      preconditionFacts: ['ancestry', 'workflow-run'],
      judge: ({ plan: { value: set }, tree, drills, guardrails }, { params, now }) => {
        const demand = {
          kind: 'rollback' as const,
          withinDays: params.drillWithinDays,
          limitSeconds: readLimit(set.document, guardrails),
          limitAt: 'guardrails.rollback.limit-minutes',
          tree: tree.value,
          now,
        };
        return judgeDrill(drills, demand, findAnnouncedDrill(set));
      },
    }),
    check('RK-5', {
      title: 'Every declared flag is in code and configuration, has an owner and a safe default',
      levels: '-/B/B',
      remedy: 'Correct the paths, owner, safe-default and exposure of the flags under guardrails.flags.',
      requires: ['guardrails'],
      optional: ['files'],
      preconditions: ({ guardrails }) => [existingPeople(listFlagOwners(guardrails.value))],
      preconditionFacts: ['people'],
      judge: ({ guardrails, files }) => judgeFlags(guardrails, files),
    }),
    check('RK-6', {
      title: 'Two people can stop the service by hand, without a build, and turn it on again',
      levels: 'B/B/B',
      waivable: false,
      remedy: 'Declare guardrails.kill-switch: how, who, effect, restore, seconds.',
      requires: ['guardrails', 'tree'],
      optional: ['workflows', 'files', 'runbook', 'plan', 'operatingModel', 'drills', 'pilot'],
      preconditions: ({ guardrails, drills }, { profile }) => {
        const drill = profile === 'minimal' ? undefined : latestDrill(drills, 'kill-switch');
        return [provenDrill(drill, listSwitchFiles(guardrails.value.value), 'The kill switch')];
      },
      preconditionFacts: ['ancestry', 'workflow-run'],
      judge: judgeSwitch,
      facts: ['pullers', 'builders'],
      objections: ({ guardrails: { value }, pilot, pullers, builders }, { params }) => [
        ...(pullers ? judgePullers(value, pullers.value, params.pullers) : []),
        ...(builders ? judgeOutsider(value, pilot, builders.value) : []),
      ],
    }),
    check('RK-7', {
      title: 'The work continues while the service is off',
      levels: '-/B/B',
      remedy: 'Declare guardrails.fallback: process, owner, capacity, volume, unit.',
      requires: ['guardrails', 'tree'],
      preconditions: ({ guardrails }) => [existingPeople(listFallbackOwners(guardrails.value))],
      preconditionFacts: ['people'],
      judge: ({ guardrails, tree }) => judgeFallback(guardrails.value, tree.value),
    }),
  ],
});
