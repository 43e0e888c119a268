// The probe: one entry point per syscall, per failure that a caller may catch, per builtin, and for what goes wrong. For tests and for looking at runs.
import { PROBED_BUILTINS } from './probe-builtins.ts';
import { PROBED_ENDS } from './probe-ends.ts';
import { PROBED_SYSCALLS } from './probe-syscalls.ts';
import type { ContractSource } from '../asm/contract.ts';

export const probe: ContractSource = {
  name: 'probe',
  title: 'Probe',
  events: [],
  entries: [...PROBED_SYSCALLS, ...PROBED_BUILTINS, ...PROBED_ENDS],
};
