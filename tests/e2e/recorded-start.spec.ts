// The default run moves before its workers are there, and is the same run with and without the recording.
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

const RECORDING = /\/start-[\w-]+\.json$/;

/** Keeps from the validators what they begin with; returns how to let them begin. */
const holdWorkers = async (app: Bicameral): Promise<() => Promise<void>> => {
  await app.page.addInitScript(() => {
    const held: (() => void)[] = [];
    let open = false;
    globalThis.Worker = class extends Worker {
      override postMessage(message: unknown, options?: StructuredSerializeOptions | Transferable[]): void {
        const send = (): void => super.postMessage(message, options as Transferable[]);
        if (typeof message === 'object' && message !== null && 'homes' in message && !open) held.push(send);
        else send();
      }
    };
    addEventListener('release-workers', () => {
      open = true;
      for (const send of held.splice(0)) send();
    });
  });
  return () => app.page.evaluate(() => void dispatchEvent(new Event('release-workers')));
};

/** Fingerprints in the recorded part, at its end and after the first decision. */
const fingerprints = async (app: Bicameral): Promise<readonly string[]> => {
  await app.waitForHead(1);
  await app.rest();
  const list: string[] = [];
  for (const step of [20, 70]) {
    await app.seekStep(step);
    list.push((await app.moment()).fingerprint);
  }
  await app.chooseUnit('height');
  list.push((await app.forward()).fingerprint);
  return list;
};

test('recorded start: messages fly before any validator has reported, marked as recorded, until the live run has said the same', async ({
  app,
  freshApp,
  watch,
}) => {
  const release = await holdWorkers(app);
  await app.open();
  await expect(app.id('recorded')).toBeVisible();
  await expect.poll(() => app.us()).toBeGreaterThan(20_000);
  await expect.poll(() => app.id('stage-canvas').getAttribute('data-drawn')).not.toBeNull();
  expect(await app.numberOf('head-height')).toBe(0);
  await release();
  await expect(app.id('recorded')).toHaveCount(0);
  await expect(app.id('problem-start_replaced')).toHaveCount(0);
  const without = await freshApp();
  watch.expectComplaint(/404/);
  await without.page.route(RECORDING, (route) => route.fulfill({ status: 404 }));
  await without.open();
  expect(await fingerprints(app)).toEqual(await fingerprints(without));
});

test('recorded start: what is broken meanwhile is broken in the live run', async ({ app }) => {
  const release = await holdWorkers(app);
  await app.open();
  await expect(app.id('recorded')).toBeVisible();
  await app.pause();
  await app.seekStep(20);
  const us = await app.us();
  await expect(app.id('fingerprint'), 'nothing has been computed here yet').toHaveAttribute('data-full', '');
  await expect(app.id('stage-fit'), 'the stage has its tools').toBeVisible();
  await app.id('validator-4').click({ button: 'right' });
  await app.id('menu-crash').click();
  await release();
  await expect(app.id('recorded')).toHaveCount(0);
  expect(await app.us()).toBe(us);
  await expect(app.id('tape-fork')).toHaveCount(1);
});

test('recorded start: a recording of something else is replaced by the live run, and the page says so', async ({ app, freshApp }) => {
  await app.page.route(RECORDING, async (route) => {
    const response = await route.fetch();
    const start = (await response.json()) as { readonly events: readonly unknown[] };
    await route.fulfill({ response, json: { ...start, events: start.events.slice(0, -1) } });
  });
  await app.open();
  await expect(app.id('problem-start_replaced')).toBeVisible();
  await expect(app.id('recorded')).toHaveCount(0);
  const right = await freshApp();
  await right.open();
  expect(await fingerprints(app)).toEqual(await fingerprints(right));
});
