// Messages <-> bytes, driven by the schema table: what a static code generator would write for every message is here once for every kind of field.
// A message is a plain object of its fields in lowerCamelCase (`propertyOf`); decoded ones find what was not on the wire in their prototype. Semantics of
// proto3, as protobufjs 8 has them: the last member of a oneof wins, single messages that come again are merged, unknown fields and known ones with a
// foreign wire type are skipped, defaults are not written, and numbers come packed or not.
import { required } from '../base/assert.ts';
import { ENUMS, MESSAGES, type SchemaField } from './generated/schema.ts';
import { ProtoReader } from './proto-reader.ts';
import { ProtoWriter, type U64 } from './proto-writer.ts';

export type Codec<In, Out> = { readonly encode: (message: In) => Uint8Array; readonly decode: (bytes: Uint8Array) => Out };

type Message = Record<string, unknown>;

/** How the values of one type travel. `isEmpty`: not written by a field that must have a value. */
type ValueType = {
  readonly wire: 0 | 2;
  readonly empty: unknown;
  readonly isEmpty: (value: never) => boolean;
  readonly write: (writer: ProtoWriter, value: never) => void;
  /** `before`: what this field had already. */
  readonly read: (reader: ProtoReader, before: unknown) => unknown;
};

/** A field of a message type. */
type Field = {
  readonly property: string;
  readonly wire: 0 | 2;
  readonly write: (writer: ProtoWriter, value: unknown) => void;
  readonly read: (reader: ProtoReader, message: Message) => void;
  /** Of a field of numbers: how a packed run of them is read. */
  readonly readPacked: ((reader: ProtoReader, message: Message) => void) | null;
};

const NO_BYTES = new Uint8Array(0);
/** The default of every list; never written into. */
const NO_VALUES: readonly unknown[] = [];

const SCALARS: Readonly<Record<string, ValueType>> = {
  uint32: { wire: 0, empty: 0, isEmpty: (v: number) => v === 0, write: (w, v: number) => w.uint32(v), read: (r) => r.uint32() },
  uint64: {
    wire: 0,
    empty: 0,
    isEmpty: (v: U64) => (typeof v === 'object' ? (v.low | v.high) === 0 : v === 0),
    write: (w, v: U64) => w.uint64(v),
    read: (r) => r.uint64(),
  },
  bytes: {
    wire: 2,
    empty: NO_BYTES,
    isEmpty: (v: Uint8Array) => v.length === 0,
    write: (w, v: Uint8Array) => w.bytes(v),
    read: (r) => r.bytes(),
  },
  string: { wire: 2, empty: '', isEmpty: (v: string) => v === '', write: (w, v: string) => w.text(v), read: (r) => r.text() },
};
const ENUM: ValueType = { wire: 0, empty: 0, isEmpty: (v: number) => v === 0, write: (w, v: number) => w.int32(v), read: (r) => r.int32() };

/** `proposal_commitment` -> `proposalCommitment`: the property of a message. */
export const propertyOf = (name: string): string => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const valueTypeOf = (type: string): ValueType => {
  if (Object.hasOwn(ENUMS, type)) return ENUM;
  const scalar = SCALARS[type];
  if (scalar !== undefined) return scalar;
  return {
    wire: 2,
    empty: null,
    isEmpty: () => false,
    write: (writer, value: Message) => {
      const start = writer.open();
      typeNamed(type).write(writer, value);
      writer.close(start);
    },
    read: (reader, before) => {
      const outer = reader.enter();
      const message = typeNamed(type).read(reader, before as Message | null);
      reader.leave(outer);
      return message;
    },
  };
};

const listField = (property: string, type: ValueType, key: number): Pick<Field, 'write' | 'read' | 'readPacked'> => {
  const listOf = (message: Message): unknown[] => {
    if (message[property] !== NO_VALUES) return message[property] as unknown[];
    const list: unknown[] = [];
    message[property] = list;
    return list;
  };
  return {
    write: (writer, values) => {
      for (const value of values as readonly never[]) {
        writer.uint32(key);
        type.write(writer, value);
      }
    },
    read: (reader, message) => void listOf(message).push(type.read(reader, null)),
    readPacked:
      type.wire === 2
        ? null
        : (reader, message) => {
            const outer = reader.enter();
            const list = listOf(message);
            while (reader.pos < reader.end) list.push(type.read(reader, null));
            reader.leave(outer);
          },
  };
};

/** `isWritten`: even when it is empty. `siblings`: the other members of its oneof `group`. */
type SingleField = { readonly key: number; readonly isWritten: boolean; readonly group: string; readonly siblings: readonly string[] };

const singleField = (
  property: string,
  type: ValueType,
  { key, isWritten, group, siblings }: SingleField,
): Pick<Field, 'write' | 'read' | 'readPacked'> => ({
  write: (writer, value) => {
    if (!isWritten && type.isEmpty(value as never)) return;
    writer.uint32(key);
    type.write(writer, value as never);
  },
  read: (reader, message) => {
    const value = type.read(reader, message[property]);
    if (!isWritten && type.isEmpty(value as never)) delete message[property];
    else message[property] = value;
    if (group === '') return;
    for (const sibling of siblings) delete message[sibling];
    message[group] = property;
  },
  readPacked: null,
});

/** One type of message. */
class MessageType {
  readonly #fields: readonly Field[];
  readonly #byNumber: readonly (Field | undefined)[];
  /** The prototype of messages. */
  readonly #defaults: Message = {};

  constructor(fields: readonly SchemaField[]) {
    const byNumber: (Field | undefined)[] = [];
    this.#fields = fields.map(([number, name, typeName, label, oneof]) => {
      const [property, group] = [propertyOf(name), propertyOf(oneof)];
      const type = valueTypeOf(typeName);
      const key = ((number << 3) | type.wire) >>> 0;
      const siblings = fields.filter((f) => f[4] === oneof && f[1] !== name).map((f) => propertyOf(f[1]));
      const isWritten = label === '?' || group !== '' || type.empty === null;
      const field: Field = {
        property,
        wire: type.wire,
        ...(label === '[]' ? listField(property, type, key) : singleField(property, type, { key, isWritten, group, siblings })),
      };
      this.#defaults[property] = label === '[]' ? NO_VALUES : isWritten ? null : type.empty;
      if (group !== '') this.#defaults[group] = undefined;
      byNumber[number] = field;
      return field;
    });
    this.#byNumber = byNumber;
  }

  write(writer: ProtoWriter, message: Message): void {
    for (const field of this.#fields) {
      const value = message[field.property];
      if (value !== null && value !== undefined) field.write(writer, value);
    }
  }

  /** All bytes up to the reader's end, into `before` if there is such a message. */
  read(reader: ProtoReader, before: Message | null): Message {
    const message = before ?? (Object.create(this.#defaults) as Message);
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      const wire = tag & 7;
      const field = this.#byNumber[tag >>> 3];
      if (field?.wire === wire) field.read(reader, message);
      else if (wire === 2 && field !== undefined && field.readPacked !== null) field.readPacked(reader, message);
      else reader.skip(wire, tag >>> 3);
    }
    return message;
  }
}

const TYPES: ReadonlyMap<string, MessageType> = new Map(Object.entries(MESSAGES).map(([name, fields]) => [name, new MessageType(fields)]));

const typeNamed = (name: string): MessageType => required(TYPES.get(name), 'typeNamed: a message of the schema');

/** The codec of a message type by its full name. Its `decode` throws Error for bytes that are no message at all. */
export const codecOf = <In, Out>(name: string): Codec<In, Out> => {
  const type = typeNamed(name);
  const writer = new ProtoWriter();
  return {
    encode: (message) => {
      writer.restart();
      type.write(writer, message as Message);
      return writer.finish();
    },
    decode: (bytes) => type.read(new ProtoReader(bytes), null) as Out,
  };
};
