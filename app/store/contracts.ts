// Contracts of one's own: classes that were dropped or chosen, declared and deployed by transactions at the cursor, view calls at the cursor's state.
// A class becomes part of the run when it is declared; until then nothing of the run has changed. Loaded with the contracts panel.
import { create } from 'zustand';
import { encodeAll } from '../../core/abi/codec.ts';
import type { Abi, AbiFunction, AbiType, AbiValue } from '../../core/abi/abi-type.ts';
import { CLASS_BYTES_MAX, RUN_CLASSES_CHARACTERS_MAX, RUN_CLASSES_MAX } from '../../core/base/limits.ts';
import { bytesToHex } from '../../core/base/hex.ts';
import { type Result, err } from '../../core/base/result.ts';
import { utf8ToBytes } from '../../core/base/utf8.ts';
import { deployCall } from '../../core/contracts/deploy-call.ts';
import type { GivenClass, GivenFile, GivenRefusal } from '../../core/contracts/read-class.ts';
import type { Run } from '../../core/sim/run.ts';
import { type ClassFile, isCairoEngine } from '../../core/types/engines.ts';
import type { TransactionIntent } from '../../core/types/intent.ts';
import type { Call } from '../../core/types/transaction.ts';
import { committedBlocks } from '../../core/view/execution-input.ts';
import { feltOfText } from '../../core/view/format.ts';
import { eventsBefore } from '../../core/view/timeline.ts';
import { type ContractsSession, openContracts } from '../../workers/spawn-contracts.ts';
import { sendIntent } from './deeds.ts';
import { run, useRun } from './run.ts';

type Felt = Call['to'];
type Version = GivenClass['sierraVersion'];
/** A class with the name under which it came. */
export type KnownClass = { readonly name: string; readonly given: GivenClass };
export type ContractsProblem = GivenRefusal | { readonly code: 'Failed' | 'TooManyClasses'; readonly file: string; readonly at: string };

type State = {
  readonly known: readonly KnownClass[];
  /** Hex class hash of the one that is looked at. */
  readonly chosen: string | null;
  readonly problem: ContractsProblem | null;
  readonly reading: boolean;
};

export const useContracts = create<State>()(() => ({ known: [], chosen: null, problem: null, reading: false }));

/** Our own contracts that stand nowhere yet. */
export const OWN_CONTRACTS = ['counter', 'exchange', 'erc20', 'probe'] as const;
export type OwnContract = (typeof OWN_CONTRACTS)[number];

/** Names of files that bring a contract along; what they are is told by what they hold. */
export const CONTRACT_FILES = '.json,.casm,.sierra';
const NAME_MAX = 60;

let session: ContractsSession | null = null;
const worker = (): ContractsSession => (session ??= openContracts());

const refuse = (problem: ContractsProblem): void => useContracts.setState({ problem, reading: false });
const failed = (file: string, at: string): void => refuse({ code: 'Failed', file, at });

/** Reads texts together; the class is looked at when it is one, else the problem is told and everything stays. */
const readTexts = async (name: string, files: readonly GivenFile[], asked: Version): Promise<void> => {
  useContracts.setState({ problem: null, reading: true });
  const reply = await worker().ask({ kind: 'read', files, asked });
  if (reply.kind === 'failed') return failed(name, reply.message);
  if (reply.kind !== 'read') return;
  if (!reply.result.ok) return refuse(reply.result.error);
  const given = reply.result.value;
  const { classHash } = given.file;
  useContracts.setState(({ known }) => ({
    known: [...known.filter((one) => one.given.file.classHash !== classHash), { name, given }],
    chosen: classHash,
    reading: false,
  }));
};

/** `counter` of `counter.casm.json`. */
const stemOf = (name: string): string => name.replace(/\.(?:compiled_contract_class|contract_class|casm|sierra|abi)?(?:\.json)?$/, '');

/** Reads files that were dropped or chosen. */
export const takeFiles = async (files: readonly File[], asked: Version): Promise<void> => {
  const [first] = files;
  if (first === undefined) return;
  const large = files.find(({ size }) => size > CLASS_BYTES_MAX);
  if (large !== undefined)
    return refuse({ code: 'TooLarge', file: large.name.slice(0, NAME_MAX), at: `${large.size} > ${CLASS_BYTES_MAX}` });
  const name = (file: File): string => file.name.slice(0, NAME_MAX);
  useContracts.setState({ reading: true });
  try {
    const texts = await Promise.all(files.map(async (file) => ({ name: name(file), text: await file.text() })));
    const casm = texts.find((file) => file.name.includes('.casm')) ?? texts[0];
    await readTexts(stemOf(casm?.name ?? ''), texts, asked);
  } catch (error) {
    failed(name(first), String(error));
  }
};

/** Reads one of our own contracts. */
export const takeOwn = async (name: OwnContract, asked: Version): Promise<void> => {
  useContracts.setState({ reading: true });
  try {
    const fetched = await Promise.all(
      [`${name}.casm.json`, `${name}.abi.json`].map(async (file): Promise<GivenFile> => {
        const response = await fetch(new URL(`classes/${file}`, document.baseURI));
        if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
        return { name: file, text: await response.text() };
      }),
    );
    await readTexts(name, fetched, asked);
  } catch (error) {
    failed(name, String(error));
  }
};

/** Reads what the open run has brought along and this page has not read yet, as after opening a file. */
export const takeRunClasses = async (classes: readonly ClassFile[]): Promise<void> => {
  for (const file of classes) {
    if (useContracts.getState().known.some(({ given }) => given.file.classHash === file.classHash)) continue;
    const { source } = file;
    const second = source.kind === 'sierra' ? { name: 'sierra', text: source.text } : { name: 'abi', text: source.abi };
    // A placeholder over `[]` came without an ABI.
    const files = source.kind === 'placeholder' && source.abi === '[]' ? [] : [second];
    const name = `${file.classHash.slice(0, 8)}…`;
    await readTexts(name, [{ name: 'casm', text: file.casm }, ...files], file.sierraVersion);
  }
};

export const chooseClass = (classHash: string): void => useContracts.setState({ chosen: classHash, problem: null });

/** Calldata or a result of which nothing is known but felts. */
const FELTS: AbiType = { kind: 'unknown', name: 'felts', why: 'undefined_type' };

const bySelector = (kind: AbiFunction['kind'], selector: Felt): AbiFunction => ({
  name: `0x${selector.toString(16)}`,
  selector,
  kind,
  inputs: [{ name: 'calldata', type: FELTS }],
  outputs: [FELTS],
});

/** The ABI of a class; where none came along, its entry points by their selectors, with felts in and out. */
export const formsOf = ({ abi, selectors }: GivenClass): Abi => {
  if (abi !== null) return abi;
  const [constructor] = selectors.constructor;
  return {
    functions: selectors.external.map((selector) => bySelector('external', selector)),
    constructor: constructor === undefined ? null : bySelector('constructor', constructor),
    l1Handlers: [],
    events: [],
  };
};

/** Whether the validators of a run execute compiled classes. */
export const runsCairo = async (of: Pick<Run, 'scenario' | 'spec'>): Promise<boolean> => {
  const { worldOf } = await import('../../core/scenarios/registry.ts');
  const world = worldOf({ ...of, seed: 0 });
  return world !== undefined && isCairoEngine(world.engine);
};

// ── transactions ──

/** Who pays, whose RPC port takes it, and the largest L2 gas. */
export type Sender = { readonly account: number; readonly validator: number; readonly l2Gas: bigint };

const frameOf = ({ account, l2Gas }: Sender): Omit<TransactionIntent, 'calls' | 'declares'> => ({
  account,
  nonce: null,
  tip: 0n,
  tamper: 'none',
  resourceBounds: {
    l1Gas: { maxAmount: 0n, maxPricePerUnit: 10n ** 16n },
    l2Gas: { maxAmount: l2Gas, maxPricePerUnit: 2n * 10n ** 10n },
    l1DataGas: { maxAmount: 5_000n, maxPricePerUnit: 10n ** 14n },
  },
});

const charactersOf = ({ casm, source }: ClassFile): number =>
  casm.length + (source.kind === 'sierra' ? source.text.length : source.abi.length);

/** Makes the class part of the run and declares it; the index of the transaction, or null when it was not sent. */
export const declareClass = ({ file, classHash }: GivenClass, sender: Sender): number | null => {
  const classes = useRun.getState().run?.classes ?? [];
  if (classes.every((known) => known.classHash !== file.classHash)) {
    const characters = [...classes, file].reduce((sum, one) => sum + charactersOf(one), 0);
    if (classes.length >= RUN_CLASSES_MAX || characters > RUN_CLASSES_CHARACTERS_MAX) {
      refuse({ code: 'TooManyClasses', file: '', at: `${classes.length + 1}` });
      return null;
    }
    run.addClasses([file]);
  }
  return sendIntent({ ...frameOf(sender), declares: classHash }, sender.validator);
};

export type DeployOrder = { readonly salt: Felt; readonly isUnique: boolean; readonly values: readonly AbiValue[] };

/** Deploys through the universal deployer. `constructor`: null where the class has none. */
export const deployClass = (given: GivenClass, { salt, isUnique, values }: DeployOrder, sender: Sender): number | null => {
  const inputs = formsOf(given).constructor?.inputs ?? [];
  const calldata = encodeAll(
    inputs.map(({ type }) => type),
    values,
  );
  const call = deployCall({ classHash: given.classHash, salt, isUnique, calldata });
  return sendIntent({ ...frameOf(sender), calls: [call] }, sender.validator);
};

export type EntryCall = { readonly address: Felt; readonly entry: AbiFunction; readonly values: readonly AbiValue[] };

const calldataOf = ({ entry, values }: EntryCall): readonly Felt[] =>
  encodeAll(
    entry.inputs.map(({ type }) => type),
    values,
  );

/** Invokes an entry point of a contract. */
export const invokeEntry = (call: EntryCall, sender: Sender): number | null =>
  sendIntent(
    { ...frameOf(sender), calls: [{ to: call.address, selector: call.entry.selector, calldata: calldataOf(call) }] },
    sender.validator,
  );

/** Why there is no state to call at: no block is there yet, or the log no longer keeps all of them. */
export const NO_BLOCK = 'no_block';

/** Calls an entry point at the state after the last block that anyone has committed at the cursor; the felts, or why it failed. */
export const viewEntry = async (call: EntryCall): Promise<Result<readonly Felt[], string>> => {
  const { line, cursor, info, run: open } = useRun.getState();
  const chainId = feltOfChain(info?.chainId ?? '');
  const blocks = blocksAt(line, cursor);
  const last = blocks.at(-1);
  if (open === null || last === undefined || chainId === null) return err(NO_BLOCK);
  const view = {
    info: last.info,
    chainId,
    diffs: blocks.map(({ stateDiff }) => stateDiff),
    address: call.address,
    selector: call.entry.selector,
    calldata: calldataOf(call),
  };
  const reply = await worker().ask({ kind: 'call', classes: open.classes ?? [], view });
  if (reply.kind === 'call') return reply.result;
  return err(reply.kind === 'failed' ? reply.message : 'no answer');
};

const feltOfChain = (name: string): Felt | null => feltOfText(`0x${bytesToHex(utf8ToBytes(name))}`);

type Line = ReturnType<typeof useRun.getState>['line'];
type Block = NonNullable<ReturnType<typeof committedBlocks>[number]>;

/** Blocks 1, 2, 3, … as far as the cursor knows them; empty where the log no longer keeps all. */
const blocksAt = (line: Line, cursor: number): readonly Block[] => {
  const blocks = committedBlocks(line.events.slice(0, eventsBefore(line, cursor))).slice(1);
  return blocks.every((block) => block !== undefined) ? blocks.filter((block) => block !== undefined) : [];
};

/** What the cursor's state says of a class: the height that declared it, and the addresses that have it, oldest first. */
export type ClassFacts = { readonly declaredAt: number | null; readonly addresses: readonly string[] };

export const classFacts = (line: Line, cursor: number, classHash: string): ClassFacts => {
  let declaredAt: number | null = null;
  const addresses: string[] = [];
  for (const { info, stateDiff } of blocksAt(line, cursor)) {
    if (stateDiff.declared.has(classHash)) declaredAt ??= info.height;
    for (const [address, of] of stateDiff.deployed) if (`0x${of.toString(16)}` === classHash) addresses.push(address);
  }
  return { declaredAt, addresses };
};
