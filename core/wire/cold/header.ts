// BlockHeadersResponse: a signed header or the end (crates/apollo_protobuf/src/converters/header.rs). Roots inside the commitments may be absent, the
// commitments themselves may not.
import type { Felt } from '../../base/felt.ts';
import { freeze } from '../../base/plain.ts';
import type { GasPrices, L1DaMode } from '../../types/block.ts';
import type { Height } from '../../types/ids.ts';
import { type Convert, type DecodeResult, decodeWith } from '../codec.ts';
import { readL1DaMode } from '../da-mode.ts';
import { BlockHeadersResponse, type BlockHeadersResponseOut, type PatriciaOut, type SignedBlockHeaderOut } from '../generated/messages.ts';
import type { Reading } from '../reading.ts';
import { readStarknetVersion } from '../starknet-version.ts';

/** A count with its commitment; `root` null where the sender knows none. */
type CountAndRoot = { readonly count: number; readonly root: Felt | null };

/** A header as the sync protocol carries it. */
export type SyncHeader = {
  readonly blockHash: Felt;
  readonly parentHash: Felt;
  readonly height: Height;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly sequencer: Felt;
  readonly stateRoot: Felt;
  readonly stateDiff: CountAndRoot;
  readonly transactions: CountAndRoot;
  readonly events: CountAndRoot;
  readonly receipts: Felt | null;
  readonly starknetVersion: string;
  readonly gasPrices: GasPrices;
  readonly l2GasConsumed: bigint;
  readonly nextL2GasPriceFri: bigint;
  readonly l1DaMode: L1DaMode;
  readonly signatures: readonly { readonly r: Felt; readonly s: Felt }[];
  readonly feeProposalFri: bigint | null;
};
export type HeaderMessage = { readonly kind: 'header'; readonly header: SyncHeader } | { readonly kind: 'fin' };

const readPatricia = (reading: Reading, message: PatriciaOut | null, field: string): CountAndRoot => {
  const present = reading.present(message, field);
  return freeze({ count: reading.count(present.nLeaves, 'n_leaves'), root: reading.optionalHash(present.root, `${field}::root`) });
};

const readPrices = (reading: Reading, m: SignedBlockHeaderOut): GasPrices =>
  freeze({
    l1Gas: freeze({
      fri: reading.u128(m.l1GasPriceFri, 'SignedBlockHeader::l1_gas_price_fri'),
      wei: reading.u128(m.l1GasPriceWei, 'SignedBlockHeader::l1_gas_price_wei'),
    }),
    l1DataGas: freeze({
      fri: reading.u128(m.l1DataGasPriceFri, 'SignedBlockHeader::l1_data_gas_price_fri'),
      wei: reading.u128(m.l1DataGasPriceWei, 'SignedBlockHeader::l1_data_gas_price_wei'),
    }),
    l2Gas: freeze({
      fri: reading.u128(m.l2GasPriceFri, 'SignedBlockHeader::l2_gas_price_fri'),
      wei: reading.u128(m.l2GasPriceWei, 'SignedBlockHeader::l2_gas_price_wei'),
    }),
  });

const readStateDiff = (reading: Reading, message: SignedBlockHeaderOut): CountAndRoot => {
  const present = reading.present(message.stateDiffCommitment, 'SignedBlockHeader::state_diff_commitment');
  return freeze({
    count: reading.count(present.stateDiffLength, 'state_diff_length'),
    root: reading.optionalHash(present.root, 'StateDiffCommitment::root'),
  });
};

const convertHeader: Convert<SignedBlockHeaderOut, SyncHeader> = (message, reading) =>
  freeze({
    blockHash: reading.hash(message.blockHash, 'SignedBlockHeader::block_hash'),
    parentHash: reading.hash(message.parentHash, 'SignedBlockHeader::parent_hash'),
    height: reading.height(message.number),
    timestamp: reading.count(message.time, 'time'),
    sequencer: reading.address(message.sequencerAddress, 'SignedBlockHeader::sequencer_address'),
    stateRoot: reading.hash(message.stateRoot, 'SignedBlockHeader::state_root'),
    transactions: readPatricia(reading, message.transactions, 'SignedBlockHeader::transactions'),
    events: readPatricia(reading, message.events, 'SignedBlockHeader::events'),
    l1DaMode: readL1DaMode(message.l1DataAvailabilityMode, 'l1_data_availability_mode'),
    starknetVersion: readStarknetVersion(reading, message.protocolVersion, 'protocol_version'),
    gasPrices: readPrices(reading, message),
    l2GasConsumed: reading.u64(message.l2GasConsumed),
    nextL2GasPriceFri: reading.u128(message.nextL2GasPrice, 'SignedBlockHeader::next_l2_gas_price'),
    receipts: reading.optionalHash(message.receipts, 'SignedBlockHeader::receipts'),
    stateDiff: readStateDiff(reading, message),
    feeProposalFri: message.feeProposalFri === null ? null : reading.u128(message.feeProposalFri, 'fee_proposal_fri'),
    signatures: freeze(
      message.signatures.map(({ r, s }) =>
        freeze({ r: reading.felt(r, 'SignedBlockHeader::r'), s: reading.felt(s, 'SignedBlockHeader::s') }),
      ),
    ),
  });

const convertResponse: Convert<BlockHeadersResponseOut, HeaderMessage> = (message, reading) => {
  switch (message.headerMessage) {
    case 'header':
      return freeze({ kind: 'header', header: convertHeader(reading.present(message.header, 'header'), reading) });
    case 'fin':
      return freeze({ kind: 'fin' });
    case undefined:
      return reading.present<HeaderMessage>(null, 'BlockHeadersResponse::header_message');
  }
};

export const decodeHeadersResponse = (bytes: Uint8Array): DecodeResult<HeaderMessage> =>
  decodeWith(BlockHeadersResponse, bytes, convertResponse);
