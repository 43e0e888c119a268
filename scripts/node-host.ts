// Entry of a validator host in Node: the same loop as in the browser, over worker_threads.
import { parentPort } from 'node:worker_threads';
import type { HostInit } from '../workers/api.ts';
import { runHost } from '../workers/host-loop.ts';
import { createNodeKernel } from './node-kernel.ts';

parentPort?.once('message', (init: HostInit) => runHost(init, { kernel: createNodeKernel(), refused: null }));
