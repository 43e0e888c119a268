// Which fault it is when a kind from the palette is dropped on something: every field gets the value that the target suggests, else a middle one that
// the fault list can change. Pure.
import { FAULT_FIELDS, type FaultField } from '../../core/net/fault-fields.ts';
import type { Fault, FaultKind, FrameFilter } from '../../core/net/fault.ts';
import { type ValidatorIndex, toValidatorIndex } from '../../core/types/ids.ts';

/** What a fault can be dropped on. The ends of an edge: the nearer one first. */
export type DropTarget =
  | { readonly kind: 'validator'; readonly validator: number; readonly part: 'both' | 'consensus' | 'batcher' }
  | { readonly kind: 'bridge'; readonly validator: number }
  | { readonly kind: 'edge'; readonly from: number; readonly to: number };

const SECOND_US = 1_000_000;
/** Half a second: longer than any vote takes, shorter than any proposal. */
const DURATION_US = 500_000;
const HALF_PPM = 500_000;
const COUNT = 2;
/** Ten times as slow. */
const PERCENT = 1_000;
/** The first part after Init. */
const MESSAGE_ID = 1;

type Ends = { readonly self: ValidatorIndex; readonly other: ValidatorIndex | null; readonly nodes: number };

const endsOf = (target: DropTarget, nodes: number): Ends =>
  target.kind === 'edge'
    ? { self: toValidatorIndex(target.from), other: toValidatorIndex(target.to), nodes }
    : { self: toValidatorIndex(target.validator), other: null, nodes };

const filterOf = ({ self, other }: Ends): FrameFilter => ({ from: self, to: other, what: 'any', height: null });

/** The one validator, or for the far end of a cut everyone else. */
const listOf = (name: string, { self, other, nodes }: Ends): readonly ValidatorIndex[] => {
  if (name !== 'to') return [self];
  if (other !== null) return [other];
  return Array.from({ length: nodes }, (_, i) => toValidatorIndex(i)).filter((v) => v !== self);
};

const valueOf = ({ name, type }: FaultField, target: DropTarget, ends: Ends): unknown => {
  switch (type) {
    case 'validator':
      return name === 'victim' ? (ends.other ?? toValidatorIndex((ends.self + 1) % ends.nodes)) : ends.self;
    case 'validators':
      return listOf(name, ends);
    case 'filter':
      return filterOf(ends);
    case 'ppm':
      return HALF_PPM;
    case 'duration':
      return DURATION_US;
    case 'signed_duration':
      return SECOND_US;
    case 'count':
      return COUNT;
    case 'percent':
      return PERCENT;
    case 'message_id':
      return MESSAGE_ID;
    case 'height':
    case 'instance':
      return null;
    case 'part':
      return target.kind === 'validator' ? target.part : 'both';
    case 'storage':
      return 'keep';
  }
};

/** The fault of `kind` on `target` in a network of `nodes`; null where one validator alone cannot have it. */
export const faultFor = (kind: FaultKind, target: DropTarget, nodes: number): Fault | null => {
  const fields: readonly FaultField[] = FAULT_FIELDS[kind];
  const needsOthers = fields.some(({ name, type }) => type === 'validators' || name === 'victim');
  if (needsOthers && nodes < 2) return null;
  const ends = endsOf(target, nodes);
  return { kind, ...Object.fromEntries(fields.map((field) => [field.name, valueOf(field, target, ends)])) } as Fault;
};
