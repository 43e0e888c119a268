// The four commitments over a block's content and its packed counts, leaf by leaf, re-derived from what a validator committed (commitments.md 4): every
// input of every hash with its place. The layouts are those of core/hashes/block-commitments.ts; a test compares each result with what the log says.
// Known only once the block is committed: before that the log holds the commitments, not the receipts and the state diff they are made of.
import { FELT_ZERO, type Felt, feltFromAscii, feltFromHex, feltToHex, toFelt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { concatenatedCounts, messagesHash, statusFelt } from '../hashes/block-commitments.ts';
import { commitmentTreeRoot } from '../hashes/commitment-tree.ts';
import { stateDiffLength } from '../hashes/state-diff-commitment.ts';
import type { ContractEvent, Receipt, StateDiff } from '../types/block.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import type { EventOf } from './view.ts';

type RowSource = 'constant' | 'init' | 'executed' | 'derived' | 'unknown_yet' | 'after_decision' | 'content';
/** How the rows become the hash. `tree`: root of a binary tree over them; `packed`: 64 bits each. */
type DerivedHow = 'poseidon' | 'tree' | 'packed';
export type DerivedRow = {
  readonly label: string;
  /** Hex. */
  readonly value: string;
  readonly source: RowSource;
  /** Where the value stands in the log; null where nothing more than the table says it. */
  readonly eventId: string | null;
};
export type DerivedHash = {
  readonly label: string;
  readonly how: DerivedHow;
  readonly rows: readonly DerivedRow[];
  readonly hash: string;
  /** Derivations of the rows, where they have one: leaves of a tree, in order. */
  readonly parts: readonly DerivedHash[];
};

type Committed = EventOf<'block_committed'>;
type Item = readonly [label: string, value: Felt];

const rowsOf = (items: readonly Item[], source: RowSource, eventId: string | null): readonly DerivedRow[] =>
  items.map(([label, value]) => ({ label, value: feltToHex(value), source, eventId }));

const poseidon = (kernel: Kernel, label: string, items: readonly Item[], eventId: string | null): DerivedHash => ({
  label,
  how: 'poseidon',
  rows: rowsOf(items, 'content', eventId),
  hash: feltToHex(kernel.poseidonMany(items.map(([, value]) => value))),
  parts: [],
});

const tree = (kernel: Kernel, label: string, parts: readonly DerivedHash[], eventId: string | null): DerivedHash => ({
  label,
  how: 'tree',
  rows: parts.map((part, i) => ({ label: `leaf ${i}`, value: part.hash, source: 'derived', eventId })),
  hash: feltToHex(
    commitmentTreeRoot(
      kernel,
      parts.map((part) => feltFromHex(part.hash)),
    ),
  ),
  parts,
});

const listed = (name: string, values: readonly Felt[]): readonly Item[] => [
  [`${name} length`, toFelt(values.length)],
  ...values.map((value, i): Item => [`${name}[${i}]`, value]),
];

const transactionLeaf = (kernel: Kernel, { hash, tx }: HashedTransaction, id: string | null): DerivedHash => {
  const signature = tx.kind === 'l1_handler' ? [] : tx.signature;
  return poseidon(kernel, 'leaf', [['transaction hash', hash], ...signature.map((felt, i): Item => [`signature[${i}]`, felt])], id);
};

const eventLeaf = (kernel: Kernel, hash: Felt, event: ContractEvent, id: string | null): DerivedHash =>
  poseidon(
    kernel,
    'leaf',
    [['from', event.from], ['transaction hash', hash], ...listed('keys', event.keys), ...listed('data', event.data)],
    id,
  );

const receiptLeaf = (kernel: Kernel, receipt: Receipt, id: string | null): DerivedHash =>
  poseidon(
    kernel,
    'leaf',
    [
      ['transaction hash', receipt.transactionHash],
      ['actual fee', toFelt(receipt.actualFee)],
      ['messages hash', messagesHash(kernel, receipt.messages)],
      ['revert reason', statusFelt(receipt.status)],
      ['L2 gas (not committed: 0)', FELT_ZERO],
      ['L1 gas', toFelt(receipt.gas.l1Gas)],
      ['L1 data gas', toFelt(receipt.gas.l1DataGas)],
    ],
    id,
  );

/** Canonical hex without leading zeros: numeric order is order by length, then by text. */
const inOrder = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...map].toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));

const mapItems = (name: string, map: ReadonlyMap<string, Felt>): readonly Item[] => [
  [`${name} count`, toFelt(map.size)],
  ...inOrder(map).flatMap(([key, value]): readonly Item[] => [
    [`${name} key`, feltFromHex(key)],
    [`${name} value`, value],
  ]),
];

const stateDiff = (kernel: Kernel, diff: StateDiff, id: string | null): DerivedHash => {
  const storage = inOrder(diff.storage).filter(([, cells]) => cells.size > 0);
  return poseidon(
    kernel,
    'state_diff_commitment',
    [
      ['prefix', feltFromAscii('STARKNET_STATE_DIFF0')],
      ...mapItems('deployed', diff.deployed),
      ...mapItems('declared', diff.declared),
      ['deprecated classes count', FELT_ZERO],
      ['one', toFelt(1)],
      ['zero', FELT_ZERO],
      ['contracts with storage', toFelt(storage.length)],
      ...storage.flatMap(([address, cells]): readonly Item[] => [['contract', feltFromHex(address)], ...mapItems('storage', cells)]),
      ...mapItems('nonces', diff.nonces),
    ],
    id,
  );
};

const counts = (block: Committed, id: string | null): DerivedHash => {
  const nEvents = block.receipts.reduce((sum, receipt) => sum + receipt.events.length, 0);
  const { l1DaMode } = block.info;
  const length = stateDiffLength(block.stateDiff);
  return {
    label: 'concatenated_counts',
    how: 'packed',
    rows: rowsOf(
      [
        ['transactions << 192', toFelt(block.txs.length)],
        ['events << 128', toFelt(nEvents)],
        ['state diff length << 64', toFelt(length)],
        [`L1 DA mode << 63 (${l1DaMode})`, toFelt(l1DaMode === 'blob' ? 1 : 0)],
      ],
      'content',
      id,
    ),
    hash: feltToHex(concatenatedCounts({ nTxs: block.txs.length, nEvents, stateDiffLength: length, l1DaMode })),
    parts: [],
  };
};

/** All five, in the order in which the partial block hash takes them. `eventId`: the commit that they are derived from. */
export const deriveBlock = (kernel: Kernel, block: Committed, eventId: string): readonly DerivedHash[] => [
  counts(block, eventId),
  stateDiff(kernel, block.stateDiff, eventId),
  tree(
    kernel,
    'transaction_commitment',
    block.txs.map((tx) => transactionLeaf(kernel, tx, eventId)),
    eventId,
  ),
  tree(
    kernel,
    'event_commitment',
    block.receipts.flatMap((receipt) => receipt.events.map((event) => eventLeaf(kernel, receipt.transactionHash, event, eventId))),
    eventId,
  ),
  tree(
    kernel,
    'receipt_commitment',
    block.receipts.map((receipt) => receiptLeaf(kernel, receipt, eventId)),
    eventId,
  ),
];
