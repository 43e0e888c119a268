// Random faults of every kind, drawn from the same table that forms and links are made from.
import fc from 'fast-check';
import {
  CRASH_PARTS,
  CRASH_STORAGE,
  FAULT_FIELDS,
  FAULT_KINDS,
  FIELD_RANGES,
  FRAME_WHATS,
  type FaultField,
  type FieldType,
} from '../core/net/fault-fields.ts';
import type { Fault, FaultKind } from '../core/net/fault.ts';
import { toValidatorIndex } from '../core/types/ids.ts';

const node = (nodes: number): fc.Arbitrary<number> => fc.nat(nodes - 1).map(toValidatorIndex);

const arbitraryField = (type: FieldType, nodes: number): fc.Arbitrary<unknown> => {
  switch (type) {
    case 'validator':
      return node(nodes);
    case 'validators':
      return fc.uniqueArray(node(nodes), { minLength: 1, maxLength: nodes });
    case 'filter':
      return fc.record({
        from: fc.option(node(nodes)),
        to: fc.option(node(nodes)),
        what: fc.constantFrom(...FRAME_WHATS),
        height: fc.option(fc.integer({ min: 1, max: 10_000 })),
      });
    case 'part':
      return fc.constantFrom(...CRASH_PARTS);
    case 'storage':
      return fc.constantFrom(...CRASH_STORAGE);
    case 'height':
    case 'instance':
      return fc.option(fc.integer({ min: FIELD_RANGES[type][0], max: Math.min(FIELD_RANGES[type][1], 10_000) }));
    case 'ppm':
    case 'duration':
    case 'signed_duration':
    case 'count':
    case 'percent':
    case 'message_id':
      return fc.integer({ min: FIELD_RANGES[type][0], max: FIELD_RANGES[type][1] });
  }
};

/** A fault of one kind for a network of `nodes`. */
export const arbitraryFaultOf = (kind: FaultKind, nodes: number): fc.Arbitrary<Fault> => {
  const fields: readonly FaultField[] = FAULT_FIELDS[kind];
  return fc
    .record(Object.fromEntries(fields.map(({ name, type }) => [name, arbitraryField(type, nodes)])))
    .map((values) => ({ kind, ...values }) as Fault);
};

/** A fault of any kind. */
export const arbitraryFault = (nodes: number): fc.Arbitrary<Fault> => fc.oneof(...FAULT_KINDS.map((kind) => arbitraryFaultOf(kind, nodes)));
