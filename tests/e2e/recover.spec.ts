// Recovery as a user sees it: a validator that was down asks its peers and catches up; full nodes follow, find a lie and drop who told it.
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { type Oracle, eventsOf, payloadAt, simulateRun } from './oracle.ts';

const [V4, N1, N2] = [3, 4, 5] as const;
const openAt = async (app: Bicameral, oracle: Oracle, us: number): Promise<void> => {
  await app.open({ payload: payloadAt(oracle, us) });
  await expect(app.id('link-identical')).toBeVisible();
};
const cardOf = (app: Bicameral, node: number): ReturnType<Bicameral['id']> => app.page.locator(`[data-card="${node}"]`);

test('recover: a validator that was down shows whom it asks, has the blocks by sync, and votes again', async ({ app }) => {
  const oracle = simulateRun({ scenario: 'catch-up', seed: 7 }, 26_000_000);
  const asked = eventsOf(oracle, 'frame_sent', V4).find((e) => e.what.kind === 'sync_request')!;
  const synced = eventsOf(oracle, 'synced', V4).at(-1)!;
  const decided = eventsOf(oracle, 'decided', V4).find((e) => e.height > synced.height)!;
  await openAt(app, oracle, asked.t);
  const from = `V${asked.targets[0]!.to + 1}`;
  await expect(cardOf(app, V4).getByTestId('syncing')).toContainText(`from ${from}`);
  await openAt(app, oracle, synced.t);
  await expect(app.id('narration')).toContainText(`learns height ${synced.height} from its state-sync store`);
  await app.id('validator-4').click();
  await expect(app.id('validator-panel')).toContainText('taken over');
  await openAt(app, oracle, decided.t);
  await expect(app.id('narration')).toContainText(`at height ${decided.height}`);
});

test('recover: full nodes have cards and panels; a tampered state diff is found out and its peer dropped', async ({ app }) => {
  const oracle = simulateRun({ scenario: 'full-nodes', seed: 7 }, 12_000_000);
  for (const [node, by] of [
    [N1, 'state diff against the commitment in its header'],
    [N2, 'executed again and compared'],
  ] as const) {
    const name = `N${node - V4}`;
    const dropped = eventsOf(oracle, 'peer_dropped', node)[0]!;
    await openAt(app, oracle, dropped.t);
    await expect(cardOf(app, node)).toContainText(name);
    await expect(cardOf(app, node).getByTestId('dropped')).toContainText('V2 dropped');
    await expect(app.id('narration')).toContainText(`drops V2 for a second`);
    await app.id(`validator-${node + 1}`).click();
    await expect(app.id('fact-dropped')).toContainText(dropped.reason);
    await expect(app.id('fact-checked')).toContainText(by);
    const synced = eventsOf(oracle, 'synced', node).find((e) => e.t > dropped.t)!;
    await openAt(app, oracle, synced.t);
    await expect(app.id('narration')).toContainText(`${name} gets the answer to AddSyncBlock`);
    await expect(app.id('narration')).toContainText(`follows to height ${synced.height}`);
  }
});
