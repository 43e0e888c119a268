// Memory of a page with seven validators, when its log holds 100,000 events and after an hour of virtual time: what the log costs in Node, and in Chromium the
// heap of the page and of each of its workers. Collected before each reading.
import type { AddressInfo } from 'node:net';
import { type Browser, type BrowserContext, type CDPSession, type Page, chromium } from 'playwright';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import { createStandardWorld } from '../core/scenarios/worlds.ts';
import { Cluster } from '../core/sim/cluster.ts';
import { createMachines } from '../core/sim/machines.ts';
import { CORE_VERSION } from '../core/sim/run.ts';
import { encodeShare } from '../core/sim/share.ts';
import { toTimeUs } from '../core/types/ids.ts';
import { trimLog } from '../core/view/log-window.ts';
import { appendEvents, createTimeline } from '../core/view/timeline.ts';
import { BROWSER_ARGS, ensureBrowser } from '../scripts/browser.ts';
import { serve } from '../scripts/serve.ts';

const VALIDATORS = 7;
const EVENTS = 100_000;
const HOUR_US = 3_600_000_000;
/** When seven validators without traffic have logged so many events. */
const EVENTS_US = 225_000_000;
const WAIT_MS = 30 * 60_000;
const MB = 1e6;

const heapMb = (): number => {
  // Only with --expose-gc, as `npm run bench` starts it; without it the figures are upper bounds.
  (globalThis as { readonly gc?: () => void }).gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MB;
};

/** The log of the page beside one thread that simulates: how much of it is the log. */
const measureLog = (): void => {
  const world = createStandardWorld({ seed: 7, validators: VALIDATORS });
  const createMachine = createMachines(world, 7, memoKernel(createKernel(), 50_000));
  const cluster = new Cluster({ world, seed: 7, interventions: [], createMachine });
  const line = createTimeline(VALIDATORS);
  let isFull = false;
  for (let t = 1_000_000; t <= HOUR_US; t += 1_000_000) {
    const chunk = cluster.advance(toTimeUs(t));
    appendEvents(line, chunk.events, chunk.chains);
    trimLog(line, line.stops.total);
    if (!isFull && line.events.length >= EVENTS) {
      isFull = true;
      console.log(`node, ${line.events.length} events (${t / MB} s): ${heapMb().toFixed(0)} MB with the simulation`);
    }
  }
  console.log(`node, one hour, ${line.events.length} events: ${heapMb().toFixed(0)} MB with the simulation`);
};

const payloadAt = (us: number): string =>
  encodeShare({
    run: { scenario: `all-well:${VALIDATORS}`, seed: 7, interventions: [], coreVersion: CORE_VERSION },
    cursor: toTimeUs(us),
    fingerprint: '0'.repeat(16),
  });

/** A command to one worker of the page, through the page's own debugger session. */
const askWorker = (session: CDPSession, sessionId: string, method: string): Promise<{ readonly usedSize?: number }> =>
  new Promise((done) => {
    const hear = (reply: { readonly sessionId: string; readonly message: string }): void => {
      if (reply.sessionId !== sessionId) return;
      session.off('Target.receivedMessageFromTarget', hear);
      done((JSON.parse(reply.message) as { readonly result?: { readonly usedSize?: number } }).result ?? {});
    };
    session.on('Target.receivedMessageFromTarget', hear);
    void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: 1, method }) });
  });

const readPage = async (context: BrowserContext, page: Page, name: string): Promise<void> => {
  const session = await context.newCDPSession(page);
  const workers: { readonly id: string; readonly url: string }[] = [];
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => workers.push({ id: sessionId, url: targetInfo.url }));
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  await session.send('HeapProfiler.collectGarbage');
  const main = (await session.send('Runtime.getHeapUsage')).usedSize / MB;
  const rows: string[] = [];
  let sum = main;
  for (const { id, url } of workers) {
    await askWorker(session, id, 'HeapProfiler.collectGarbage');
    const own = ((await askWorker(session, id, 'Runtime.getHeapUsage')).usedSize ?? Number.NaN) / MB;
    sum += own;
    rows.push(`${url.split('/').at(-1)?.split('-')[0] ?? ''} ${own.toFixed(0)}`);
  }
  console.log(`chromium, ${name}: page ${main.toFixed(0)} MB, with workers ${sum.toFixed(0)} MB (${rows.join(', ')})`);
};

const measurePage = async (browser: Browser, url: string, row: { readonly name: string; readonly us: number }): Promise<void> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${url}#s=${payloadAt(row.us)}`);
  await page.waitForFunction((us) => Number(document.querySelector<HTMLElement>('[data-testid="cursor"]')?.dataset['us']) >= us, row.us, {
    timeout: WAIT_MS,
    polling: 1_000,
  });
  await readPage(context, page, row.name);
  await context.close();
};

/** Serves dist and prints the figures. */
export const benchMemory = async (): Promise<void> => {
  const server = await serve('dist', 0);
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: [...BROWSER_ARGS] });
  await measurePage(browser, url, { name: `${EVENTS} events`, us: EVENTS_US });
  await measurePage(browser, url, { name: 'one hour', us: HOUR_US });
  await browser.close();
  server.close();
  server.closeAllConnections();
  measureLog();
};
