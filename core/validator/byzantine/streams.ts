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

/** Fin counts one transaction more than the block holds: of a full block, the streamed one that found no room. */
export const oneTxTooMany: Rewrite<'one_tx_too_many'> = ({ height }, effects) =>
  mapParts(effects, height, (effect) => {
    const { streamId, messageId, part } = readPart(effect);
    if (part?.kind !== 'fin') return [effect];
    const fin = { ...part.fin, executedTransactionCount: part.fin.executedTransactionCount + 1 };
    return [{ ...effect, ...partFrame(streamId, messageId, { kind: 'fin', fin }) }];
  });

/** A message that L1 never sent. A transaction that merely fails is no reason to reject a proposal: it travels, and nobody executes it to an end. */
const INVALID: Transaction = {
  kind: 'l1_handler',
  nonce: toFelt(0xbadn),
  address: toFelt(0xbadn),
  entryPointSelector: toFelt(0xbadn),
  calldata: [toFelt(0xbadn)],
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
