// StarkAuthentication: a challenge of 16 bytes with the operational key, or the signature that answers it. Defined by Apollo, connected nowhere there.
import type { Felt } from '../../base/felt.ts';
import { SIGNATURE_FELTS_MAX } from '../../base/limits.ts';
import { freeze } from '../../base/plain.ts';
import { type Convert, type DecodeResult, decodeWith } from '../codec.ts';
import { refuse } from '../errors.ts';
import { type ChallengeAndIdentityOut, StarkAuthentication as codec, type StarkAuthenticationOut } from '../generated/messages.ts';

export type StarkAuthentication =
  | { readonly kind: 'challenge_and_identity'; readonly operationalPublicKey: Felt; readonly challenge: Uint8Array }
  | { readonly kind: 'signature'; readonly signature: readonly Felt[] };

const CHALLENGE_BYTES = 16;

const convertChallenge: Convert<ChallengeAndIdentityOut, StarkAuthentication> = (message, reading) => {
  const operationalPublicKey = reading.felt(message.operationalPublicKey, 'ChallengeAndIdentity::operational_public_key');
  const { length } = message.challenge;
  if (length !== CHALLENGE_BYTES) {
    refuse({ code: 'BytesDataLengthMismatch', type: 'Challenge', field: 'challenge', expected: CHALLENGE_BYTES, got: length });
  }
  return freeze({ kind: 'challenge_and_identity', operationalPublicKey, challenge: Uint8Array.from(message.challenge) });
};

const convertAuthentication: Convert<StarkAuthenticationOut, StarkAuthentication> = (message, reading) => {
  switch (message.message) {
    case 'challengeAndIdentity':
      return convertChallenge(reading.present(message.challengeAndIdentity, 'challenge_and_identity'), reading);
    case 'signature': {
      const parts = reading.present(message.signature, 'signature').signature;
      return freeze({ kind: 'signature', signature: reading.felts(parts, 'signature', SIGNATURE_FELTS_MAX) });
    }
    case undefined:
      return reading.present<StarkAuthentication>(null, 'StarkAuthentication::message');
  }
};

/** `expected` null takes both variants; otherwise the other one is a WrongEnumVariant. */
export const decodeStarkAuthentication = (
  bytes: Uint8Array,
  expected: StarkAuthentication['kind'] | null,
): DecodeResult<StarkAuthentication> =>
  decodeWith<StarkAuthenticationOut, StarkAuthentication>(codec, bytes, (message, reading) => {
    const value = convertAuthentication(message, reading);
    return expected === null || value.kind === expected
      ? value
      : refuse({ code: 'WrongEnumVariant', type: 'StarkAuthenticationMessage', value: value.kind, expected });
  });
