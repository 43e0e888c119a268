// The words of a condition, such as `V3 locks and round >= 1`, as plain data, and what can be wrong with one. The language is a handful of protocol
// terms with and, or, not and parentheses: nothing in it can loop, call or name anything but what the log says.
//
//   condition  := both { "or" both }          both := unary { "and" unary }
//   unary      := "not" unary | "(" condition ")" | atom
//   atom       := who happening | who state | [who] quantity compare number | thing "differ" | "check" [name] "red" | "tx" hash stage
//   who        := "V1" … "V100" | "N1" … | "any" | "all"         ("any" and "all" are about validators; a full node goes by its name)
import type { PaperLine } from '../../log/event.ts';
import type { FrameSummary } from '../../log/frame-summary.ts';

/** The nodes that a condition may name: V1 and so on, and after them N1 and so on. */
export type Nodes = { readonly validators: number; readonly followers: number };

/** Whose: one node by index, some validator, every validator. */
export type Who = { readonly kind: 'one'; readonly validator: number } | { readonly kind: 'any' } | { readonly kind: 'all' };

/** What happens in a step, to a validator: true in that step only. */
export type Happening =
  | { readonly kind: 'vote'; readonly type: 'prevote' | 'precommit' | null; readonly nil: boolean | null }
  | { readonly kind: 'decide' | 'commit' | 'enter'; readonly height: number | null; readonly round: number | null }
  | { readonly kind: 'lock' | 'propose' | 'sync' | 'crash' | 'restart' | 'refuse' }
  | { readonly kind: 'timeout'; readonly step: 'propose' | 'prevote' | 'precommit' | null }
  | { readonly kind: 'receive'; readonly what: 'any' | 'vote' | 'proposal' | 'transaction' | 'sync' }
  | { readonly kind: 'fire'; readonly line: PaperLine };

/** What is so for a validator as long as it is so. */
export type Standing = 'down' | 'up' | 'locked' | 'observer' | 'building' | 'validating' | 'in_propose' | 'in_prevote' | 'in_precommit';

/** Numbers of the network, or of one validator where `who` is given. Time in seconds. */
export type Quantity = 'height' | 'round' | 'decided' | 'pool' | 'time' | 'step';
export type Comparison = '<' | '<=' | '=' | '!=' | '>=' | '>';
export type Differing = 'commitments' | 'decisions' | 'roots';
export type TxStageWord = 'received' | 'admitted' | 'refused' | 'proposed' | 'executed' | 'reverted' | 'committed';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly inner: Condition }
  | { readonly kind: 'happens'; readonly who: Who; readonly what: Happening }
  | { readonly kind: 'stands'; readonly who: Who; readonly what: Standing }
  | {
      readonly kind: 'compare';
      /** Null: of the network. */
      readonly who: Who | null;
      readonly quantity: Quantity;
      readonly by: Comparison;
      readonly than: number;
    }
  | { readonly kind: 'differ'; readonly what: Differing }
  /** `name` null: any check. */
  | { readonly kind: 'red'; readonly name: string | null }
  /** Hex digits that the hash begins and ends with. */
  | { readonly kind: 'tx'; readonly begins: string; readonly ends: string; readonly stage: TxStageWord };

export type ConditionError = {
  readonly code:
    | 'Empty'
    | 'TooLong'
    | 'TooDeep'
    | 'UnknownCharacter'
    | 'UnexpectedWord'
    | 'UnexpectedEnd'
    | 'NoSuchNode'
    | 'NotANumber'
    | 'NotAHash'
    | 'NotForAll';
  /** Character (from 0) at which it went wrong. */
  readonly at: number;
  /** What stands there, cut to a few characters; empty at the end. */
  readonly got: string;
};

/** Kinds of frames behind the words of `receives`. */
export const RECEIVED: Readonly<Record<'vote' | 'proposal' | 'transaction' | 'sync', readonly FrameSummary['kind'][]>> = {
  vote: ['vote'],
  proposal: ['proposal_part'],
  transaction: ['transaction'],
  sync: ['sync_request', 'sync_response'],
};
