// The kernel of the command line: WebAssembly, from the same file that the page fetches.
import { readFileSync } from 'node:fs';
import { type WasmKernel, createWasmKernel } from '../workers/wasm-kernel.ts';

const MODULE = new WebAssembly.Module(readFileSync(new URL('../workers/kernel.wasm', import.meta.url)));

/** A kernel with a memory of its own. */
export const createNodeKernel = (): WasmKernel => createWasmKernel(MODULE);
