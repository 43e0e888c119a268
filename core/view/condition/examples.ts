// What the page shows of the language: its forms, each with an example to click. Every example is a condition of its own.

/** Forms by the name of their explanation, in the order in which they are shown. */
export const FORMS = [
  { name: 'happens', form: 'V3 locks', more: ['any proposes', 'V1 crashes', 'any syncs', 'any refuses', 'V2 restarts'] },
  { name: 'votes', form: 'V1 votes nil', more: ['V2 prevotes value', 'any precommits nil'] },
  { name: 'places', form: 'V2 decides height 3', more: ['any commits height 2', 'V1 enters round 1'] },
  { name: 'timeouts', form: 'any timeout', more: ['V4 timeout propose'] },
  { name: 'rules', form: 'any fires L28', more: ['V3 fires L36'] },
  { name: 'receives', form: 'V1 receives proposal', more: ['any receives sync', 'V2 receives vote'] },
  { name: 'stands', form: 'V1 down', more: ['all in precommit', 'any locked', 'V2 building'] },
  { name: 'compare', form: 'round >= 1', more: ['V2 height = 3', 'any pool > 5', 'time >= 12.5'] },
  { name: 'differ', form: 'commitments differ', more: ['decisions differ', 'roots differ'] },
  { name: 'checks', form: 'check red', more: ['check lock_rule red'] },
  { name: 'tx', form: 'tx 0x12.. committed', more: ['tx 0x7 refused'] },
  { name: 'joined', form: 'height = 4 and not V1 down', more: ['(V1 locks or V2 locks) and round >= 1'] },
] as const;

/** All examples. */
export const EXAMPLES: readonly string[] = FORMS.flatMap(({ form, more }) => [form, ...more]);
