// What the page can do to a run, as interventions: transfers, faults, their end. Everything goes through `branching.intervene`, at the cursor.
import type { Intervention } from '../../core/sim/intervention.ts';
import { ACCOUNT_ADDRESSES, STRK_ADDRESS, TRANSFER_SELECTOR } from '../../core/types/genesis.ts';
import { toValidatorIndex } from '../../core/types/ids.ts';
import type { InvokeIntent, TransactionIntent } from '../../core/types/intent.ts';
import type { ClusterView } from '../../core/view/cluster.ts';
import { isHalted } from '../../core/view/consensus-card.ts';
import { proposerAt } from '../../core/view/network.ts';
import { feltOfText } from '../../core/view/format.ts';
import { type ActiveFault, type Fault, activeFaults } from './active-faults.ts';
import { interventionsOf } from './deed-facts.ts';
import type { Deed } from './branching.ts';
import { branching } from './history.ts';
import { tell } from './notices.ts';
import { useRun } from './run.ts';

type Configure = Extract<Intervention, { readonly kind: 'configure' }>;
type Edit = Extract<Intervention, { readonly kind: 'edit_frame' }>;

export type FrameFilter = Extract<Fault, { readonly kind: 'drop' }>['filter'];

/** A transfer as it should be, or with one thing wrong that somebody must refuse. */
export const DEMOS = ['none', 'signature', 'nonce_old', 'nonce_far', 'bounds', 'balance', 'overdraft', 'no_contract'] as const;
export type Demo = (typeof DEMOS)[number];

export type TransferOrder = {
  readonly account: number;
  /** Hex felt. */
  readonly receiver: string;
  readonly amountFri: bigint;
  /** Whose RPC port takes it. */
  readonly validator: number;
  readonly demo: Demo;
};

const BOUNDS: InvokeIntent['resourceBounds'] = {
  l1Gas: { maxAmount: 0n, maxPricePerUnit: 10n ** 16n },
  l2Gas: { maxAmount: 10_000_000n, maxPricePerUnit: 2n * 10n ** 10n },
  l1DataGas: { maxAmount: 2_000n, maxPricePerUnit: 10n ** 14n },
};
/** Below the gateway's least L2 price. */
const LOW_BOUNDS: typeof BOUNDS = { ...BOUNDS, l2Gas: { ...BOUNDS.l2Gas, maxPricePerUnit: 1n } };
/** A possible fee of 10,000 STRK: more than any account holds. */
const RICH_BOUNDS: typeof BOUNDS = { ...BOUNDS, l2Gas: { maxAmount: 1_000_000_000n, maxPricePerUnit: 10n ** 13n } };
/** More than any account holds: the call panics, the fee is paid. */
const OVERDRAFT_FRI = 10n ** 24n;
/** An address without a contract. */
const NO_CONTRACT = 0xdeadn;
/** Fault ids of users begin here; scenarios number theirs from 1. */
const FIRST_FAULT_ID = 1_000;
/** Beyond the gateway's largest gap of 200. */
const FAR_NONCE = 100_000n;

const boundsOf = (demo: Demo): typeof BOUNDS => (demo === 'bounds' ? LOW_BOUNDS : demo === 'balance' ? RICH_BOUNDS : BOUNDS);
const nonceOf = (demo: Demo, known: bigint): bigint | null => {
  if (demo === 'nonce_far') return known + FAR_NONCE;
  return demo === 'nonce_old' && known > 0n ? known - 1n : null;
};

const intentOf = (order: TransferOrder, knownNonce: bigint): InvokeIntent | null => {
  const receiver = feltOfText(order.receiver);
  const amount = order.demo === 'overdraft' ? OVERDRAFT_FRI : order.amountFri;
  const low = feltOfText(`0x${(amount & ((1n << 128n) - 1n)).toString(16)}`);
  const high = feltOfText(`0x${(amount >> 128n).toString(16)}`);
  const nowhere = feltOfText(`0x${NO_CONTRACT.toString(16)}`);
  if (receiver === null || low === null || high === null || nowhere === null) return null;
  return {
    account: order.account,
    calls: [{ to: order.demo === 'no_contract' ? nowhere : STRK_ADDRESS, selector: TRANSFER_SELECTOR, calldata: [receiver, low, high] }],
    nonce: nonceOf(order.demo, knownNonce),
    tip: 0n,
    resourceBounds: boundsOf(order.demo),
    tamper: order.demo === 'signature' ? 'wrong_signature' : 'none',
  };
};

/** Does it at the cursor; false, and told, when it cannot be done. */
const act = (deed: Deed): boolean => {
  const refusal = branching.intervene(deed);
  if (refusal !== null && refusal !== 'no_run') tell({ kind: 'deed_refused', why: refusal });
  return refusal === null;
};

/** Sends a transfer at the cursor; returns the index under which the log names it, or null when the receiver is no felt or nothing more can be done. */
export const sendTransfer = (order: TransferOrder): number | null => {
  const { view } = useRun.getState();
  const intent = intentOf(order, view.ledger.nonces[order.account] ?? 0n);
  return intent === null ? null : sendIntent(intent, order.validator);
};

/** Sends any transaction at the cursor, to the RPC port of a validator; the index under which the log names it, or null when nothing more can be done. */
export const sendIntent = (intent: TransactionIntent, validator: number): number | null => {
  const { info } = useRun.getState();
  if (info === null || !act({ kind: 'send_tx', validator: toValidatorIndex(validator), intent })) return null;
  return info.inputCount + (useRun.getState().run?.interventions.length ?? 1) - 1;
};

/** Switches a fault on at the cursor; its id, or null when it was not done. */
export const breakSomething = (fault: Fault): number | null => {
  const used = interventionsOf(useRun.getState()).flatMap((item) => (item.kind === 'fault_on' ? [item.id] : []));
  const id = Math.max(FIRST_FAULT_ID, ...used.map((other) => other + 1));
  return act({ kind: 'fault_on', id, fault }) ? id : null;
};

/** Switches a fault off at the cursor. */
export const mend = (id: number): boolean => act({ kind: 'fault_off', id });

/**
 * Starts what stands of a validator, with its storage: its crashes are taken back, and consensus that stands by an error is stopped and started again.
 */
export const restart = (validator: number): void => {
  const isOwn = ({ fault }: ActiveFault): boolean => fault.kind === 'crash' && fault.validator === validator;
  const { view, us } = useRun.getState();
  for (const { id } of activeFaults(useRun.getState(), us).filter(isOwn)) mend(id);
  const consensus = view.cards[validator]?.consensus;
  if (consensus === undefined || !isHalted(consensus)) return;
  const id = breakSomething({
    kind: 'crash',
    validator: toValidatorIndex(validator),
    part: 'consensus',
    instance: null,
    storage: 'keep',
  });
  if (id !== null) mend(id);
};

/** Changes a setting of all validators from a height on. */
export const configure = (change: Configure['change'], fromHeight: number): boolean =>
  act({ kind: 'configure', fromHeight, validators: null, change });

/** Hands a held frame to the validator whose inbox holds it. */
export const deliver = (validator: number, frame: string): boolean =>
  act({ kind: 'deliver', validator: toValidatorIndex(validator), frame });

/** Changes the bytes of a frame on its way to one receiver. */
export const editFrame = (frame: string, to: number, splices: Edit['splices']): boolean =>
  act({ kind: 'edit_frame', frame, to: toValidatorIndex(to), splices });

/** The validator that proposes the first height nobody has started yet, and that height; null before the first height is known. */
export const nextProposer = ({ network, cards }: ClusterView): { readonly validator: number; readonly height: number } | null => {
  const committee = cards.find((card) => card.consensus.committee !== null)?.consensus.committee ?? null;
  const height = network.topHeight + 1;
  const validator = proposerAt(committee, height, 0, network.validators);
  return validator === null ? null : { validator, height };
};

/** Addresses of the predeployed accounts as hex. */
export const accountAddresses = (): readonly string[] => ACCOUNT_ADDRESSES.map((address) => `0x${address.toString(16)}`);
