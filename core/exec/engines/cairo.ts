// The Cairo engine: all kinds of transactions over compiled classes on the virtual machine. Source: execution.md 5-9.
import type { Kernel } from '../../crypto/kernel.ts';
import type { ClassStore } from '../class-store.ts';
import type { ExecutionEngine } from '../engine.ts';
import { executeDeclare } from '../flow-declare.ts';
import { executeDeployAccount } from '../flow-deploy-account.ts';
import { createEngine } from './create-engine.ts';

/** The engine over the classes of a store; which of them are declared is for the state to say. */
export const createCairoEngine = (kernel: Kernel, classes: ClassStore): ExecutionEngine =>
  createEngine('cairo', { kernel, ...classes }, { declare: executeDeclare, deployAccount: executeDeployAccount });
