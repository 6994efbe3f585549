/** What the keys of the policy mean that hold other keys. */
export const POLICY: Record<string, string> = {
  'pilots@policy': "which repositories are pilots; the organization's file only",
  'properties@policy': 'custom properties, each with its values',
  'promotion@policy': 'what makes a pull request a promotion; any of them does',
  'evidence@policy': 'where the evidence is, when it is not found by name',
  'criteria@policy': 'levels and options, criterion by criterion',
  'checks@policy': 'level of single checks by their codes',
  'controls@policy': 'who may sign, what a signature covers, how long it lasts',
  'waivers@policy': 'who may accept an unmet check, for how long, and what was accepted',
  'check@policy': 'code of the check, such as RB-2',
  'part@policy': 'the part of it, such as one baseline or class',
};
