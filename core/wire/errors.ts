// Why bytes were refused. Names follow Apollo's ProtobufConversionError; TooLarge is ours (core/base/limits.ts).
// Inside core/wire a refusal travels as an exception, from the converter that finds it to the door (codec.ts) that turns it into a Result.

export type WireError =
  /** `field` here and below as Apollo describes it where it is missing: `voter`, `InvokeV3WithProof::invoke`. */
  | { readonly code: 'MissingField'; readonly field: string }
  | {
      readonly code: 'BytesDataLengthMismatch';
      readonly type: string;
      readonly field: string;
      readonly expected: number;
      readonly got: number;
    }
  | { readonly code: 'OutOfRangeValue'; readonly type: string; readonly field: string; readonly value: string }
  | { readonly code: 'WrongEnumVariant'; readonly type: string; readonly value: string; readonly expected: string }
  /** Not a protobuf message of this type, an unknown enum value, or a stream id of a wrong length. */
  | { readonly code: 'DecodeError'; readonly reason: string }
  /** Fine for Apollo, beyond a limit of ours. */
  | { readonly code: 'TooLarge'; readonly what: string; readonly limit: number; readonly got: string };

/** Carries a WireError to the door of this folder; never seen outside. */
export class WireRefusal extends Error {
  override readonly name = 'WireRefusal';
  readonly error: WireError;
  constructor(error: WireError) {
    super(wireErrorToText(error));
    this.error = error;
  }
}

/** Ends the conversion with a refusal. */
export const refuse = (error: WireError): never => {
  throw new WireRefusal(error);
};

/** One line with the facts: `BytesDataLengthMismatch: Address voter of 31 bytes, expected 32`. */
export const wireErrorToText = (error: WireError): string => `${error.code}: ${factsOf(error)}`;

const factsOf = (error: WireError): string => {
  switch (error.code) {
    case 'MissingField':
      return error.field;
    case 'BytesDataLengthMismatch':
      return `${error.type} ${error.field} of ${error.got} bytes, expected ${error.expected}`;
    case 'OutOfRangeValue':
      return `${error.type} ${error.field}, got ${error.value}`;
    case 'WrongEnumVariant':
      return `${error.type}, got ${error.value}, expected ${error.expected}`;
    case 'DecodeError':
      return error.reason;
    case 'TooLarge':
      return `${error.what} ${error.got}, limit ${error.limit}`;
  }
};
