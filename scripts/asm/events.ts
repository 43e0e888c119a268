// Events as the ABI describes them: the first key is the hash of the name, then the members marked as keys; the others are data.
import { selectorOf } from '../../core/crypto/keccak.ts';
import type { Builder } from './builder.ts';
import type { AnyCodec, Codec } from './codecs.ts';
import type { EventSource } from './contract.ts';
import { emitFelts } from './syscalls.ts';

type Member<T> = { readonly codec: Codec<T>; readonly key: boolean };
type Members = Readonly<Record<string, { readonly codec: AnyCodec; readonly key: boolean }>>;
type MemberValues<M> = { readonly [K in keyof M]: M[K] extends Member<infer T> ? T : never };

export const key = <T>(codec: Codec<T>): Member<T> => ({ codec, key: true });
export const data = <T>(codec: Codec<T>): Member<T> => ({ codec, key: false });

export type EventType<M> = EventSource & { readonly emit: (f: Builder, values: MemberValues<M>) => void };

export const event = <const M extends Members>(name: string, members: M): EventType<M> => ({
  name,
  members: Object.entries(members).map(([member, { codec, key: isKey }]) => ({ name: member, type: codec.type, key: isKey })),
  emit: (f, values) => {
    const felts = (isKey: boolean): ReturnType<AnyCodec['felts']> =>
      Object.entries(members)
        .filter(([, member]) => member.key === isKey)
        .flatMap(([member, { codec }]) => codec.felts(values[member as keyof M] as never));
    emitFelts(f, [selectorOf(name), ...felts(true)], felts(false));
  },
});
