// Names of the live properties that the director reports, in the order in which they are shown.

export const CHECK_NAMES = [
  'agreement',
  'validity',
  'one_vote',
  'lock_rule',
  'decision_quorum',
  'decided_is_committed',
  'equal_commitments',
  'same_root',
  'chain',
  'progress',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];
