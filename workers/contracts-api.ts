// What crosses the port of the worker that reads classes and answers view calls, as plain data. No code.
import type { Felt } from '../core/base/felt.ts';
import type { Result } from '../core/base/result.ts';
import type { GivenClass, GivenFile, GivenRefusal } from '../core/contracts/read-class.ts';
import type { ViewRequest } from '../core/contracts/view-call.ts';
import type { ClassFile } from '../core/types/engines.ts';

export type ContractsRequest = { readonly id: number } & (
  | { readonly kind: 'read'; readonly files: readonly GivenFile[]; readonly asked: readonly [number, number, number] }
  /** `classes`: those of the run. */
  | { readonly kind: 'call'; readonly classes: readonly ClassFile[]; readonly view: ViewRequest }
);

export type ContractsReply = { readonly id: number } & (
  | { readonly kind: 'read'; readonly result: Result<GivenClass, GivenRefusal> }
  | { readonly kind: 'call'; readonly result: Result<readonly Felt[], string> }
  | { readonly kind: 'failed'; readonly message: string }
);
