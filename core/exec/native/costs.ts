// The one table of what built-in entry points cost by themselves: Sierra gas without their syscalls (those are charged as made, at the prices of the
// versioned constants), and the builtins of their own run for the bouncer.
// The figures are ours until the Cairo engine runs compiled classes: chosen so that an entry point comes to about what a compiled OpenZeppelin
// contract would. With its syscalls a transfer is about 400,000 gas (four reads and four writes alone are 336,000 in 0.14.4) and a `__validate__`
// about 120,000. Pedersens are the map keys hashed; three ec_op are one signature check (execution.md 10.7).
import type { EntryPointCost } from '../calls.ts';

const cost = (gas: number, gasPerCalldataFelt: number, builtins: Readonly<Record<string, number>>): EntryPointCost => ({
  gas,
  gasPerCalldataFelt,
  builtins: new Map(Object.entries(builtins)),
});

type AccountEntry = 'validate' | 'execute' | 'isValidSignature' | 'supportsInterface' | 'getPublicKey';
type Erc20Entry = 'transfer' | 'transferFrom' | 'approve' | 'balanceOf' | 'totalSupply' | 'allowance' | 'constant' | 'permissionedMint';

/** By contract and entry point; camelCase twins cost the same. */
export const NATIVE_COSTS: {
  readonly account: Readonly<Record<AccountEntry, EntryPointCost>>;
  readonly erc20: Readonly<Record<Erc20Entry, EntryPointCost>>;
  readonly bridge: Readonly<Record<'deposit', EntryPointCost>>;
} = {
  account: {
    validate: cost(80_000, 600, { ec_op: 3, range_check: 30 }),
    execute: cost(25_000, 900, { range_check: 12 }),
    isValidSignature: cost(75_000, 300, { ec_op: 3, range_check: 20 }),
    supportsInterface: cost(6_000, 0, { pedersen: 1, range_check: 2 }),
    getPublicKey: cost(4_000, 0, { range_check: 2 }),
  },
  erc20: {
    transfer: cost(40_000, 0, { pedersen: 2, range_check: 24 }),
    transferFrom: cost(60_000, 0, { pedersen: 4, range_check: 34 }),
    approve: cost(20_000, 0, { pedersen: 2, range_check: 10 }),
    balanceOf: cost(9_000, 0, { pedersen: 1, range_check: 4 }),
    totalSupply: cost(4_000, 0, { range_check: 3 }),
    allowance: cost(14_000, 0, { pedersen: 2, range_check: 5 }),
    constant: cost(3_000, 0, { range_check: 2 }),
    permissionedMint: cost(30_000, 0, { pedersen: 1, range_check: 20 }),
  },
  bridge: { deposit: cost(15_000, 0, { range_check: 8 }) },
};
