// Interventions as JSON and back: what scenario files and the editor hold. Everything is JSON's own but bigints and bytes, which are 0x strings.
import {
  CALLDATA_FELTS_MAX,
  EDIT_BYTES_MAX,
  EDIT_SPLICES_MAX,
  FRAME_BYTES_MAX,
  INTENT_CALLS_MAX,
  RUN_TIME_US_MAX,
  TIMEOUT_US_MIN,
  VALIDATORS_MAX,
} from '../base/limits.ts';
import { type Felt, isFelt, toFelt } from '../base/felt.ts';
import { bytesToHex, hexToBytes } from '../base/hex.ts';
import { eachOf, fieldsOf, hexOf, need, oneOf, orNull, textOf, wholeOf } from '../base/shape.ts';
import { readFault } from '../net/fault-fields.ts';
import {
  BATCHER_MODES,
  BRIDGE_PRESETS,
  BRIDGE_TRANSPORTS,
  CHANGE_KINDS,
  CHANGE_STEPS,
  type ConfigChange,
  PRESETS,
  QUORUM_TYPES,
} from '../types/config-change.ts';
import { ACCOUNT_ADDRESSES } from '../types/genesis.ts';
import { type ValidatorIndex, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { InvokeIntent, TransactionIntent } from '../types/intent.ts';
import type { Intervention, Splice } from './intervention.ts';

const hex = (value: bigint): string => `0x${value.toString(16)}`;

const intentToJson = (intent: TransactionIntent): unknown => {
  const { account, nonce, tip, resourceBounds, tamper } = intent;
  const limits = ({ maxAmount, maxPricePerUnit }: TransactionIntent['resourceBounds']['l2Gas']): unknown => ({
    maxAmount: hex(maxAmount),
    maxPricePerUnit: hex(maxPricePerUnit),
  });
  const { l1Gas, l2Gas, l1DataGas } = resourceBounds;
  return {
    account,
    ...('declares' in intent
      ? { declares: hex(intent.declares) }
      : {
          calls: intent.calls.map(({ to, selector, calldata }) => ({ to: hex(to), selector: hex(selector), calldata: calldata.map(hex) })),
        }),
    nonce: nonce === null ? null : hex(nonce),
    tip: hex(tip),
    resourceBounds: { l1Gas: limits(l1Gas), l2Gas: limits(l2Gas), l1DataGas: limits(l1DataGas) },
    tamper,
  };
};

/** The JSON value of an intervention. */
export const interventionToJson = (item: Intervention): unknown => {
  switch (item.kind) {
    case 'send_tx':
      return { ...item, intent: intentToJson(item.intent) };
    case 'edit_frame':
      return { ...item, splices: item.splices.map((splice) => ({ ...splice, insert: `0x${bytesToHex(splice.insert)}` })) };
    case 'configure':
      return item.change.kind === 'power' ? { ...item, change: { ...item.change, weight: hex(item.change.weight) } } : item;
    case 'fault_on':
    case 'fault_off':
    case 'deliver':
      return item;
  }
};

const readFelt = (value: unknown, at: string): Felt => {
  const integer = hexOf(value, at, 252);
  return toFelt(need(isFelt(integer) ? integer : null, at));
};

const readCall = (value: unknown, at: string): InvokeIntent['calls'][number] => {
  const { to, selector, calldata } = fieldsOf(value, at, ['to', 'selector', 'calldata']);
  return {
    to: readFelt(to, `${at}.to`),
    selector: readFelt(selector, `${at}.selector`),
    calldata: eachOf(calldata, `${at}.calldata`, CALLDATA_FELTS_MAX, readFelt),
  };
};

const readLimits = (value: unknown, at: string): TransactionIntent['resourceBounds']['l2Gas'] => {
  const { maxAmount, maxPricePerUnit } = fieldsOf(value, at, ['maxAmount', 'maxPricePerUnit']);
  return { maxAmount: hexOf(maxAmount, `${at}.maxAmount`, 64), maxPricePerUnit: hexOf(maxPricePerUnit, `${at}.maxPricePerUnit`, 128) };
};

const readIntent = (value: unknown, at: string): TransactionIntent => {
  const f = fieldsOf(value, at, ['account', 'calls', 'declares', 'nonce', 'tip', 'resourceBounds', 'tamper']);
  const bounds = fieldsOf(f.resourceBounds, `${at}.resourceBounds`, ['l1Gas', 'l2Gas', 'l1DataGas']);
  return {
    account: wholeOf(f.account, `${at}.account`, [0, ACCOUNT_ADDRESSES.length - 1]),
    ...(f.declares === undefined
      ? { calls: eachOf(f.calls, `${at}.calls`, INTENT_CALLS_MAX, readCall) }
      : { declares: readFelt(need(f.calls === undefined ? f.declares : null, `${at}.calls`), `${at}.declares`) }),
    nonce: orNull(f.nonce, (v) => readFelt(v, `${at}.nonce`)),
    tip: hexOf(f.tip ?? '0x0', `${at}.tip`, 64),
    resourceBounds: {
      l1Gas: readLimits(bounds.l1Gas, `${at}.resourceBounds.l1Gas`),
      l2Gas: readLimits(bounds.l2Gas, `${at}.resourceBounds.l2Gas`),
      l1DataGas: readLimits(bounds.l1DataGas, `${at}.resourceBounds.l1DataGas`),
    },
    tamper: oneOf(f.tamper ?? 'none', `${at}.tamper`, ['none', 'wrong_signature']),
  };
};

const readSplice = (value: unknown, at: string): Splice => {
  const { at: place, remove, insert } = fieldsOf(value, at, ['at', 'remove', 'insert']);
  const text = textOf(insert, `${at}.insert`, 2 + 2 * EDIT_BYTES_MAX);
  const bytes = /^0x(?:[0-9a-f]{2})*$/.test(text) ? hexToBytes(text) : null;
  return {
    at: wholeOf(place, `${at}.at`, [0, FRAME_BYTES_MAX]),
    remove: wholeOf(remove, `${at}.remove`, [0, FRAME_BYTES_MAX]),
    insert: need(bytes, `${at}.insert`),
  };
};

const readFrameId = (value: unknown, at: string): string => {
  const id = textOf(value, at, 24);
  return need(/^\d{1,6}:\d{1,12}$/.test(id) ? id : null, at);
};

const readChange = (value: unknown, at: string, nodes: number): ConfigChange => {
  const kind = oneOf((value as { readonly kind?: unknown } | null)?.kind, `${at}.kind`, CHANGE_KINDS);
  switch (kind) {
    case 'timeout': {
      const f = fieldsOf(value, at, ['kind', 'step', 'baseUs', 'deltaUs', 'maxUs']);
      const step = oneOf(f.step, `${at}.step`, CHANGE_STEPS);
      const range = [TIMEOUT_US_MIN[step], RUN_TIME_US_MAX] as const;
      return {
        kind,
        step,
        baseUs: wholeOf(f.baseUs, `${at}.baseUs`, range),
        deltaUs: wholeOf(f.deltaUs, `${at}.deltaUs`, [0, RUN_TIME_US_MAX]),
        maxUs: wholeOf(f.maxUs, `${at}.maxUs`, range),
      };
    }
    case 'quorum':
      return { kind, quorum: oneOf(fieldsOf(value, at, ['kind', 'quorum']).quorum, `${at}.quorum`, QUORUM_TYPES) };
    case 'power': {
      const f = fieldsOf(value, at, ['kind', 'validator', 'weight']);
      return { kind, validator: readNode(f.validator, `${at}.validator`, nodes), weight: hexOf(f.weight, `${at}.weight`, 64) };
    }
    case 'proposer_rule': {
      const f = fieldsOf(value, at, ['kind', 'useOnlyActualProposerSelection', 'requireVirtualProposerVote']);
      return {
        kind,
        useOnlyActualProposerSelection: f.useOnlyActualProposerSelection === true,
        requireVirtualProposerVote: f.requireVirtualProposerVote === true,
      };
    }
    case 'preset':
      return { kind, preset: oneOf(fieldsOf(value, at, ['kind', 'preset']).preset, `${at}.preset`, PRESETS) };
    case 'bridge': {
      const f = fieldsOf(value, at, ['kind', 'transport', 'preset']);
      return {
        kind,
        transport: oneOf(f.transport, `${at}.transport`, BRIDGE_TRANSPORTS),
        preset: oneOf(f.preset, `${at}.preset`, BRIDGE_PRESETS),
      };
    }
    case 'batcher_mode':
      return { kind, mode: oneOf(fieldsOf(value, at, ['kind', 'mode']).mode, `${at}.mode`, BATCHER_MODES) };
  }
};

const KINDS = ['send_tx', 'fault_on', 'fault_off', 'edit_frame', 'deliver', 'configure'] as const;
const FAULT_ID_MAX = 2 ** 31;

const readNode = (value: unknown, at: string, nodes: number): ValidatorIndex => toValidatorIndex(wholeOf(value, at, [0, nodes - 1]));

/** Reads an intervention from JSON that may come from anywhere, for a network of `nodes`; throws what `readShape` catches. */
export const interventionFromJson = (value: unknown, at: string, nodes: number): Intervention => {
  const kind = oneOf((value as { readonly kind?: unknown } | null)?.kind, `${at}.kind`, KINDS);
  const timeOf = (t: unknown): Intervention['t'] => toTimeUs(wholeOf(t, `${at}.t`, [0, RUN_TIME_US_MAX]));
  switch (kind) {
    case 'send_tx': {
      const { t, validator, intent } = fieldsOf(value, at, ['t', 'kind', 'validator', 'intent']);
      return { t: timeOf(t), kind, validator: readNode(validator, `${at}.validator`, nodes), intent: readIntent(intent, `${at}.intent`) };
    }
    case 'fault_on': {
      const { t, id, fault } = fieldsOf(value, at, ['t', 'kind', 'id', 'fault']);
      return { t: timeOf(t), kind, id: wholeOf(id, `${at}.id`, [0, FAULT_ID_MAX]), fault: readFault(fault, `${at}.fault`, nodes) };
    }
    case 'fault_off': {
      const { t, id } = fieldsOf(value, at, ['t', 'kind', 'id']);
      return { t: timeOf(t), kind, id: wholeOf(id, `${at}.id`, [0, FAULT_ID_MAX]) };
    }
    case 'edit_frame': {
      const { t, frame, to, splices } = fieldsOf(value, at, ['t', 'kind', 'frame', 'to', 'splices']);
      return {
        t: timeOf(t),
        kind,
        frame: readFrameId(frame, `${at}.frame`),
        to: readNode(to, `${at}.to`, nodes),
        splices: eachOf(splices, `${at}.splices`, EDIT_SPLICES_MAX, readSplice),
      };
    }
    case 'deliver': {
      const { t, validator, frame } = fieldsOf(value, at, ['t', 'kind', 'validator', 'frame']);
      return { t: timeOf(t), kind, validator: readNode(validator, `${at}.validator`, nodes), frame: readFrameId(frame, `${at}.frame`) };
    }
    case 'configure': {
      const { t, fromHeight, validators, change } = fieldsOf(value, at, ['t', 'kind', 'fromHeight', 'validators', 'change']);
      return {
        t: timeOf(t),
        kind,
        fromHeight: wholeOf(fromHeight, `${at}.fromHeight`, [1, Number.MAX_SAFE_INTEGER]),
        validators: orNull(validators, (v) => eachOf(v, `${at}.validators`, VALIDATORS_MAX, (n, place) => readNode(n, place, nodes))),
        change: readChange(change, `${at}.change`, nodes),
      };
    }
  }
};
