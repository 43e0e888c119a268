// npm run -s proof -- --scenario NAME --height N [--seed S] [--contract ADDRESS[:KEY,KEY…]]… [--class HASH]…: the state proof of a simulated block, as
// `{block, state_root, request, result}` in the shapes of starknet_getStorageProof; it is verified against the root that the validators computed.
// npm run -s proof -- --verify FILE [--root ROOT]: verifies such a file, against ROOT or the root in it, and prints what it proves.
// Exit code 0: verified; 1: the proof is wrong; 2: a wrong flag or an ill-formed file.
import { readFileSync } from 'node:fs';
import { type Felt, feltToHex, isFeltHex, feltFromHex } from '../core/base/felt.ts';
import type { Result } from '../core/base/result.ts';
import type { ShapeError } from '../core/base/shape.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import { genesisDiff } from '../core/exec/genesis.ts';
import type { EventOf } from '../core/view/view.ts';
import { DEFAULT_SEED } from '../core/scenarios/catalogue.ts';
import { findScenario } from '../core/scenarios/registry.ts';
import { type StateTries, applyStateDiff, emptyStateTries } from '../core/state/commitment.ts';
import { type ProofRequest, type ProvenState, proveState, verifyStateProof } from '../core/state/storage-proof.ts';
import { proofToJson, readProofRequest, readProofResult, requestToJson } from '../core/state/storage-proof-json.ts';
import { UsageError, readCount, readFlags, runCommand } from './command.ts';
import { createNodeKernel } from './node-kernel.ts';
import { simulate } from './simulate.ts';

const HEIGHTS_MAX = 1_000;
/** The root of a block is known when some more blocks are decided. */
const BLOCKS_AFTER = 3;
const kernel = memoKernel(createNodeKernel(), 100_000);

const keyFlag = (name: string, text: string): Felt => {
  if (!isFeltHex(text) || BigInt(text) >= 1n << 251n)
    throw new UsageError(`--${name}: an integer below 2^251 as 0x-hex, got ${text.slice(0, 70)}`);
  return feltFromHex(text);
};

const requestOf = (contracts: readonly string[], classes: readonly string[]): ProofRequest => {
  const asked = contracts.map((text) => {
    const [address = '', keys] = text.split(':');
    return {
      contract: keyFlag('contract', address),
      keys: keys === undefined ? null : keys.split(',').map((key) => keyFlag('contract', key)),
    };
  });
  return {
    classHashes: classes.map((text) => keyFlag('class', text)),
    contracts: [...new Set(asked.map(({ contract }) => contract))],
    storage: asked.flatMap(({ contract, keys }) => (keys === null ? [] : [{ contract, keys }])),
  };
};

type Proven = { readonly tries: StateTries; readonly root: EventOf<'block_root'> };

/** The state after block `height` of a run, rebuilt from the log, and the root of the first validator that computed it. */
const stateAfter = async (name: string, seed: number, height: number): Promise<Proven> => {
  const scenario = findScenario(name);
  if (scenario === undefined) throw new UsageError(`unknown scenario "${name.slice(0, 40)}"`);
  const { events } = await simulate({ scenario, seed, heights: height + BLOCKS_AFTER, placement: 'inline' });
  let tries = applyStateDiff(kernel, emptyStateTries(), genesisDiff()).tries;
  for (let h = 1; h <= height; h++) {
    const block = events.find((event): event is EventOf<'block_committed'> => event.kind === 'block_committed' && event.height === h);
    if (block === undefined) throw new UsageError(`no block ${h} in this run`);
    tries = applyStateDiff(kernel, tries, block.stateDiff).tries;
  }
  const root = events.find((event): event is EventOf<'block_root'> => event.kind === 'block_root' && event.height === height);
  if (root === undefined) throw new UsageError(`no root of block ${height} in this run`);
  return { tries, root };
};

const provenToJson = ({ classes, contracts, storage }: ProvenState, request: ProofRequest): unknown => ({
  classes: request.classHashes.map((hash, i) => ({ class_hash: feltToHex(hash), leaf: feltToHex(classes[i] as Felt) })),
  contracts: request.contracts.map((address, i) => {
    const leaf = contracts[i];
    return { contract_address: feltToHex(address), nonce: feltToHex(leaf?.nonce as Felt), class_hash: feltToHex(leaf?.classHash as Felt) };
  }),
  storage: request.storage.map(({ contract, keys }, i) => ({
    contract_address: feltToHex(contract),
    values: Object.fromEntries(keys.map((key, j) => [feltToHex(key), feltToHex(storage[i]?.[j] as Felt)])),
  })),
});

const needed = <T>(file: string, part: string, read: Result<T, ShapeError>): T => {
  if (!read.ok)
    throw new UsageError(`proof: ${file}: ${part}${read.error.at === '' ? '' : `.${read.error.at}`} has not the shape it should have`);
  return read.value;
};

const verifyFile = (file: string, rootFlag: string | undefined): number => {
  let json: Readonly<Record<string, unknown>>;
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    json = typeof parsed === 'object' && parsed !== null ? (parsed as Readonly<Record<string, unknown>>) : {};
  } catch {
    throw new UsageError(`proof: ${file}: cannot be read as JSON`);
  }
  const request = needed(file, 'request', readProofRequest(json['request']));
  const { proof } = needed(file, 'result', readProofResult(json['result']));
  const root = rootFlag ?? json['state_root'];
  if (typeof root !== 'string' || !isFeltHex(root)) throw new UsageError('proof: a state root as 0x-hex in the file or by --root');
  const proven = verifyStateProof(kernel, feltFromHex(root), request, proof);
  if (!proven.ok) {
    console.log(
      `wrong: ${JSON.stringify(proven.error, (_, item: unknown) => (typeof item === 'bigint' ? `0x${item.toString(16)}` : item))}`,
    );
    return 1;
  }
  console.log(JSON.stringify(provenToJson(proven.value, request), null, 2));
  return 0;
};

await runCommand(async () => {
  const { values } = readFlags({
    scenario: { type: 'string' },
    seed: { type: 'string', default: String(DEFAULT_SEED) },
    height: { type: 'string' },
    contract: { type: 'string', multiple: true, default: [] },
    class: { type: 'string', multiple: true, default: [] },
    verify: { type: 'string' },
    root: { type: 'string' },
  });
  if (values.verify !== undefined) return verifyFile(values.verify, values.root);
  if (values.scenario === undefined || values.height === undefined) throw new UsageError('proof: --scenario and --height, or --verify');
  const request = requestOf(values.contract, values.class);
  const height = readCount('height', values.height, { min: 1, max: HEIGHTS_MAX });
  const seed = readCount('seed', values.seed, { min: 0, max: 2 ** 32 - 1 });
  const { tries, root } = await stateAfter(values.scenario, seed, height);
  const proof = proveState(tries, request);
  const proven = verifyStateProof(kernel, root.stateRoot, request, proof);
  const result = proofToJson(proof, root.blockHash);
  console.log(JSON.stringify({ block: height, state_root: feltToHex(root.stateRoot), request: requestToJson(request), result }, null, 2));
  return proven.ok ? 0 : 1;
});
