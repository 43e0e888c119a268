// Families of vectors about hashes of other times and other networks: blocks before 0.13.2, the configuration of the operating system, Propeller's tree.
import { bytesToBigint } from '../core/base/bytes.ts';
import { reduceToFelt } from '../core/base/felt.ts';
import { utf8ToBytes } from '../core/base/utf8.ts';
import { type HistoricHeader, firstBlockHash, pedersenBlockHash } from '../core/hashes/historic-block-hash.ts';
import { osConfigHash } from '../core/hashes/os-config-hash.ts';
import { propellerLeaf, propellerRoot } from '../core/hashes/propeller-merkle.ts';
import { type Json, RpcShapeError, feltIn, feltsIn, integerIn, listIn, textIn, toText } from '../core/hashes/rpc-reading.ts';
import type { Family } from './vectors-runner.ts';

const header = (json: Json): HistoricHeader => {
  const count = (key: string) => reduceToFelt(integerIn(json, key));
  return {
    blockNumber: count('block_number'),
    stateRoot: feltIn(json, 'state_root'),
    sequencer: feltIn(json, 'sequencer_address'),
    timestamp: count('timestamp'),
    transactionCount: count('transaction_count'),
    transactionCommitment: feltIn(json, 'transaction_commitment'),
    eventCount: count('event_count'),
    eventCommitment: feltIn(json, 'event_commitment'),
    parentHash: feltIn(json, 'parent_block_hash'),
  };
};

const historicBlockHash: Family = (kernel, input) => {
  const rule = textIn(input, 'rule');
  if (rule === 'pre_v0.7') return firstBlockHash(kernel, header(input), textIn(input, 'chain_id'));
  if (rule === 'v0.7_to_0.13.1') return pedersenBlockHash(kernel, header(input));
  throw new RpcShapeError('rule: expected pre_v0.7 or v0.7_to_0.13.1');
};

const propellerMerkle: Family = (_, input) => {
  const leaves = listIn(input, 'chunks_utf8').map((chunk) => propellerLeaf(utf8ToBytes(toText(chunk, 'chunks_utf8'))));
  if (leaves.length === 0) throw new RpcShapeError('chunks_utf8: at least one');
  return { leaves: leaves.map(bytesToBigint), root: bytesToBigint(propellerRoot(leaves)) };
};

export const OTHER_FAMILIES: Readonly<Record<string, Family>> = {
  block_hash_legacy: historicBlockHash,
  propeller_merkle: propellerMerkle,
  os_config_hash: (kernel, input) =>
    osConfigHash(kernel, {
      chainId: textIn(input, 'chain_id'),
      strkFeeToken: feltIn(input, 'strk_fee_token_address'),
      starknetVersion: textIn(input, 'starknet_version'),
      publicKeys: input['public_keys'] === undefined ? [] : feltsIn(input, 'public_keys'),
    }),
};
