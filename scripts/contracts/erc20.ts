// ERC-20 with OpenZeppelin's behaviour, storage layout, events and panics, and a mint that only its permitted minter may call: the fee token.
// Source: execution.md 10.3, 10.5. It has no constructor: genesis writes its cells. Name and symbol are felts in their cells, as in the token on mainnet.
import type { Builder } from '../asm/builder.ts';
import type { Cell, Value } from '../asm/cells.ts';
import { address, bool, felt, u256, u8 } from '../asm/codecs.ts';
import { type ContractSource, external, view } from '../asm/contract.ts';
import { data, event, key } from '../asm/events.ts';
import type { FunctionSource } from '../asm/function.ts';
import { mapEntry, readU256, variable, writeU256 } from '../asm/storage.ts';
import { executionInfo, storageRead } from '../asm/syscalls.ts';
import { addU256, subU256, type U256 } from '../asm/u256.ts';

const TOTAL_SUPPLY = variable('ERC20_total_supply');
const ALL_ONES = (1n << 128n) - 1n;

const Transfer = event('Transfer', { from: key(address), to: key(address), value: data(u256) });
const Approval = event('Approval', { owner: key(address), spender: key(address), value: data(u256) });

const balanceCell = (f: Builder, account: Value): Cell => mapEntry(f, 'ERC20_balances', account);
const allowanceCell = (f: Builder, owner: Value, spender: Value): Cell => mapEntry(f, 'ERC20_allowances', owner, spender);

type Movement = { readonly from: Value; readonly to: Value; readonly amount: U256 };

const transferCode: FunctionSource<'from' | 'to' | 'low' | 'high', never> = {
  name: 'transfer',
  parameters: ['from', 'to', 'low', 'high'],
  results: [],
  body: (f, { from, to, low, high }) => {
    f.panicUnless(from, 'ERC20: transfer from 0');
    f.panicUnless(to, 'ERC20: transfer to 0');
    const cell = balanceCell(f, from);
    writeU256(f, cell, subU256(f, readU256(f, cell, 'balance'), { low, high }, 'ERC20: insufficient balance'));
    credit(f, { from, to, amount: { low, high } });
    return f.return();
  },
};

const transfer = (f: Builder, { from, to, amount }: Movement): void => {
  f.call(transferCode, from, to, amount.low, amount.high);
};

/** The receiving half, and the event. */
const credit = (f: Builder, { from, to, amount }: Movement): void => {
  const cell = balanceCell(f, to);
  writeU256(f, cell, addU256(f, readU256(f, cell, 'balance'), amount, 'u256_add Overflow'));
  Transfer.emit(f, { from, to, value: amount });
};

type Allowance = { readonly owner: Value; readonly spender: Value; readonly amount: U256 };

const approveCode: FunctionSource<'owner' | 'spender' | 'low' | 'high', never> = {
  name: 'approve',
  parameters: ['owner', 'spender', 'low', 'high'],
  results: [],
  body: (f, { owner, spender, low, high }) => {
    f.panicUnless(owner, 'ERC20: approve from 0');
    f.panicUnless(spender, 'ERC20: approve to 0');
    writeU256(f, allowanceCell(f, owner, spender), { low, high });
    Approval.emit(f, { owner, spender, value: { low, high } });
    return f.return();
  },
};

const approve = (f: Builder, { owner, spender, amount }: Allowance): void => {
  f.call(approveCode, owner, spender, amount.low, amount.high);
};

/** The largest u256 is an allowance without end. */
const spendAllowance = (f: Builder, { owner, spender, amount }: Allowance): void => {
  const current = readU256(f, allowanceCell(f, owner, spender), 'allowance');
  const lower = (): [] => {
    approve(f, { owner, spender, amount: subU256(f, current, amount, 'ERC20: insufficient allowance') });
    return [];
  };
  f.branch(f.let('low is not all ones', current.low, '-', ALL_ONES), {
    nonzero: lower,
    zero: () => f.branch(f.let('high is not all ones', current.high, '-', ALL_ONES), { nonzero: lower, zero: () => [] }),
  });
};

const constant = (name: string, cell: string, type: typeof felt): ReturnType<typeof view> =>
  view({ names: [name], inputs: {}, outputs: [type], body: (f) => [storageRead(f, variable(cell), name)] });

const views = [
  view({
    names: ['balance_of', 'balanceOf'],
    inputs: { account: address },
    outputs: [u256],
    body: (f, { account }) => [readU256(f, balanceCell(f, account), 'balance')],
  }),
  view({ names: ['total_supply', 'totalSupply'], inputs: {}, outputs: [u256], body: (f) => [readU256(f, TOTAL_SUPPLY, 'supply')] }),
  view({
    names: ['allowance'],
    inputs: { owner: address, spender: address },
    outputs: [u256],
    body: (f, { owner, spender }) => [readU256(f, allowanceCell(f, owner, spender), 'allowance')],
  }),
  constant('name', 'ERC20_name', felt),
  constant('symbol', 'ERC20_symbol', felt),
  constant('decimals', 'ERC20_decimals', u8),
];

const actions = [
  external({
    names: ['transfer'],
    inputs: { recipient: address, amount: u256 },
    outputs: [bool],
    body: (f, { recipient, amount }) => {
      transfer(f, { from: executionInfo(f).caller(), to: recipient, amount });
      return [1n];
    },
  }),
  external({
    names: ['transfer_from', 'transferFrom'],
    inputs: { sender: address, recipient: address, amount: u256 },
    outputs: [bool],
    body: (f, { sender, recipient, amount }) => {
      spendAllowance(f, { owner: sender, spender: executionInfo(f).caller(), amount });
      transfer(f, { from: sender, to: recipient, amount });
      return [1n];
    },
  }),
  external({
    names: ['approve'],
    inputs: { spender: address, amount: u256 },
    outputs: [bool],
    body: (f, { spender, amount }) => {
      approve(f, { owner: executionInfo(f).caller(), spender, amount });
      return [1n];
    },
  }),
  external({
    names: ['permissioned_mint'],
    inputs: { recipient: address, amount: u256 },
    outputs: [],
    body: (f, { recipient, amount }) => {
      const minter = storageRead(f, variable('permitted_minter'), 'minter');
      f.panicIf(f.let('caller is not the minter', executionInfo(f).caller(), '-', minter), 'MINTER_ONLY');
      f.panicUnless(f.toCell(recipient), 'ERC20: mint to 0');
      writeU256(f, TOTAL_SUPPLY, addU256(f, readU256(f, TOTAL_SUPPLY, 'supply'), amount, 'u256_add Overflow'));
      credit(f, { from: 0n, to: recipient, amount });
      return [];
    },
  }),
];

export const erc20: ContractSource = { name: 'erc20', title: 'Erc20', events: [Transfer, Approval], entries: [...views, ...actions] };
