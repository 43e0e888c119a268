// Behaviours that spoil own proposal streams on their way out.
import { concatBytes } from '../../base/bytes.ts';
import { toFelt } from '../../base/felt.ts';
import { FRAME_BYTES_MAX } from '../../base/limits.ts';
import type { Transaction } from '../../types/transaction.ts';
import { toRound } from '../../types/ids.ts';
import { partFrame, readPart } from './part-frame.ts';
import { type EdgeEffect, type PartBroadcast, type Rewrite, mapParts } from './rewrite.ts';

/** How much later every other part leaves, so that its neighbour overtakes it on any link. */
const OVERTAKE_US = 300_000;

export const dropPart: Rewrite<'drop_part'> = ({ height, messageId }, effects) =>
  mapParts(effects, height, (effect) => (effect.what.messageId === messageId ? [] : [effect]));

export const withholdFin: Rewrite<'withhold_fin'> = ({ height }, effects) =>
  mapParts(effects, height, (effect) => (effect.what.part === 'fin' || effect.what.part === 'end' ? [] : [effect]));

export const reorderStream: Rewrite<'reorder_stream'> = ({ height }, effects) =>
  mapParts(effects, height, (effect) =>
    effect.what.messageId % 2 === 0 ? [{ ...effect, laterUs: (effect.laterUs ?? 0) + OVERTAKE_US }] : [effect],
  );

/** The stream id of round 0 for every stream of a height: receivers cannot tell them apart. */
export const reuseStreamId: Rewrite<'reuse_stream_id'> = ({ height }, effects) =>
  mapParts(effects, height, (effect) => {
    const { streamId, messageId, part } = readPart(effect);
    if (streamId.round !== 0) return [{ ...effect, ...partFrame({ ...streamId, round: toRound(0) }, messageId, part), what: effect.what }];
    // The stream of round 0 is closed by nobody, so that later ones run into it.
    return effect.what.part === 'end' ? [] : [effect];
  });

/** The part after the Init is longer than a frame may be; its tail is a field that no schema knows. */
export const oversizeStream: Rewrite<'oversize_stream'> = ({ height }, effects) =>
  mapParts(effects, height, (effect) =>
    effect.what.messageId === 1
      ? [{ ...effect, bytes: concatBytes(effect.bytes, new Uint8Array(FRAME_BYTES_MAX + 1 - effect.bytes.length)) }]
      : [effect],
  );

/** Fin counts one transaction more than was streamed. */
export const oneTxTooMany: Rewrite<'one_tx_too_many'> = ({ height }, effects) =>
  mapParts(effects, height, (effect) => {
    const { streamId, messageId, part } = readPart(effect);
    if (part?.kind !== 'fin') return [effect];
    const fin = { ...part.fin, executedTransactionCount: part.fin.executedTransactionCount + 1 };
    return [{ ...effect, ...partFrame(streamId, messageId, { kind: 'fin', fin }) }];
  });

/** From an account that does not exist: it fails every validator's checks. */
const INVALID: Transaction = {
  kind: 'invoke_v3',
  sender: toFelt(0xbadn),
  calldata: [toFelt(0n)],
  signature: [toFelt(1n), toFelt(1n)],
  nonce: toFelt(0n),
  resourceBounds: {
    l1Gas: { maxAmount: 0n, maxPricePerUnit: 10n ** 16n },
    l2Gas: { maxAmount: 10_000_000n, maxPricePerUnit: 2n * 10n ** 10n },
    l1DataGas: { maxAmount: 2_000n, maxPricePerUnit: 10n ** 14n },
  },
  tip: 0n,
  paymasterData: [],
  nonceDaMode: 0,
  feeDaMode: 0,
  accountDeploymentData: [],
  proofFacts: [],
  proof: new Uint8Array(0),
};

/** Another part with an invalid transaction before Fin, which counts it. */
export const invalidTransaction: Rewrite<'invalid_transaction'> = ({ height }, effects) => mapParts(effects, height, insertInvalid);

const insertInvalid = (effect: PartBroadcast): readonly EdgeEffect[] => {
  if (effect.what.part !== 'fin' && effect.what.part !== 'end') return [effect];
  const { streamId, messageId, part } = readPart(effect);
  if (part?.kind !== 'fin') return [{ ...effect, ...partFrame(streamId, messageId + 1, part) }];
  const fin = { ...part.fin, executedTransactionCount: part.fin.executedTransactionCount + 1 };
  return [
    { ...effect, ...partFrame(streamId, messageId, { kind: 'transactions', transactions: [INVALID] }) },
    { ...effect, ...partFrame(streamId, messageId + 1, { kind: 'fin', fin }) },
  ];
};
