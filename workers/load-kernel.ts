// Which kernel a worker of the browser runs: the one in WebAssembly, or, where a policy or the browser refuses that, the TypeScript one, loaded on demand.
// Both give the same results; the page says so when it is the slow one.
import type { Kernel } from '../core/crypto/kernel.ts';
import { createWasmKernel } from './wasm-kernel.ts';

/** `refused`: why the kernel is the TypeScript one; null when it is not. */
export type LoadedKernel = { readonly kernel: Kernel; readonly refused: string | null };

const wasmKernel = async (): Promise<Kernel> => {
  // Not compiled while streaming: that would need a server that knows the type.
  const response = await fetch(new URL('./kernel.wasm', import.meta.url));
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return createWasmKernel(await WebAssembly.compile(await response.arrayBuffer()));
};

/** Fetches and starts the kernel; rejects only when the fallback cannot be loaded either. */
export const loadKernel = async (): Promise<LoadedKernel> => {
  try {
    return { kernel: await wasmKernel(), refused: null };
  } catch (error) {
    const { createKernel } = await import('../core/crypto/create-kernel.ts');
    return { kernel: createKernel(), refused: error instanceof Error ? error.message : String(error) };
  }
};
