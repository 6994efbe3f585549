import { defineMessages } from '../../../domain/message.ts';

/** What is wrong with a document, whichever criterion reads it. */
export const messages = defineMessages({
  emptyDocument: {
    summary: '{path} has no text: the {what} is not written yet',
    remedy: 'Write {path} for this service. Start with whom to call, how to stop it and how to roll back.',
  },
  unfilledTemplate: {
    summary:
      '{path} is an unfilled template ({count|placeholder|placeholders}, for example {example:quote} in line {line})',
    remedy:
      'Fill in {path} for this service and delete what it does not need. Start with whom to call, how to stop it and how to roll back.',
  },
  brokenLink: {
    summary: '{path}:{line} links to {target:quote}, which is not in the repository',
    remedy: 'Correct the link in line {line}, or add {wanted}.',
  },
  brokenAnchor: {
    summary: '{path}:{line} links to {target:quote}, but {page} has no such heading',
    remedy: 'Correct the link in line {line} so that it points to an existing heading of {page}.',
  },
  placeholderInCriticalSection: {
    summary: '{path}:{line}: {words:quote} is a placeholder in a section about {kinds}',
    remedy: 'Replace {words:quote} in line {line} with the real value.',
  },
  tooManyPlaceholders: {
    summary:
      '{path} has {count|placeholder|placeholders}, for example {example:quote 30} in line {line}; at most {allowed|is|are} allowed',
    remedy: 'Fill in the placeholders in {path} or delete them. Start with line {line}.',
  },
  mostlyNotApplicable: {
    summary: '{path} marks {count} of {all} sections "not applicable"',
    remedy: 'Fill in the sections of {path} that apply to this service and delete the others.',
  },
});
