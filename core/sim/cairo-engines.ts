// The engines on the Cairo VM, made of the network's own compiled classes and those that a run brings along. A module of its own, so that hosts load the
// virtual machine only where a world needs it. Texts of files come from outside: what is not the file that belongs to this version is refused.
import { digestBytes, digestToHex } from '../base/digest.ts';
import { required } from '../base/assert.ts';
import { type Felt, feltFromHex } from '../base/felt.ts';
import { CLASS_BYTES_MAX, RUN_CLASSES_MAX } from '../base/limits.ts';
import { type Result, err, ok } from '../base/result.ts';
import { jsonOf } from '../base/shape.ts';
import { utf8ToBytes } from '../base/utf8.ts';
import { GENESIS_BLOCK } from '../batcher/genesis-block.ts';
import type { DeclaredClass } from '../exec/build-declare.ts';
import { type ClassStore, compiledHashOf, createClassStore, type StoredClass } from '../exec/class-store.ts';
import type { ExecutionEngine } from '../exec/engine.ts';
import { createCairoEngine } from '../exec/engines/cairo.ts';
import { createKeepingEngine } from '../exec/engines/keeping.ts';
import type { OwnClass } from '../exec/own-class.ts';
import { OWN_CLASSES } from '../exec/own-classes.ts';
import { placeholderSierra } from '../exec/placeholder-sierra.ts';
import { readSierraFile } from '../exec/sierra-file.ts';
import type { CairoEngineName, ClassFile } from '../types/engines.ts';
import { loadClass } from '../vm/casm-class.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { CairoEngines, ClassFileError } from './engines.ts';

const own = (name: string): OwnClass =>
  required(
    OWN_CLASSES.find((one) => one.name === name),
    'own: a class of ours',
  );
const ACCOUNT = own('account');
const ERC20 = own('erc20');
const BRIDGE = own('bridge');
const DEPLOYER = own('universal-deployer');
const ATTEMPT = own('attempt');
const IN_BLOCK_0: readonly OwnClass[] = [ACCOUNT, ERC20, BRIDGE, DEPLOYER, ATTEMPT];

/** Files of the classes in block 0, by name under public/classes. */
export const GENESIS_FILES: readonly string[] = IN_BLOCK_0.map(({ file }) => file);

/** Engines by name. A bug is a row of its own. */
const ROWS: Readonly<Record<CairoEngineName, (kernel: Kernel, classes: ClassStore) => ExecutionEngine>> = {
  cairo: createCairoEngine,
  'cairo-keeps-reverted-writes': createKeepingEngine,
};

const loadOwn = (one: OwnClass, text: string | undefined): Result<StoredClass, ClassFileError> => {
  const refused = (why: ClassFileError['why']): Result<never, ClassFileError> => err({ file: one.file, why });
  if (text === undefined) return refused('missing');
  if (text.length > CLASS_BYTES_MAX) return refused('too_large');
  if (digestToHex(digestBytes(utf8ToBytes(text))) !== one.digest) return refused('other_version');
  return load(one.file, text, { classHash: feltFromHex(one.classHash), sierraVersion: one.sierraVersion });
};

type Brought = StoredClass & Pick<ClassFile, 'source'>;

const loadBrought = ({ classHash, casm, sierraVersion, source }: ClassFile): Result<Brought, ClassFileError> =>
  casm.length > CLASS_BYTES_MAX
    ? err({ file: classHash, why: 'too_large' })
    : load(classHash, casm, { classHash: feltFromHex(classHash), sierraVersion, source });

const load = <T extends Omit<StoredClass, 'casm'>>(
  file: string,
  text: string,
  named: T,
): Result<T & Pick<StoredClass, 'casm'>, ClassFileError> => {
  const loaded = loadClass(jsonOf(text));
  return loaded.ok ? ok({ ...named, casm: loaded.value }) : err({ file, why: 'malformed' });
};

/** All of them, or the first error. */
const each = <A, B>(list: readonly A[], read: (item: A) => Result<B, ClassFileError>): Result<readonly B[], ClassFileError> => {
  const values: B[] = [];
  for (const item of list) {
    const one = read(item);
    if (!one.ok) return one;
    values.push(one.value);
  }
  return ok(values);
};

/** A class as a declaration carries it; null when its Sierra file is none. */
const declaredOf = ({ casm, sierraVersion, source }: Brought): DeclaredClass | null => {
  const compiledClassHash = compiledHashOf(casm);
  if (source.kind === 'placeholder') return { sierra: placeholderSierra(casm, sierraVersion, source.abi), compiledClassHash };
  const read = readSierraFile(jsonOf(source.text));
  return read.ok ? { sierra: read.value, compiledClassHash } : null;
};

/** The engines of a host. `texts`: of GENESIS_FILES, by name; `brought`: the run's own classes. */
export const createCairoEngines = (
  texts: ReadonlyMap<string, string>,
  brought: readonly ClassFile[] = [],
): Result<CairoEngines, ClassFileError> => {
  const first = each(IN_BLOCK_0, (one) => loadOwn(one, texts.get(one.file)));
  if (!first.ok) return first;
  let classes: readonly Brought[] = [];
  let store = createClassStore(first.value);
  const growing: ClassStore = {
    codeOf: (classHash, state) => store.codeOf(classHash, state),
    declarable: (classHash) => store.declarable(classHash),
  };
  const add = (more: readonly ClassFile[]): Result<null, ClassFileError> => {
    if (classes.length + more.length > RUN_CLASSES_MAX) return err({ file: `${more.length}`, why: 'too_many' });
    const loaded = each(more, loadBrought);
    if (!loaded.ok) return loaded;
    classes = [...classes, ...loaded.value];
    store = createClassStore([...first.value, ...classes]);
    return ok(null);
  };
  const declaredClass = (classHash: Felt): DeclaredClass | null => {
    const found = classes.find((one) => one.classHash === classHash);
    return found === undefined ? null : declaredOf(found);
  };
  const added = add(brought);
  return added.ok
    ? ok({ genesis: GENESIS_BLOCK, classes: growing, create: (name, kernel) => ROWS[name](kernel, growing), declaredClass, add })
    : added;
};
