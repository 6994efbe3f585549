import * as z from 'zod';
import type { SectionKind } from '../../domain/document.ts';
import { met, quote, unmet } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { commands, document, section, tree, workflows } from '../../engine/inputs.ts';
import { deploymentGlobs } from '../shared/deployment-globs.ts';
import { blankFindings, isPlaceholderForm } from '../shared/documents/blanks.ts';
import { deadLinks, unfilled } from '../shared/documents/content.ts';
import { missingNames, repositoryOf } from '../shared/documents/repository-anchors.ts';
import { pilotPeople, serviceNames } from '../shared/people/pilot-people.ts';
import { filledDocument } from '../shared/preconditions.ts';
import { contactDifferences } from './contacts.ts';
import { failureScenarios, tooFewScenarios } from './failure-scenarios.ts';
import { answers, emptyPart, missingPart, RUNBOOK_PARTS } from './parts.ts';
import { deadPointers } from './pointer-sections.ts';
import { reviewState } from './review-date.ts';
import { askReviewOrder, changedSinceReview } from './review-order.ts';
import { missingRoutines, routineTasks } from './routine-tasks.ts';
import { missingCases } from './special-cases.ts';
import { offSubject } from './subject.ts';

/** Blanks here leave the person on call alone, however good the rest is. */
const DECISIVE: SectionKind[] = ['owner', 'escalation', 'rollback', 'kill-switch'];
const days = z.int().min(1).max(730);

/** Asks for a runbook by which somebody who did not build the service can run it, on the first day and after it. */
export default defineCriterion({
  id: 'runbook',
  title: 'Runbook',
  subtitle: 'A stranger can operate it, including Day 2',
  half: 'technical',
  why: "Knowledge that lives in the builders' heads cannot be on call.",
  sources: ['S0', 'S4'],
  params: {
    minWords: param(
      z.int().min(5).max(200),
      15,
      'higher',
      'words that give a section substance when it has no command or link',
    ),
    failureScenarios: param(
      z.int().min(1).max(50),
      { minimal: 1, standard: 3, regulated: 5 },
      'higher',
      'failure scenarios with diagnosis and action',
    ),
    blanksAllowed: param(
      z.int().min(0).max(20),
      2,
      'lower',
      'blanks allowed outside contacts, escalation, rollback and kill switch',
    ),
    reviewedWithinDays: param(
      days,
      { minimal: 365, standard: 180, regulated: 90 },
      'lower',
      'oldest review that still counts, in days',
    ),
    routineTasks: param(z.int().min(1).max(50), 5, 'higher', 'tasks on the Day-2 list'),
  },
  inputs: () => ({
    runbook: document('runbook'),
    rollback: document('rollback'),
    pilot: section('pilot'),
    guardrails: section('guardrails'),
    operatingModel: section('operating-model'),
    workflow: section('workflow'),
    dataSources: section('data-sources'),
    tree: tree(),
    workflows: workflows(),
    commands: commands(),
  }),
  facts: {
    order: ['ancestry', 'changed-since'],
  },
  requests: (_params, read) => ({
    order: read.runbook.state === 'seen' ? askReviewOrder(read.runbook.value, deploymentGlobs(read.pilot)) : undefined,
  }),
  checks: (check) => [
    check('RB-1', {
      title: 'The runbook is about this service and covers what a stranger needs',
      levels: 'B/B/B',
      remedy:
        'Write docs/runbook.md: overview, owner, escalation, dependencies, health check, failures, rollback, kill switch, verification.',
      requires: ['runbook', 'tree'],
      optional: ['pilot', 'guardrails', 'rollback', 'workflows', 'commands'],
      judge: ({ runbook, tree, pilot, guardrails, rollback, workflows, commands }, { params, subject }) => {
        const set = runbook.value;
        const repository = repositoryOf(tree.value, workflows, commands);
        const wrong = unfilled(set, 'runbook') ?? offSubject(set, serviceNames(pilot, subject.repository), repository);
        if (wrong !== undefined) return wrong;
        const found = answers(set, guardrails, rollback).flatMap((answer) => missingPart(set, answer));
        const plan = rollback.state === 'seen' ? [rollback.value.document.path] : [];
        const scenarios = failureScenarios(set, plan);
        if (scenarios.length < params.failureScenarios)
          found.push(tooFewScenarios(set, scenarios, params.failureScenarios));
        if (found.length > 0) return found;
        return met(
          `${set.document.path} answers all ${RUNBOOK_PARTS.length} parts and describes ${scenarios.length} failures`,
          set.place,
        );
      },
    }),
    check('RB-2', {
      title: 'Every part says something, and what it names exists',
      levels: 'B/B/B',
      remedy: 'Give each section a sentence of substance or a command, and correct links and names that lead nowhere.',
      requires: ['runbook', 'tree'],
      optional: ['guardrails', 'rollback', 'workflows', 'commands'],
      judge: ({ runbook, tree, guardrails, rollback, workflows, commands }, { params }) => {
        const set = runbook.value;
        const template = unfilled(set, 'runbook');
        if (template !== undefined) return template;
        const found = answers(set, guardrails, rollback).flatMap((answer) =>
          emptyPart(set, answer, params.minWords, tree.value),
        );
        found.push(...deadLinks(set, tree.value));
        for (const { line, text, what } of missingNames(set.document, repositoryOf(tree.value, workflows, commands))) {
          found.push(
            unmet(
              `${set.document.path}:${line} ${quote(text)}: ${what} is not in this repository`,
              { ...set.place, line },
              {
                remedy: `Correct the command in line ${line}, or add ${what}.`,
              },
            ),
          );
        }
        if (found.length > 0) return found;
        const warned = set.document.warnings.map((warning) => `; line ${warning.line}: ${warning.text}`).join('');
        return met(`Every part of ${set.document.path} has substance and what it names exists${warned}`, set.place);
      },
    }),
    check('RB-3', {
      title: 'Nothing decisive is left blank',
      levels: 'B/B/B',
      waivable: false,
      remedy: 'Fill in the names, numbers and links that are still placeholders.',
      requires: ['runbook'],
      judge: ({ runbook }, { params }) => {
        const set = runbook.value;
        const template = unfilled(set, 'runbook') ?? isPlaceholderForm(set);
        if (template !== undefined) return template;
        const found = blankFindings(set, DECISIVE, params.blanksAllowed);
        if (found.length > 0) return found;
        const left = set.document.blanks.length;
        return met(
          left === 0
            ? `${set.document.path} has no blanks`
            : `${set.document.path} has ${left} blanks, none that decides`,
          set.place,
        );
      },
    }),
    check('RB-4', {
      title: 'The runbook calls the same people as the support model',
      levels: '-/B/B',
      remedy: 'Name the same people in the runbook and in readiness/operating-model.yaml.',
      requires: ['runbook', 'operatingModel'],
      optional: ['pilot'],
      judge: ({ runbook, operatingModel, pilot }) => {
        const set = runbook.value;
        const model = operatingModel.value;
        const template = unfilled(set, 'runbook');
        if (template !== undefined) return template;
        const people = (model.value.tiers?.length ?? 0) + (model.value.onCall?.people.length ?? 0);
        if (people === 0) {
          return unmet('The support model names no contact to compare the runbook with', model.at('tiers'), {
            remedy: 'Fill in `tiers` and `on-call` of readiness/operating-model.yaml.',
          });
        }
        const found = contactDifferences(set, model, pilotPeople(pilot));
        return found.length > 0
          ? found
          : met(`${set.document.path} names the contacts of the support model`, [set.place, operatingModel.place]);
      },
    }),
    check('RB-5', {
      title: 'Sections are answers, not signposts',
      levels: '-/a/B',
      remedy: 'Write the steps where they are needed, or link a page of this repository that has them.',
      requires: ['runbook', 'tree'],
      preconditions: ({ runbook }) => [filledDocument(runbook.value, 'runbook')],
      judge: ({ runbook, tree }, { params }) => {
        const set = runbook.value;
        const kinds: SectionKind[] = [...RUNBOOK_PARTS.flatMap((part) => part.kinds), 'diagnosis', 'mitigation'];
        const found = deadPointers(set, kinds, params.minWords, tree.value);
        return found.length > 0
          ? found
          : met(`Each section of ${set.document.path} is its own content or leads to some`, set.place);
      },
    }),
    check('RB-6', {
      title: 'The runbook was reviewed in time, and after the last change of what it describes',
      levels: 'a/B/B',
      remedy: 'Read the runbook again, correct it, and write today as its review date.',
      requires: ['runbook'],
      optional: ['pilot'],
      judge: ({ runbook }, { params, now }) =>
        unfilled(runbook.value, 'runbook') ?? reviewState(runbook.value, params.reviewedWithinDays, now),
      facts: ['order'],
      confirm: ({ runbook, pilot, order }, { params, now }) => {
        const reviewed = reviewState(runbook.value, params.reviewedWithinDays, now);
        return changedSinceReview(runbook.value, order.value, deploymentGlobs(pilot)) ?? reviewed;
      },
    }),
    check('RB-7', {
      title: 'The routine of Day 2 is listed, with cadence and owner',
      levels: '-/B/B',
      remedy:
        'Add "## Day 2" to the runbook: a table task | how often | who, with re-evaluation, drift, access, cost, model and prompt updates.',
      requires: ['runbook'],
      optional: ['pilot'],
      judge: ({ runbook, pilot }, { params }) => {
        const set = runbook.value;
        const template = unfilled(set, 'runbook');
        if (template !== undefined) return template;
        const names = pilotPeople(pilot).flatMap((person) => person.name ?? []);
        const tasks = routineTasks(set, names);
        const found = missingRoutines(set, tasks, params.routineTasks);
        return found.length > 0
          ? found
          : met(
              `${tasks.length} routine tasks, each with cadence and owner`,
              tasks.map(({ path, line }) => ({ path, line })),
            );
      },
    }),
    check('RB-8', {
      title: 'Workarounds and cases for people only are listed',
      levels: '-/B/B',
      remedy:
        'Add "## Known workarounds" and "## Human-only cases" to the runbook, naming each high-risk decision and exception class.',
      requires: ['runbook'],
      optional: ['workflow', 'dataSources'],
      judge: ({ runbook, workflow, dataSources }) =>
        unfilled(runbook.value, 'runbook') ?? missingCases(runbook.value, workflow, dataSources),
    }),
  ],
});
