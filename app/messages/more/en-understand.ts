// English: why a rule has or has not fired, why a height is not decided, how each commitment comes about.
import type { ReasonKind } from '../../../core/view/stall/scene.ts';
import type { GuardKey, VoteCount } from '../../../core/view/why.ts';

type Needed = Readonly<Record<Exclude<GuardKey, 'guard.votes'> | `guard.votes.${VoteCount}` | `stall.${ReasonKind}`, string>>;

export const enUnderstand = {
  'guard.running': 'the validator is running',
  'guard.not_building': 'it does not wait for a block of its own',
  'guard.entered': 'it has entered round {round}',
  'guard.is_proposer': 'it is the proposer of round {round} (that is {leader})',
  'guard.not_proposer': 'another validator is the proposer ({leader})',
  'guard.has_valid': 'it knows a valid value of an earlier round ({value})',
  'guard.no_valid': 'it knows no valid value of an earlier round ({value})',
  'guard.built': 'its batcher has answered with a block, or failed',
  'guard.lock_allows': 'its lock ({locked}) allows this value',
  'guard.step': 'its step is {needed} (it is {got})',
  'guard.round': 'round {round} is its present round (it is in {now})',
  'guard.round_ahead': 'round {round} is later than its own ({now})',
  'guard.proposal_known': 'the proposal of round {round} is executed, or known to be invalid',
  'guard.proposal_valid': 'it found the proposal of round {round} valid ({value})',
  'guard.valid_round_absent': 'the proposal names no valid round ({got})',
  'guard.valid_round_earlier': 'the proposal names a valid round before round {now} ({got})',
  'guard.first_time': 'it is the first time in this round',
  'guard.virtual_vote': 'the precommit of the virtual proposer is for it ({got})',
  'guard.timer': 'its timer runs, and fires at {at} s',
  'guard.votes.valid_round_prevotes': 'prevotes for the value in its valid round: has {have}, needs {need}',
  'guard.votes.any_prevotes': 'prevotes of any kind: has {have} ({nil} of them nil), needs {need}; {none} not received',
  'guard.votes.any_precommits': 'precommits of any kind: has {have} ({nil} of them nil), needs {need}; {none} not received',
  'guard.votes.value_prevotes':
    'prevotes for the proposal: has {have} + {nil} nil, needs {need}; {other} for a value it does not know as the proposal, {none} not received',
  'guard.votes.value_precommits':
    'precommits for the proposal: has {have} + {nil} nil, needs {need}; {other} for a value it does not know as the proposal, {none} not received',
  'guard.votes.nil_prevotes': 'prevotes for nil: has {have}, needs {need}; {none} not received',
  'guard.votes.later_round': 'votes of one type in that later round: has {have}, needs {need}',
  'rules.title': 'All rules, line by line',
  'rules.none': 'This validator is down, or has not begun a height.',
  'rules.where': 'Height {height}, round {round}, as this validator knows it',
  'rules.round': 'round {round}',
  'rules.fired': 'fired at {at} s in round {round}',
  'rules.missing': '{count} {count:condition is:conditions are} missing',
  'rules.ready': 'all conditions hold',
  'rules.building': 'While it waits for its own block no rule fires.',
  'stall.title': 'Why is height {height} not decided?',
  'stall.none': 'Nothing stands in its way at this moment.',
  'stall.for': 'under way for {seconds} s',
  'stall.unreachable': 'A quorum cannot be reached: weight {have} takes part, {need} is needed.',
  'stall.down': '{who} down (weight {weight}).',
  'stall.batcher_down': 'The batcher of {who} is down: consensus goes on without execution.',
  'stall.behind': '{who} is still at height {at}: it must sync before it can vote on {height}.',
  'stall.cut': 'Nothing that {from} sends reaches {to}: the last {lost} {lost:frame:frames} were lost.',
  'stall.short_prevote':
    'Round {round}: prevotes lack {short} for a quorum: {have} for one value, {nil} nil, {others} others, {none} not cast; {need} needed.',
  'stall.short_precommit':
    'Round {round}: precommits lack {short} for a quorum: {have} for one value, {nil} nil, {others} others, {none} not cast; {need} needed.',
  'stall.not_received':
    '{who} has not received enough of the votes of round {round} ({type}): {have} for one value, {nil} nil; {need} needed.',
  'stall.veto': '{who} has the precommits of round {round}, but not that of the virtual proposer, which is required.',
  'stall.no_proposal': '{who}: waiting for the proposal of {leader} in round {round}.',
  'stall.gap': '{who}: waiting for part {part} of the proposal stream of {from}.',
  'stall.building': '{who} is building the block of round {round}.',
  'stall.executing': '{who}: executing the proposal of round {round} ({done} {done:transaction:transactions} so far).',
  'stall.bridge': 'The bridge of {who}: {call} has been under way for {seconds} s.',
  'stall.bridge_failed': 'The bridge of {who}: {call} failed {seconds} s ago ({error}).',
  'stall.in_flight': '{count} {count:frame of consensus is:frames of consensus are} on their way.',
  'stall.timer': 'The timer of {who} for {step}, round {round}, fires in {seconds} s (at {at} s).',
  'stall.nothing_pending': 'No timer runs and nothing is on its way: by itself this height goes no further.',
  'source.go': 'Go to the event: {what}',
} as const satisfies Needed & Readonly<Record<string, string>>;
