// Account: SRC-6 with one Stark key, as OpenZeppelin's account behaves. Source: execution.md 10.4, 10.7.
import { feltFromAscii } from '../../core/base/felt.ts';
import { createKernel } from '../../core/crypto/create-kernel.ts';
import { ISRC6_ID } from '../../core/exec/native/account.ts';
import { storageCell } from '../../core/hashes/storage-address.ts';
import type { Builder } from '../asm/builder.ts';
import { type Calls, calls, multicall } from '../asm/calls.ts';
import type { Cell, Value } from '../asm/cells.ts';
import { bool, encoded, felt, span } from '../asm/codecs.ts';
import { constructor, type ContractSource, external, returnFelts, view } from '../asm/contract.ts';
import { checkSignature } from '../asm/curve.ts';
import { event, key } from '../asm/events.ts';
import { mapEntry, variable } from '../asm/storage.ts';
import { executionInfo, storageRead, storageWrite } from '../asm/syscalls.ts';

const VALID = BigInt(feltFromAscii('VALID'));
const PUBLIC_KEY = variable('Account_public_key');
const ISRC6_CELL = BigInt(storageCell(createKernel(), 'SRC5_supported_interfaces', ISRC6_ID));
/** SRC-5: introspection itself, always supported. */
const ISRC5_ID = 0x3f918d17e5ee77373b56385708f855659a07f75997f365cf87748628532a055n;
/** Versions of transactions that may execute; with the query bit too. */
const VERSIONS = [1n, 3n].flatMap((version) => [version, version + (1n << 128n)]);

/** Positions in the transaction info (execution.md 7.6). */
const TX = { version: 0, signatureStart: 3, signatureEnd: 4, hash: 5 } as const;

const OwnerAdded = event('OwnerAdded', { new_owner_guid: key(felt) });
const OwnerRemoved = event('OwnerRemoved', { removed_owner_guid: key(felt) });

/** Whether exactly two felts at `start` sign the hash; `otherwise` where their number is wrong. */
const isValid = (f: Builder, hash: Value, signature: { readonly start: Cell; readonly length: Cell }, otherwise: () => never): Cell => {
  const publicKey = storageRead(f, PUBLIC_KEY, 'public key');
  f.branch(f.let('length - 2', signature.length, '-', 2n), { nonzero: otherwise, zero: () => [] });
  const [r, s] = [f.load('r', signature.start, 0), f.load('s', signature.start, 1)];
  return f.call(checkSignature, hash, publicKey, r, s).valid;
};

/** Panics unless the transaction is signed by the account's key. */
const requireSigned = (f: Builder): void => {
  const tx = executionInfo(f).transaction();
  const start = f.load('signature', tx, TX.signatureStart);
  const length = f.let('signature length', f.load('end of signature', tx, TX.signatureEnd), '-', start);
  const refuse = (): never => f.panic('Account: invalid signature');
  const valid = isValid(f, f.load('hash', tx, TX.hash), { start, length }, refuse);
  f.branch(valid, { nonzero: () => [], zero: refuse });
};

const execute = (f: Builder, list: Calls): { readonly start: Cell; readonly end: Cell } => {
  const info = executionInfo(f);
  f.panicIf(info.caller(), 'Account: invalid caller');
  const version = f.load('version', info.transaction(), TX.version);
  const [first, ...others] = VERSIONS.map((allowed) => f.let('distance to a version', version, '-', allowed));
  const product = others.reduce<Cell | undefined>((all, one) => (all === undefined ? one : f.let('product', all, '*', one)), first);
  f.panicIf(f.toCell(product ?? 0n), 'Account: invalid tx version');
  return multicall(f, list);
};

export const account: ContractSource = {
  name: 'account',
  title: 'Account',
  events: [OwnerAdded, OwnerRemoved],
  entries: [
    constructor({ public_key: felt }, (f, { public_key }) => {
      storageWrite(f, ISRC6_CELL, 1n);
      storageWrite(f, PUBLIC_KEY, public_key);
      OwnerAdded.emit(f, { new_owner_guid: public_key });
      return [];
    }),
    view({ names: ['__validate__'], inputs: { calls }, outputs: [felt], body: (f) => (requireSigned(f), [VALID]) }),
    external({
      names: ['__execute__'],
      inputs: { calls },
      outputs: [encoded('core::array::Array::<core::array::Span::<core::felt252>>')],
      body: (f, inputs) => [execute(f, inputs.calls)],
    }),
    view({ names: ['__validate_declare__'], inputs: { class_hash: felt }, outputs: [felt], body: (f) => (requireSigned(f), [VALID]) }),
    view({
      names: ['__validate_deploy__'],
      inputs: { class_hash: felt, contract_address_salt: felt, public_key: felt },
      outputs: [felt],
      body: (f) => (requireSigned(f), [VALID]),
    }),
    view({
      names: ['is_valid_signature', 'isValidSignature'],
      inputs: { hash: felt, signature: span('core::array::Array::<core::felt252>') },
      outputs: [felt],
      body: (f, { hash, signature }) => {
        const start = f.address('signature', signature.start);
        const valid = isValid(f, hash, { start, length: signature.length }, () => returnFelts(f, [0n]));
        return [f.let('VALID or 0', valid, '*', VALID)];
      },
    }),
    view({
      names: ['supports_interface'],
      inputs: { interface_id: felt },
      outputs: [bool],
      body: (f, { interface_id }) => {
        f.branch(f.let('is another', interface_id, '-', ISRC5_ID), { nonzero: () => [], zero: () => returnFelts(f, [1n]) });
        const stored = storageRead(f, mapEntry(f, 'SRC5_supported_interfaces', interface_id), 'supported');
        f.branch(stored, { nonzero: () => [], zero: () => returnFelts(f, [0n]) });
        return [1n];
      },
    }),
    view({
      names: ['get_public_key', 'getPublicKey'],
      inputs: {},
      outputs: [felt],
      body: (f) => [storageRead(f, PUBLIC_KEY, 'public key')],
    }),
  ],
};
