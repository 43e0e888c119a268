// Invoke, Declare, DeployAccount and L1Handler over compiled classes assembled by hand, and the texts of their failures in both gas modes, by table.
// The fee token is the built-in one. Source: execution.md 6.4-6.7, 7.5, 7.7, 7.9.
import { describe, expect, test } from 'vitest';
import { type Felt, FELT_ONE, feltFromAscii, feltToHex, toFelt } from '../../base/felt.ts';
import { selectorOf } from '../../crypto/keccak.ts';
import { sierraClassHash } from '../../hashes/class-hash.ts';
import { contractAddress } from '../../hashes/contract-address.ts';
import { diffReader, EMPTY_DIFF, mergeDiffs } from '../../state/diff.ts';
import type { StateReader } from '../../state/reader.ts';
import type { DeclareV3, DeployAccountV3, HashedTransaction, InvokeV3, L1HandlerV0, SierraClass } from '../../types/transaction.ts';
import { compiledHashOf, createClassStore, type StoredClass } from '../class-store.ts';
import { addToBlock, createBouncer, marginalWeights } from '../bouncer.ts';
import { constantsOf, sierraGasOf, type SierraVersion } from '../constants.ts';
import type { BlockContext, ExecutedTransaction, ExecutionEngine } from '../engine.ts';
import { createCairoEngine } from '../engines/cairo.ts';
import { STRK_ADDRESS } from '../felts.ts';
import { contextAt, genesisState, PRICES, WIDE_BOUNDS } from '../fixture.ts';
import { balanceCell, erc20Code } from '../native/erc20.ts';
import { NATIVE_CLASSES } from '../native/classes.ts';
import { feltText } from '../panic-text.ts';
import { CONSTRUCTOR_SELECTOR, EXECUTE_SELECTOR } from '../selectors.ts';
import { addressOf, type Entries, hashOf, KERNEL, span, worldOf } from './fixture.ts';

const K = constantsOf('0.14.4');
const RICH = toFelt(10n ** 24n);

/** An account that accepts everything: it calls the first call of its calldata, whose own calldata are what follows. */
const ACCOUNT: Entries = [
  { name: '__validate__', code: (code) => code.returnValid() },
  { name: '__validate_declare__', code: (code) => code.returnValid() },
  { name: '__validate_deploy__', code: (code) => code.returnValid() },
  {
    name: '__execute__',
    code: (code) => {
      code.syscall('CallContract', [{ calldataFelt: 0 }, { calldataFelt: 1 }, ...span(2, 3)], 2);
      code.returnAnsweredArray();
    },
  },
  { name: 'constructor', type: 'CONSTRUCTOR', code: (code) => code.returnCalldata(1, 0n) },
];
const TARGET: Entries = [
  {
    name: 'write',
    code: (code) => {
      code.syscall('StorageWrite', [0n, 5n, { calldataFelt: 0 }], 0);
      code.syscall('EmitEvent', [...span(0, 1), ...span(0, 1)], 0);
      code.returnCalldata(0, 0n);
    },
  },
  { name: 'fail', code: (code) => code.returnCalldata(0, 1n) },
  {
    name: 'hard',
    code: (code) => {
      code.syscall('StorageRead', [1n, 1n], 1);
      code.returnAnswer(1);
    },
  },
  {
    name: 'nested',
    code: (code) => {
      code.syscall('LibraryCall', [hashOf(1), selectorOf('hard'), ...span(0, 0)], 2);
      code.returnAnsweredArray();
    },
  },
  {
    name: 'deploy',
    code: (code) => {
      code.syscall('Deploy', [hashOf(2), 1n, ...span(0, 1), 0n], 3);
      code.returnAnswer(1);
    },
  },
  { name: 'vm', code: (code) => code.pushCell(-4, 100) },
  {
    name: 'hint',
    code: (code) => {
      code.hint({ AllocSegment: { dst: { register: 'FP', offset: -1 } } });
      code.returnCalldata(0, 0n);
    },
  },
  { name: 'loop', code: (code) => code.push(0x10780017fff7fffn, 0n) },
  {
    name: 'handle',
    type: 'L1_HANDLER',
    code: (code) => {
      code.syscall('StorageWrite', [0n, 7n, { calldataFelt: 1 }], 0);
      code.returnCalldata(0, 0n);
    },
  },
  { name: 'refuse', type: 'L1_HANDLER', code: (code) => code.returnCalldata(0, 1n) },
];
const BROKEN: Entries = [{ name: 'constructor', type: 'CONSTRUCTOR', code: (code) => code.returnCalldata(0, 1n) }];

type Setup = { readonly engine: ExecutionEngine; readonly state: StateReader; readonly classes: readonly StoredClass[] };

const setup = (version: SierraVersion, more: readonly StoredClass[] = []): Setup => {
  const { classes, state } = worldOf([ACCOUNT, TARGET, BROKEN], [version, version, version]);
  const native = erc20Code(KERNEL);
  const store = createClassStore([...classes, ...more]);
  const engine = createCairoEngine(KERNEL, {
    codeOf: (hash, reader) => (hash === NATIVE_CLASSES.erc20.classHash ? native : store.codeOf(hash, reader)),
    declarable: store.declarable,
  });
  const money = {
    ...EMPTY_DIFF,
    storage: new Map([[feltToHex(STRK_ADDRESS), new Map([[feltToHex(balanceCell(KERNEL, addressOf(0))), RICH]])]]),
  };
  return { engine, state: diffReader(genesisState(), mergeDiffs(state, money)), classes: [...classes, ...more] };
};

const ACCOUNT_FIELDS = {
  signature: [],
  nonce: toFelt(0),
  resourceBounds: WIDE_BOUNDS,
  tip: 0n,
  paymasterData: [],
  nonceDaMode: 0,
  feeDaMode: 0,
} as const;

const invoke = (selector: string, argument: bigint, change: Partial<InvokeV3> = {}): HashedTransaction<InvokeV3> => ({
  hash: toFelt(0xabc),
  tx: {
    ...ACCOUNT_FIELDS,
    kind: 'invoke_v3',
    sender: addressOf(0),
    calldata: [addressOf(1), selectorOf(selector), toFelt(argument)],
    accountDeploymentData: [],
    proofFacts: [],
    proof: new Uint8Array(),
    ...change,
  },
});

const CONTEXT: BlockContext = contextAt(2_000);
const run = ({ engine, state }: Setup, tx: HashedTransaction, context = CONTEXT): ExecutedTransaction => {
  const result = engine.execute(context, tx, state);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const reasonOf = (executed: ExecutedTransaction): string =>
  executed.receipt.status.kind === 'reverted' ? executed.receipt.status.reason : 'succeeded';

const SIERRA: SierraVersion = [1, 7, 0];
const STEPS: SierraVersion = [1, 6, 0];
const where = (n: number, name: string | Felt, at = n): string =>
  `(contract address: ${feltText(addressOf(at))}, class hash: ${feltText(hashOf(n))}, selector: ${feltText(typeof name === 'string' ? selectorOf(name) : name)}):`;
const EXECUTE_FRAME = `0: Error in the called contract ${where(0, EXECUTE_SELECTOR)}`;

describe('invoke', () => {
  test('invoke: Sierra gas, events, state and fee of a compiled account and target', () => {
    const executed = run(setup(SIERRA), invoke('write', 42n));
    expect(reasonOf(executed)).toBe('succeeded');
    expect(executed.stateDiff.storage.get(feltToHex(addressOf(1)))).toEqual(new Map([['0x5', 42n]]));
    expect(executed.stateDiff.nonces).toEqual(new Map([[feltToHex(addressOf(0)), FELT_ONE]]));
    const validate = executed.trace[0]!.call;
    const execute = executed.trace[1]!.call;
    expect([validate.gasConsumed, execute.gasConsumed]).toEqual([10_000, 10_000 + 81_360 + 10_000 + 49_970]);
    // OS of an invoke with 3 calldata felts and 10 words (two contracts without the token, three cells): execution.md 8.2.
    const words = 2 * 2 + 2 * 2;
    const steps = 4_779 + Math.ceil(33 / 2) + 113 * words + 4 * 18 + 21;
    expect(executed.resources.steps).toBe(steps);
    const archived = 5_120 * 3 + 5_120 * (2 * 1 + 1);
    const allocation = 402_000;
    expect(executed.receipt.gas.l2Gas).toBe(
      validate.gasConsumed + execute.gasConsumed + Math.ceil(steps * 0.0025) * 40_000 + archived + allocation,
    );
    expect(executed.receipt.actualFee).toBe(
      BigInt(executed.receipt.gas.l2Gas) * PRICES.l2Gas + BigInt(executed.receipt.gas.l1DataGas) * PRICES.l1DataGas,
    );
  });

  test('invoke: the first transaction of a block that runs a class pays for its hash in the weights, the next one does not', () => {
    const world = setup(SIERRA);
    const executed = run(world, invoke('write', 42n));
    expect([...executed.executedClasses.keys()]).toEqual([hashOf(0), hashOf(1), NATIVE_CLASSES.erc20.classHash].map(feltToHex));
    const bouncer = createBouncer('0.14.4');
    const first = marginalWeights(bouncer, executed);
    expect(addToBlock(bouncer, executed, K.bouncer.capacity).ok).toBe(true);
    const cells = [...executed.visited.values()].reduce((sum, keys) => sum + keys.size, 0);
    const changed = [...executed.stateDiff.storage.values()].reduce((sum, keys) => sum + keys.size, 0);
    const patricia = (cells + changed) * 24 * (16 * 100 + 4_050);
    const hashing = [...executed.executedClasses.values()].reduce((sum, resources) => sum + sierraGasOf(K, resources), 0);
    expect(hashing).toBeGreaterThan(0);
    expect(first.sierraGas - marginalWeights(bouncer, executed).sierraGas).toBe(patricia + hashing);
  });

  test('invoke: in CairoSteps mode no Sierra gas is consumed, steps and builtins are paid', () => {
    const executed = run(setup(STEPS), invoke('write', 42n));
    expect(reasonOf(executed)).toBe('succeeded');
    expect(executed.trace.map(({ call }) => call.gasConsumed).slice(0, 2)).toEqual([0, 0]);
    const own = executed.trace
      .slice(0, 2)
      .reduce((sum, { call }) => sum + call.steps + call.inner.reduce((more, i) => more + i.steps, 0), 0);
    const syscalls = 901 + 599 + 47;
    const words = 8;
    const os = 4_779 + Math.ceil(33 / 2) + 113 * words + 4 * 18 + 21;
    expect(executed.resources.steps).toBe(own + syscalls + os);
    expect(executed.resources.builtins.get('range_check')).toBe(110 + 17 * words + 18 + 1 + 1);
  });

  test('invoke: the two versions differ by what the prices of two syscalls and the overhead differ', () => {
    const now = run(setup(SIERRA), invoke('write', 42n));
    const old = run(setup(SIERRA), invoke('write', 42n), contextAt(2_000, { starknetVersion: '0.14.2' }));
    const sierra = 59_970 - 44_970 + (91_360 - 91_560);
    const overhead = (Math.ceil(now.resources.steps * 0.0025) - Math.ceil(old.resources.steps * 0.0025)) * 40_000;
    expect(now.resources.steps - old.resources.steps).toBe(4_779 - 4_348);
    expect(now.receipt.gas.l2Gas - old.receipt.gas.l2Gas).toBe(sierra + overhead);
  });

  test('invoke: a panic charges what the outermost call consumed, a hard error what was spent at the last syscall', () => {
    const panicked = run(setup(SIERRA), invoke('fail', 1n));
    const hard = run(setup(SIERRA), invoke('hard', 1n));
    const [validate] = panicked.trace;
    const base = (executed: ExecutedTransaction): number => executed.receipt.gas.l2Gas - validate!.call.gasConsumed;
    const shared = base(panicked) - panicked.trace[1]!.call.gasConsumed;
    expect(panicked.trace[1]!.call.gasConsumed).toBe(10_000 + 81_360 + 10_000);
    // The domain is refused before its gas is counted, so the last syscall is the account's call.
    expect(base(hard) - shared).toBe(10_000 + 81_360);
  });

  test('invoke: a loop that pays no gas is stopped by our own limit, in CairoSteps mode by that of steps', () => {
    expect(reasonOf(run(setup(SIERRA), invoke('loop', 1n)))).toContain('Own step limit');
    const stopped = run(setup(STEPS), invoke('loop', 1n));
    expect(reasonOf(stopped)).toContain('Could not reach the end of the program. RunResources has no remaining steps.\n');
    // The bound on L2 gas pays for a million steps, of which validation and the OS took some; all that ran are charged.
    expect(stopped.receipt.gas.l2Gas).toBeGreaterThan(98_000_000);
  });

  test('invoke: a validation that panics, fails or answers something else is a rejection', () => {
    const bad = setup(SIERRA);
    const result = bad.engine.execute(CONTEXT, invoke('write', 1n, { sender: addressOf(1) }), bad.state);
    expect(!result.ok && result.error.code).toBe('ResourcesBoundsExceedBalance');
    const free = { maxAmount: 0n, maxPricePerUnit: 0n };
    const unpaid = invoke('write', 1n, {
      sender: addressOf(1),
      resourceBounds: { l1Gas: free, l2Gas: { ...free, maxAmount: 10n ** 8n }, l1DataGas: free },
    });
    const missing = bad.engine.execute(CONTEXT, unpaid, bad.state);
    expect(!missing.ok && missing.error).toEqual({
      code: 'PanicInValidate',
      message: `The \`validate\` entry point panicked with:\nError in contract ${where(1, '__validate__')}\n0x454e545259504f494e545f4e4f545f464f554e44 ('ENTRYPOINT_NOT_FOUND').\n`,
    });
  });
});

describe('revert texts', () => {
  const panicText = `Transaction execution has failed:\n${EXECUTE_FRAME}\nExecution failed. Failure reason:\nError in contract ${where(0, EXECUTE_SELECTOR)}\nError in contract ${where(1, 'fail')}\n0x6e6f ('no').\n`;

  test.each([
    ['Sierra gas', SIERRA],
    ['CairoSteps', STEPS],
  ] as const)('revert text: a panic one call down, in %s', (_, version) => {
    expect(reasonOf(run(setup(version), invoke('fail', feltFromAscii('no'))))).toBe(panicText);
  });

  const hardFrames = [`1: Error in the called contract ${where(1, 'hard')}`];
  const nestedFrames = [`1: Error in the called contract ${where(1, 'nested')}`, `2: Error in a library call ${where(1, 'hard')}`];
  const deployed = contractAddress(KERNEL, {
    deployer: addressOf(1),
    salt: FELT_ONE,
    classHash: hashOf(2),
    calldata: [feltFromAscii('no')],
  });
  const constructorWhere = `(contract address: ${feltText(deployed)}, class hash: ${feltText(hashOf(2))}, selector: ${feltText(CONSTRUCTOR_SELECTOR)}):`;
  const deployFrames = [
    `1: Error in the called contract ${where(1, 'deploy')}`,
    `2: Error in the contract class constructor ${constructorWhere}`,
  ];
  const constructorPanic = `Execution failed. Failure reason:\nError in contract ${constructorWhere}\n0x6e6f ('no').\n`;

  test.each([
    ['hard', hardFrames, 'Invalid address domain: 0x1.'],
    ['nested', nestedFrames, 'Invalid address domain: 0x1.'],
    ['deploy', deployFrames, constructorPanic],
  ] as const)('revert text: the hard error of %s names its calls, in CairoSteps also where each machine stood', (name, frames, text) => {
    const argument = feltFromAscii('no');
    const plain = reasonOf(run(setup(SIERRA), invoke(name, argument)));
    expect(plain).toBe(`Transaction execution has failed:\n${[EXECUTE_FRAME, ...frames, text].join('\n')}`);
    const steps = reasonOf(run(setup(STEPS), invoke(name, argument)));
    const lines = steps.split('\n').filter((line) => /^Error at pc=0:\d+:$/.test(line));
    // A machine stood in each call but in the constructor, which panicked.
    expect(lines.length).toBe(1 + frames.length - (name === 'deploy' ? 1 : 0));
    expect(
      steps
        .split('\n')
        .filter((line) => !line.startsWith('Error at pc='))
        .join('\n'),
    ).toBe(plain);
    expect(steps).toMatch(new RegExp(`^Transaction execution has failed:\\n0: [^\\n]*\\nError at pc=0:\\d+:\\n1: `));
  });

  test("revert text: an error of a hint has neither the machine's prefix nor a line break", () => {
    expect(reasonOf(run(setup(SIERRA), invoke('hint', 1n)))).toMatch(
      /\n1: Error in the called contract [^\n]*\nInconsistent memory assignment [^\n]+$/,
    );
  });

  test('revert text: an error of the machine itself ends with a line break; 0.14.2 shows where in Sierra gas, too', () => {
    const plain = reasonOf(run(setup(SIERRA), invoke('vm', 1n)));
    expect(plain).toMatch(/\n1: Error in the called contract [^\n]*\n[^\n]+\n$/);
    const old = run(setup(SIERRA), invoke('vm', 1n), contextAt(2_000, { starknetVersion: '0.14.2' }));
    expect(reasonOf(old)).toMatch(
      /^Transaction execution has failed:\n0: [^\n]*\nError at pc=0:\d+:\n1: [^\n]*\nError at pc=0:\d+:\n[^\n]+\n$/,
    );
  });
});

const sierraOf = (marker: number): SierraClass => ({
  abi: '[]',
  contractClassVersion: '0.1.0',
  program: [1, 7, 0, 2, 12, 0, marker].map((felt) => toFelt(felt)),
  externals: [],
  l1Handlers: [],
  constructors: [],
});

describe('declare', () => {
  const sierra = sierraOf(1);
  const classHash = sierraClassHash(KERNEL, sierra);
  const world = setup(SIERRA);
  const casm = world.classes[1]!.casm;
  const known = setup(SIERRA, [{ classHash, casm, sierraVersion: SIERRA }]);
  const declare = (change: Partial<DeclareV3> = {}): HashedTransaction<DeclareV3> => ({
    hash: toFelt(0xdec),
    tx: {
      ...ACCOUNT_FIELDS,
      kind: 'declare_v3',
      sender: addressOf(0),
      compiledClassHash: compiledHashOf(casm),
      accountDeploymentData: [],
      class: sierra,
      ...change,
    },
  });

  test('declare: stores the compiled class hash and pays for every byte of code', () => {
    const executed = run(known, declare());
    expect(executed.stateDiff.declared).toEqual(new Map([[feltToHex(classHash), compiledHashOf(casm)]]));
    const bytes = 32 * (casm.bytecode.length + 7) + 2;
    const words = 2 + 2 + 2;
    const steps = 3_938 + 113 * words + 3 * 18 + 21;
    expect(executed.resources.steps).toBe(steps);
    expect(executed.receipt.gas.l2Gas).toBe(1_280 * bytes + 10_000 + Math.ceil(steps * 0.0025) * 40_000);
    expect(executed.trace.map(({ phase }) => phase)).toEqual(['validate', 'fee_transfer']);
  });

  test.each([
    ['an unknown class', { class: sierraOf(2) }, 'UnknownClass'],
    ['another compiled hash', { compiledClassHash: FELT_ONE }, 'CompiledClassHashMismatch'],
    ['a nonce that is not the next', { nonce: FELT_ONE }, 'InvalidNonce'],
  ] as const)('declare: %s is rejected', (_, change, code) => {
    const result = known.engine.execute(CONTEXT, declare(change), known.state);
    expect(!result.ok && result.error.code).toBe(code);
  });

  test('declare: a class that is declared already is rejected', () => {
    const state = diffReader(known.state, { ...EMPTY_DIFF, declared: new Map([[feltToHex(classHash), FELT_ONE]]) });
    const result = known.engine.execute(CONTEXT, declare(), state);
    expect(!result.ok && result.error.message).toBe(`Class with hash ${feltText(classHash)} is already declared.`);
  });

  test('declare: bounds below what it costs are a rejection, not a revert', () => {
    const l2Gas = { maxAmount: 600_000n, maxPricePerUnit: PRICES.l2Gas };
    const result = known.engine.execute(CONTEXT, declare({ resourceBounds: { ...WIDE_BOUNDS, l2Gas } }), known.state);
    expect(!result.ok && result.error.message).toMatch(/^Insufficient max L2Gas: max amount: 600000, actual used: \d+\.$/);
  });
});

describe('deploy account', () => {
  const deploy = (change: Partial<DeployAccountV3> = {}): HashedTransaction<DeployAccountV3> => ({
    hash: toFelt(0xdae),
    tx: {
      ...ACCOUNT_FIELDS,
      kind: 'deploy_account_v3',
      classHash: hashOf(0),
      addressSalt: toFelt(9),
      constructorCalldata: [toFelt(4)],
      ...change,
    },
  });
  const addressFor = ({ tx }: HashedTransaction<DeployAccountV3>): Felt =>
    contractAddress(KERNEL, { deployer: toFelt(0), salt: tx.addressSalt, classHash: tx.classHash, calldata: tx.constructorCalldata });
  const paid = (world: Setup, tx: HashedTransaction<DeployAccountV3>): Setup => ({
    ...world,
    state: diffReader(world.state, {
      ...EMPTY_DIFF,
      storage: new Map([[feltToHex(STRK_ADDRESS), new Map([[feltToHex(balanceCell(KERNEL, addressFor(tx))), RICH]])]]),
    }),
  });

  test('deploy account: constructor first, then validation; both are paid', () => {
    const tx = deploy();
    const executed = run(paid(setup(SIERRA), tx), tx);
    const address = feltToHex(addressFor(tx));
    expect([executed.stateDiff.deployed, executed.stateDiff.nonces]).toEqual([
      new Map([[address, hashOf(0)]]),
      new Map([[address, FELT_ONE]]),
    ]);
    expect(executed.trace.map(({ phase, call }) => [phase, call.kind, call.gasConsumed])).toMatchObject([
      ['execute', 'constructor', 10_000],
      ['validate', 'external', 10_000],
      ['fee_transfer', 'external', expect.anything()],
    ]);
    expect(executed.receipt.gas.l1DataGas).toBe(32 * (2 + 1 + 2));
  });

  test('deploy account: a panic of the constructor is a rejection with its frames', () => {
    const tx = deploy({ classHash: hashOf(2), constructorCalldata: [feltFromAscii('no')] });
    const world = paid(setup(SIERRA), tx);
    const result = world.engine.execute(CONTEXT, tx, world.state);
    const at = `(contract address: ${feltText(addressFor(tx))}, class hash: ${feltText(hashOf(2))}, selector: ${feltText(CONSTRUCTOR_SELECTOR)}):`;
    expect(result).toEqual({
      ok: false,
      error: {
        code: 'ContractConstructorExecutionFailed',
        message: `Contract constructor execution has failed:\n0: Error in the contract class constructor ${at}\nExecution failed. Failure reason:\nError in contract ${at}\n0x6e6f ('no').\n`,
      },
    });
  });

  test('deploy account: a class without constructor takes no calldata, and its frame has no selector', () => {
    const tx = deploy({ classHash: hashOf(1) });
    const world = paid(setup(SIERRA), tx);
    const result = world.engine.execute(CONTEXT, tx, world.state);
    expect(!result.ok && result.error.message).toContain('selector: UNKNOWN):\nInvalid input: constructor_calldata; Cannot pass calldata');
  });

  test('deploy account: an address that is taken is rejected', () => {
    const tx = deploy();
    const world = paid(setup(SIERRA), tx);
    const state = diffReader(world.state, { ...EMPTY_DIFF, deployed: new Map([[feltToHex(addressFor(tx)), hashOf(1)]]) });
    const result = world.engine.execute(CONTEXT, tx, state);
    expect(!result.ok && result.error.message).toContain('is unavailable for deployment.\n');
  });
});

describe('l1 handler', () => {
  const message = (name: string, calldata: readonly bigint[]): HashedTransaction<L1HandlerV0> => ({
    hash: toFelt(0x111),
    tx: {
      kind: 'l1_handler',
      nonce: toFelt(3),
      address: addressOf(1),
      entryPointSelector: selectorOf(name),
      calldata: calldata.map(toFelt),
    },
  });

  test('l1 handler: runs entry points of its own type; a revert leaves nothing and an empty receipt', () => {
    const world = setup(SIERRA);
    const executed = run(world, message('handle', [1n, 55n]));
    expect([reasonOf(executed), executed.receipt.actualFee]).toEqual(['succeeded', 0n]);
    expect(executed.stateDiff.storage.get(feltToHex(addressOf(1)))).toEqual(new Map([['0x7', 55n]]));
    for (const name of ['refuse', 'write'] as const) {
      const reverted = run(world, message(name, [1n]));
      expect([reverted.receipt.status.kind, reverted.stateDiff.storage.size, reverted.receipt.events]).toEqual(['reverted', 0, []]);
    }
    expect(K.l1HandlerMax.l2Gas).toBe(100_000_000);
  });
});
