// ClassesResponse: a class with its hash, or the end (crates/apollo_protobuf/src/converters/class.rs). Decoding only. A Cairo 0 class is kept as it came:
// its program is base64 of gzipped JSON, which Apollo inflates (limit 4 MiB) and this folder does not.
import type { Felt } from '../../base/felt.ts';
import { freeze } from '../../base/plain.ts';
import type { SierraClass } from '../../types/transaction.ts';
import { type Convert, type DecodeResult, decodeWith } from '../codec.ts';
import { type Cairo0ClassOut, ClassesResponse, type ClassesResponseOut, type ClassOut, type EntryPointOut } from '../generated/messages.ts';
import type { Reading } from '../reading.ts';
import { convertSierraClass } from '../sierra-class.ts';

type Cairo0EntryPoint = { readonly selector: Felt; readonly offset: number };
type Cairo0Class = {
  readonly abi: string;
  readonly program: string;
  readonly externals: readonly Cairo0EntryPoint[];
  readonly l1Handlers: readonly Cairo0EntryPoint[];
  readonly constructors: readonly Cairo0EntryPoint[];
};
export type ClassMessage =
  | { readonly kind: 'cairo0'; readonly classHash: Felt; readonly class: Cairo0Class }
  | { readonly kind: 'cairo1'; readonly classHash: Felt; readonly class: SierraClass }
  | { readonly kind: 'fin' };

const readEntryPoints = (points: readonly EntryPointOut[], reading: Reading): readonly Cairo0EntryPoint[] =>
  freeze(
    points.map((point) =>
      freeze({ selector: reading.felt(point.selector, 'EntryPoint::selector'), offset: reading.count(point.offset, 'entry point offset') }),
    ),
  );

const convertCairo0: Convert<Cairo0ClassOut, Cairo0Class> = (message, reading) =>
  freeze({
    constructors: readEntryPoints(message.constructors, reading),
    externals: readEntryPoints(message.externals, reading),
    l1Handlers: readEntryPoints(message.l1Handlers, reading),
    abi: message.abi,
    program: message.program,
  });

const convertClass: Convert<ClassOut, ClassMessage> = (message, reading) => {
  switch (message.class) {
    case 'cairo0': {
      const cairo0 = convertCairo0(reading.present(message.cairo0, 'cairo0'), reading);
      return freeze({ kind: 'cairo0', class: cairo0, classHash: reading.hash(message.classHash, 'Class::class_hash') });
    }
    case 'cairo1': {
      const sierra = convertSierraClass(reading.present(message.cairo1, 'cairo1'), reading);
      return freeze({ kind: 'cairo1', class: sierra, classHash: reading.hash(message.classHash, 'Class::class_hash') });
    }
    case undefined:
      return reading.present<ClassMessage>(null, 'Class::class');
  }
};

const convertResponse: Convert<ClassesResponseOut, ClassMessage> = (message, reading) => {
  switch (message.classMessage) {
    case 'class':
      return convertClass(reading.present(message.class, 'class'), reading);
    case 'fin':
      return freeze({ kind: 'fin' });
    case undefined:
      return reading.present<ClassMessage>(null, 'ClassesResponse::class_message');
  }
};

export const decodeClassesResponse = (bytes: Uint8Array): DecodeResult<ClassMessage> => decodeWith(ClassesResponse, bytes, convertResponse);
