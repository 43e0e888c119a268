// Compiles wasm/ (AssemblyScript) into workers/kernel.wasm. tests/kernel-wasm.test.ts compiles it again and compares the bytes.
import { spawnSync } from 'node:child_process';

const OUT = 'workers/kernel.wasm';

/** Writes the module to `out`; returns its path. Throws with the compiler's words when it refuses the source. */
export const writeKernel = (out: string = OUT): readonly string[] => {
  const flags = ['-O3', '--runtime', 'stub', '--initialMemory', '2', '--noAssert', '--disable', 'mutable-globals', '-o', out];
  const { status, stderr } = spawnSync(process.execPath, ['node_modules/assemblyscript/bin/asc.js', 'wasm/kernel.ts', ...flags], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`gen-kernel: ${stderr.trim()}`);
  return [out];
};
