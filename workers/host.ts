// Entry of a validator worker in the browser: waits for its one setup message, then serves the director over the port in it.
import type { HostInit } from './api.ts';
import { runHost } from './host-loop.ts';

self.onmessage = (event: MessageEvent<HostInit>) => runHost(event.data);
