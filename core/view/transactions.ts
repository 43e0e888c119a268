// The life of every transaction, validator by validator: received → admitted or refused → gossiped → in a proposal → executed → committed, with the
// receipt. Stages carry their step, so that the life at a cursor is a prefix.
import { type Felt, feltToHex } from '../base/felt.ts';
import { DELIVERY_KINDS, type LogEvent } from '../log/event.ts';
import type { Receipt } from '../types/block.ts';
import { type Height, type TimeUs, type ValidatorIndex, validatorOf } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';

type TxStageBody =
  | { readonly kind: 'received'; readonly from: 'rpc' | 'gossip' }
  | { readonly kind: 'admitted'; readonly from: 'rpc' | 'gossip' }
  | { readonly kind: 'refused'; readonly source: string; readonly code: string; readonly detail: string }
  | { readonly kind: 'gossiped' }
  | { readonly kind: 'proposed'; readonly proposalId: number }
  | { readonly kind: 'executed'; readonly outcome: 'succeeded' | 'reverted' | 'rejected'; readonly detail: string | null }
  | { readonly kind: 'committed'; readonly height: Height }
  | { readonly kind: 'dropped'; readonly why: string };

export type TxStage = TxStageBody & { readonly t: TimeUs; readonly step: number; readonly validator: ValidatorIndex };

export type TxLife = {
  readonly hash: Felt;
  /** Null until some validator saw the whole transaction. */
  readonly tx: HashedTransaction | null;
  /** Indexes of the interventions that sent it (scenario's inputs first): the same transaction may be sent again. */
  readonly indexes: readonly number[];
  readonly stages: readonly TxStage[];
  /** From the first block that holds it. */
  readonly receipt: { readonly height: Height; readonly receipt: Receipt; readonly step: number } | null;
};

/** Grows with the log; `order` holds keys in order of appearance. */
export type TxBook = { readonly lives: Map<string, TxLife>; readonly order: string[]; openIndex: number | null };

export const createTxBook = (): TxBook => ({ lives: new Map(), order: [], openIndex: null });

const update = (book: TxBook, hash: Felt, change: (old: TxLife) => TxLife): void => {
  const key = feltToHex(hash);
  const old = book.lives.get(key);
  if (old === undefined) book.order.push(key);
  book.lives.set(key, change(old ?? { hash, tx: null, indexes: [], stages: [], receipt: null }));
};

const addCommitted = (book: TxBook, event: LogEvent & { readonly kind: 'block_committed' }, step: number): void => {
  const stage: TxStage = { kind: 'committed', height: event.height, t: event.t, step, validator: validatorOf(event.p) };
  for (const tx of event.txs) update(book, tx.hash, (old) => ({ ...old, tx: old.tx ?? tx, stages: [...old.stages, stage] }));
  for (const receipt of event.receipts) {
    update(book, receipt.transactionHash, (old) => ({ ...old, receipt: old.receipt ?? { height: event.height, receipt, step } }));
  }
};

const stagesOf = (event: LogEvent): readonly (readonly [Felt, TxStageBody])[] => {
  if (event.kind === 'tx_received') return [[event.hash, { kind: 'received', from: event.from }]];
  if (event.kind === 'tx_admitted') return [[event.hash, { kind: 'admitted', from: event.from }]];
  if (event.kind === 'tx_dropped') return event.why === 'committed' ? [] : [[event.hash, { kind: 'dropped', why: event.why }]];
  if (event.kind === 'tx_executed') return [[event.hash, { kind: 'executed', outcome: event.outcome, detail: event.detail }]];
  if (event.kind === 'txs_streamed') return event.hashes.map((hash) => [hash, { kind: 'proposed', proposalId: event.proposalId }] as const);
  if (event.kind === 'frame_sent' && event.what.kind === 'transaction') return [[event.what.hash, { kind: 'gossiped' }]];
  if (event.kind === 'refused' && event.hash !== null) {
    return [[event.hash, { kind: 'refused', source: event.source, code: event.code, detail: event.detail }]];
  }
  return [];
};

/** Adds what one event says about transactions; `step` is the number of steps applied with it. Feed events in log order. */
export const addTransactions = (book: TxBook, event: LogEvent, step: number): void => {
  if (DELIVERY_KINDS.has(event.kind)) {
    book.openIndex = event.kind === 'intervention_applied' && event.what === 'send_tx' ? event.index : null;
  }
  if (event.kind === 'block_committed') addCommitted(book, event, step);
  const at = { t: event.t, step, validator: validatorOf(event.p) };
  for (const [hash, body] of stagesOf(event)) {
    update(book, hash, (old) => ({ ...old, stages: [...old.stages, { ...body, ...at }] }));
  }
  if (event.kind === 'tx_received') {
    const indexes = event.from === 'rpc' && book.openIndex !== null ? [book.openIndex] : [];
    update(book, event.hash, (old) => ({ ...old, tx: old.tx ?? event.tx, indexes: [...old.indexes, ...indexes] }));
  }
};

/** The life as far as the cursor `steps` knows it; null before its first stage. */
export const lifeAt = (life: TxLife, steps: number): TxLife | null => {
  const stages = life.stages.filter((stage) => stage.step <= steps);
  if (stages.length === 0) return null;
  return { ...life, stages, receipt: life.receipt !== null && life.receipt.step <= steps ? life.receipt : null };
};

/** Lives that have begun at the cursor, newest first, at most `limit`. */
export const livesAt = (book: TxBook, steps: number, limit: number): readonly TxLife[] => {
  const found: TxLife[] = [];
  for (const key of book.order.toReversed()) {
    if (found.length >= limit) break;
    const whole = book.lives.get(key);
    const life = whole === undefined ? null : lifeAt(whole, steps);
    if (life !== null) found.push(life);
  }
  return found;
};

/** What the cursor `steps` knows. */
export const cutTransactions = (book: TxBook, steps: number): TxBook => {
  const cut = createTxBook();
  for (const key of book.order) {
    const whole = book.lives.get(key);
    const life = whole === undefined ? null : lifeAt(whole, steps);
    if (life === null) continue;
    cut.lives.set(key, life);
    cut.order.push(key);
  }
  return cut;
};

/** The life of the transaction that the intervention of this index sent, or null while no validator has seen it. */
export const lifeOfIntervention = (book: TxBook, index: number): TxLife | null =>
  [...book.lives.values()].findLast((life) => life.indexes.includes(index)) ?? null;
