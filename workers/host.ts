// Entry of a validator worker in the browser: waits for its one setup message, then serves the director over the port in it. The kernel loads meanwhile.
import type { HostInit } from './api.ts';
import { runHost } from './host-loop.ts';
import { loadKernel } from './load-kernel.ts';

const loading = loadKernel();

self.onmessage = async (event: MessageEvent<HostInit>) => runHost(event.data, await loading);
