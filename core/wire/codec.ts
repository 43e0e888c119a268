// The door between bytes and values: the codecs of messages on one side, the converters on the other. Nothing that arrives can throw through it.
// One leniency beside Apollo's prost: a known field with a foreign wire type is skipped like an unknown one, not refused.
// Bytes that leave are plain Uint8Arrays of their own buffer, which may be posted.
import { FRAME_BYTES_MAX } from '../base/limits.ts';
import { type Result, err, ok } from '../base/result.ts';
import { type WireError, WireRefusal } from './errors.ts';
import type { Codec } from './message-codec.ts';
import { Reading } from './reading.ts';

/** A decoded message; `reduced` tells that a felt on the wire was >= P and was reduced, as Apollo does. */
type Decoded<T> = { readonly value: T; readonly reduced: boolean };
export type DecodeResult<T> = Result<Decoded<T>, WireError>;
/** Turns a parsed message into a value; refuses by throwing WireRefusal. */
export type Convert<Message, T> = (message: Message, reading: Reading) => T;

/** Parses and converts at most `limit` bytes; any bytes give a value or a WireError. */
export const decodeWith = <Message, T>(
  codec: Codec<never, Message>,
  bytes: Uint8Array,
  convert: Convert<Message, T>,
  limit: number = FRAME_BYTES_MAX,
): DecodeResult<T> => {
  if (bytes.length > limit) return err({ code: 'TooLarge', what: 'bytes', limit, got: String(bytes.length) });
  const parsed = parseWith(codec, bytes);
  if (!parsed.ok) return parsed;
  try {
    const reading = new Reading();
    const value = convert(parsed.value, reading);
    return reading.beyond === null ? ok({ value, reduced: reading.reduced }) : err(reading.beyond);
  } catch (error) {
    if (error instanceof WireRefusal) return err(error.error);
    throw error;
  }
};

/** Only the protobuf layer: truncated or malformed bytes become a DecodeError. */
export const parseWith = <Message>(codec: Codec<never, Message>, bytes: Uint8Array): Result<Message, WireError> => {
  try {
    return ok(codec.decode(bytes));
  } catch (error) {
    return err({ code: 'DecodeError', reason: error instanceof Error ? error.message : 'unreadable' });
  }
};

export const encodeWith = <Message>(codec: Codec<Message, unknown>, message: Message): Uint8Array => codec.encode(message);
