// Which engine each node of a world runs. Engines on the Cairo VM come from outside (cairo-engines.ts): a host loads them only where a world names one.
import { required } from '../base/assert.ts';
import type { Result } from '../base/result.ts';
import type { Felt } from '../base/felt.ts';
import type { Genesis } from '../batcher/genesis-block.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { DeclaredClass } from '../exec/build-declare.ts';
import type { ClassStore } from '../exec/class-store.ts';
import type { ExecutionEngine } from '../exec/engine.ts';
import { createNativeEngine } from '../exec/engines/native.ts';
import { type CairoEngineName, type ClassFile, type EngineName, isCairoEngine } from '../types/engines.ts';
import type { ValidatorIndex } from '../types/ids.ts';
import { engineNameOf, type World } from './world.ts';

/** The rows of engines on the Cairo VM over the network's classes, and block 0 with them. */
export type CairoEngines = {
  readonly genesis: Genesis;
  /** All classes, those that are added later too. */
  readonly classes: ClassStore;
  readonly create: (name: CairoEngineName, kernel: Kernel) => ExecutionEngine;
  /** What a declaration of a class that the run has brought carries; null for any other. */
  readonly declaredClass: (classHash: Felt) => DeclaredClass | null;
  /** Further classes of the network's class manager: for all engines made and to be made (see `Run.classes`). */
  readonly add: (classes: readonly ClassFile[]) => Result<null, ClassFileError>;
};

/** Why a class file cannot be used: its name or class hash, and what is wrong with it. */
export type ClassFileError = { readonly file: string; readonly why: 'missing' | 'too_large' | 'too_many' | 'other_version' | 'malformed' };

/** True when a node of the world runs an engine on the Cairo VM; then all do, since they share block 0. */
export const needsCairo = ({ engine, engines }: Pick<World, 'engine' | 'engines'>): boolean => [engine, ...engines].some(isCairoEngine);

/** The engine of a node, each made once. */
export const enginesOf = (world: World, kernel: Kernel, cairo: CairoEngines | null): ((node: ValidatorIndex) => ExecutionEngine) => {
  const made = new Map<EngineName, ExecutionEngine>();
  return (node) => {
    const name = engineNameOf(world, node);
    const engine =
      made.get(name) ??
      (isCairoEngine(name)
        ? required(cairo, 'enginesOf: the Cairo engines of such a world').create(name, kernel)
        : createNativeEngine(kernel));
    made.set(name, engine);
    return engine;
  };
};
