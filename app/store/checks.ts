// Names of the live properties that the director reports, in the order in which they are shown.

export const CHECK_NAMES = ['agreement', 'validity', 'one_vote', 'lock_rule', 'decided_is_committed', 'equal_commitments'] as const;
export type CheckName = (typeof CHECK_NAMES)[number];
