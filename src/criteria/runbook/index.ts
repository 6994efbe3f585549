import * as z from 'zod';
import type { DocumentSet, SectionKind } from '../../domain/document.ts';
import { met, unmet } from '../../domain/finding.ts';
import { defineCriterion, type Found, param } from '../../engine/criterion.ts';
import { ancestry, changedSince } from '../../engine/fact-requests.ts';
import { commands, document, section, tree, workflows } from '../../engine/inputs.ts';
import { deploymentGlobs } from '../shared/deployment-globs.ts';
import { judgeBlanks, judgeNotApplicable } from '../shared/documents/blanks.ts';
import { judgeLinks } from '../shared/documents/content.ts';
import { findMissingNames, repositoryOf } from '../shared/documents/repository-anchors.ts';
import { pilotPeople, serviceNames } from '../shared/people/pilot-people.ts';
import { filledDocument, readableWherePresent } from '../shared/preconditions.ts';
import { judgeContacts } from './contacts.ts';
import { findScenarios, judgeScenarios } from './failure-scenarios.ts';
import { messages } from './messages.ts';
import { findAnswers, judgeContent, judgePresence, RUNBOOK_PARTS } from './parts.ts';
import { judgePointers } from './pointer-sections.ts';
import { judgeChanges, judgeOrder, judgeReview } from './review.ts';
import { findRoutineTasks, judgeRoutines } from './routine-tasks.ts';
import { judgeCases } from './special-cases.ts';
import { judgeSubject } from './subject.ts';

/** Sections in which no placeholder is allowed: without them the person on call has no help. */
const CRITICAL: SectionKind[] = ['owner', 'escalation', 'rollback', 'kill-switch'];
const SUBSTANTIVE = { substantive: true };
const filledRunbook = ({ runbook }: { runbook: Found<DocumentSet> }) => [filledDocument(runbook.value, 'runbook')];
const days = z.int().min(1).max(730);

/** Asks for a runbook that lets somebody who did not build the service operate it, on the first day and after it. */
export default defineCriterion({
  id: 'runbook',
  title: 'Runbook',
  subtitle: 'Somebody who did not build the service can operate it, on the first day and after it',
  half: 'technical',
  why: 'Knowledge that only the builders have does not help the person on call.',
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
    order: 'ancestry',
    changes: 'changed-since',
  },
  requests: (_params, { runbook, pilot }) => {
    const { path, review } = runbook.state === 'seen' ? runbook.value.document : {};
    const globs = deploymentGlobs(pilot);
    const commit = review?.commit;
    return {
      order: path && commit === undefined ? ancestry([path], globs, SUBSTANTIVE) : undefined,
      changes: commit === undefined ? undefined : changedSince(globs, commit, SUBSTANTIVE),
    };
  },
  checks: (check) => [
    check('RB-1', {
      title: 'The runbook is about this service and covers what the person on call needs',
      levels: 'B/B/B',
      remedy:
        'Write docs/runbook.md with these sections: overview, owner, escalation, dependencies, health check, failures, rollback, kill switch, verification.',
      requires: ['runbook', 'tree'],
      optional: ['pilot', 'guardrails', 'rollback', 'workflows', 'commands'],
      preconditions: filledRunbook,
      judge: ({ runbook, tree, pilot, guardrails, rollback, workflows, commands }, { params, subject }) => {
        const set = runbook.value;
        const repository = repositoryOf(tree.value, workflows, commands);
        const offSubject = judgeSubject(set, serviceNames(pilot, subject.repository), repository);
        if (offSubject.length > 0) return offSubject;
        const plan = rollback.state === 'seen' ? [rollback.value.document.path] : [];
        const scenarios = findScenarios(set, plan);
        const found = [
          ...findAnswers(set, guardrails, rollback).flatMap((answer) => judgePresence(set, answer)),
          ...judgeScenarios(set, scenarios, params.failureScenarios),
        ];
        const words = { path: set.document.path, parts: RUNBOOK_PARTS.length, failures: scenarios.length };
        return found.length > 0 ? found : met(messages.partsComplete(words), set.place);
      },
    }),
    check('RB-2', {
      title: 'Every section has content, and the files and commands it names exist',
      levels: 'B/B/B',
      remedy: 'Give each section a meaningful sentence or a command, and correct links and names that do not exist.',
      requires: ['runbook', 'tree'],
      optional: ['guardrails', 'rollback', 'workflows', 'commands'],
      preconditions: filledRunbook,
      judge: ({ runbook, tree, guardrails, rollback, workflows, commands }, { params }) => {
        const set = runbook.value;
        const { path, warnings } = set.document;
        const missingNames = findMissingNames(set.document, repositoryOf(tree.value, workflows, commands));
        const found = [
          ...findAnswers(set, guardrails, rollback).flatMap((answer) =>
            judgeContent(set, answer, params.minWords, tree.value),
          ),
          ...judgeLinks(set, tree.value),
          ...missingNames.map(({ line, text, kind, name }) =>
            unmet(messages.missingName({ path, line, command: text, kind, name }), { ...set.place, line }),
          ),
        ];
        if (found.length > 0) return found;
        if (warnings.length === 0) return met(messages.partsFilled({ path }), set.place);
        const byLine = warnings.map(({ line, text }) => `${line}: ${text}`);
        return met(messages.partsFilledWithWarnings({ path, warnings: byLine }), set.place);
      },
    }),
    check('RB-3', {
      title: 'No critical section has a placeholder',
      levels: 'B/B/B',
      waivable: false,
      remedy: 'Fill in the names, numbers and links that are still placeholders.',
      requires: ['runbook'],
      preconditions: filledRunbook,
      judge: ({ runbook }, { params }) => {
        const set = runbook.value;
        const form = judgeNotApplicable(set);
        const found = form.length > 0 ? form : judgeBlanks(set, CRITICAL, params.blanksAllowed);
        if (found.length > 0) return found;
        const { path, blanks } = set.document;
        const count = blanks.length;
        return met(
          count === 0 ? messages.noPlaceholders({ path }) : messages.fewPlaceholders({ path, count }),
          set.place,
        );
      },
    }),
    check('RB-4', {
      title: 'The runbook names the same contacts as the support model',
      levels: '-/B/B',
      remedy: 'Name the same people in the runbook and in readiness/operating-model.yaml.',
      requires: ['runbook', 'operatingModel'],
      optional: ['pilot'],
      preconditions: filledRunbook,
      judge: ({ runbook, operatingModel, pilot }) => {
        const set = runbook.value;
        const model = operatingModel.value;
        const people = (model.value.tiers?.length ?? 0) + (model.value.onCall?.people.length ?? 0);
        if (people === 0) return unmet(messages.noContacts(), model.at('tiers'));
        const found = judgeContacts(set, model, pilotPeople(pilot));
        if (found.length > 0) return found;
        return met(messages.contactsMatch({ path: set.document.path }), [set.place, operatingModel.place]);
      },
    }),
    check('RB-5', {
      title: 'Sections contain the answer instead of referring elsewhere',
      levels: '-/a/B',
      remedy: 'Write the steps where they are needed, or link a page of this repository that has them.',
      requires: ['runbook', 'tree'],
      preconditions: filledRunbook,
      judge: ({ runbook, tree }, { params }) => {
        const set = runbook.value;
        const kinds: SectionKind[] = [...RUNBOOK_PARTS.flatMap((part) => part.kinds), 'diagnosis', 'mitigation'];
        const found = judgePointers(set, kinds, params.minWords, tree.value);
        return found.length > 0 ? found : met(messages.sectionsAnswer({ path: set.document.path }), set.place);
      },
    }),
    check('RB-6', {
      title: 'The runbook was reviewed recently, and after the last change of what it describes',
      levels: 'a/B/B',
      remedy: 'Read the runbook again, correct it, and enter today as its review date.',
      requires: ['runbook'],
      optional: ['pilot'],
      preconditions: filledRunbook,
      judge: ({ runbook }, { params, now }) => judgeReview(runbook.value, params.reviewedWithinDays, now),
      facts: ['order', 'changes'],
      objections: ({ runbook, pilot, order, changes }) => [
        ...(order ? judgeOrder(runbook.value, order.value, deploymentGlobs(pilot)) : []),
        ...(changes ? judgeChanges(runbook.value, changes.value) : []),
      ],
    }),
    check('RB-7', {
      title: 'The routine tasks of Day 2 are listed, each with a cadence and an owner',
      levels: '-/B/B',
      remedy:
        'Add "## Day 2" to the runbook: a table task | how often | who, with re-evaluation, drift check, access review, cost review, and model or prompt update.',
      requires: ['runbook'],
      optional: ['pilot'],
      preconditions: filledRunbook,
      judge: ({ runbook, pilot }, { params }) => {
        const names = pilotPeople(pilot).flatMap((person) => person.name ?? []);
        const tasks = findRoutineTasks(runbook.value, names);
        const found = judgeRoutines(runbook.value, tasks, params.routineTasks);
        if (found.length > 0) return found;
        const places = tasks.map(({ path, line }) => ({ path, line }));
        return met(messages.routineComplete({ count: tasks.length }), places);
      },
    }),
    check('RB-8', {
      title: 'Workarounds and cases that only people decide are listed',
      levels: '-/B/B',
      remedy:
        'Add "## Known workarounds" and "## Human-only cases" to the runbook, and name each high-risk decision and exception class.',
      requires: ['runbook'],
      optional: ['workflow', 'dataSources'],
      preconditions: ({ runbook, workflow, dataSources }) => [
        ...filledRunbook({ runbook }),
        readableWherePresent(workflow),
        readableWherePresent(dataSources),
      ],
      judge: ({ runbook, workflow, dataSources }) => judgeCases(runbook.value, workflow, dataSources),
    }),
  ],
});
