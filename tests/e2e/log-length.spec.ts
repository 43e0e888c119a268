// A log that is longer than what is kept: the head goes on, and a moment from before is computed again and is exactly what it was.
import { CORE_VERSION } from '../../core/sim/run.ts';
import { encodeShare } from '../../core/sim/share.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { expect, test } from './fixture.ts';

const SCENARIO = 'all-well:31';
/** Thirty-one validators have logged more than 110,000 events by then. */
const LATE_US = 70_000_000;
const STEP = 700;

test('log: beyond 100,000 events an older moment is computed again, with a sign of it, and is the same', async ({ app, freshApp }) => {
  test.setTimeout(400_000);
  await app.openPaused({ query: { scenario: SCENARIO, seed: '7', placement: 'inline' } });
  await app.seekStep(STEP);
  const before = await app.moment();
  const late = await freshApp();
  const run = { scenario: SCENARIO, seed: 7, interventions: [], coreVersion: CORE_VERSION };
  await late.open({
    payload: encodeShare({ run, cursor: toTimeUs(LATE_US), fingerprint: '0'.repeat(16) }),
    query: { placement: 'inline' },
  });
  await expect(late.id('cursor')).toHaveAttribute('data-us', String(LATE_US), { timeout: 300_000 });
  await late.drawer('events');
  await expect(late.id('event-count')).toContainText('computed again');
  expect(Number(await late.id('event-count').getAttribute('data-total'))).toBeGreaterThanOrEqual(100_000);
  // What looks for something says from where on it looks, and a number whose event is gone says that.
  await late.id('until').click();
  const from = Number(await late.id('kept-from').getAttribute('data-us'));
  expect(from).toBeGreaterThan(0);
  await expect(late.id('kept-from')).toContainText('are not searched');
  await late.id('until-close').click();
  await expect(late.id('kept-from')).toHaveCount(0);
  await late.drawer('story');
  await late.id('from-committee').click();
  await expect(late.id('notice-source')).toContainText('no longer kept');
  await late.id('notice-source-close').click();
  await late.drawer('events');
  await late.id('tape').fill(String(STEP));
  await expect(late.id('waiting')).toContainText('older stretches are computed again');
  await expect(late.id('cursor')).toHaveAttribute('data-step', String(STEP));
  expect(await late.moment()).toEqual(before);
  expect(late.page.workers().filter((worker) => worker.url().includes('replay')).length).toBe(1);
  // The step back and the way on to the head: both are there.
  await late.back();
  await late.id('jump-head').click();
  await expect(late.id('cursor')).toHaveAttribute('data-us', /^7\d{7}$/);
});
