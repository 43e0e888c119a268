// Two interfaces and several batchers as a user sees them: transport and labels, frames and JSON, a killed batcher that is replaced.
import { crashOf } from '../../core/net/fault-fields.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { type Oracle, eventsOf, payloadAt, simulateRun } from './oracle.ts';

const V3 = 2;
const openAt = async (app: Bicameral, oracle: Oracle, us: number): Promise<void> => {
  await app.open({ payload: payloadAt(oracle, us) });
  await expect(app.id('link-identical')).toBeVisible();
  await app.id(`validator-${V3 + 1}`).click();
  await expect(app.id('bridge-links')).toBeVisible();
};

test('bridge: over the stream the page names the transport, shows the pulse and opens a frame to its fields and bytes', async ({ app }) => {
  const oracle = simulateRun({ scenario: 'all-well+seed-stream', seed: 7 }, 4_000_000);
  const pushed = eventsOf(oracle, 'bridge_frame', V3).find((e) => e.what.kind === 'content' && e.what.callId === null)!;
  await openAt(app, oracle, pushed.t);
  await expect(app.id('fact-transport')).toHaveText('seed-stream');
  await expect(app.id('fact-instance-1')).toContainText('heartbeats arrive');
  await expect(app.id('bridge-links')).toContainText('current Apollo does not ship it');
  const row = app.id('bridge-row').filter({ hasText: 'SendProposalContent Txs' }).first();
  await expect(row).toContainText(`${pushed.bytes.length} bytes`);
  await row.click();
  await expect(app.id('bridge-field').filter({ hasText: 'proposal_id' }).first()).toBeVisible();
  await expect(app.id('bridge-field').filter({ hasText: 'invoke_v3' }).first()).toBeVisible();
  await expect(app.id('bridge-traffic')).toContainText('gRPC prefix of 5 bytes');
});

test('bridge: over apollo a call opens to the JSON of the remote form', async ({ app }) => {
  const oracle = simulateRun({ scenario: 'all-well+remote', seed: 7 }, 4_000_000);
  const asked = eventsOf(oracle, 'call_sent', V3).find((e) => e.request.kind === 'propose_block')!;
  await openAt(app, oracle, asked.t);
  await expect(app.id('fact-transport')).toHaveText('apollo');
  await expect(app.id('bridge-links')).toContainText('60161ba');
  await app.id('bridge-row').filter({ hasText: 'ProposeBlock' }).first().click();
  await expect(app.id('bridge-json')).toContainText('"ProposeBlock"');
  await expect(app.id('bridge-traffic')).toContainText('over the local channel nothing is serialised');
});

test('bridge: the transport changes in the middle of a run, and the form says what becomes of calls under way', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.chooseUnit('height');
  await app.drawer('faults');
  await app.forward();
  await app.id('config-kind').selectOption('bridge');
  await expect(app.id('config-bridge-note')).toContainText('answered on the old bridge');
  await app.id('config-place').selectOption('remote');
  await app.id('config-do').click();
  await expect(app.id('interventions').locator('li')).toHaveCount(1);
  await app.id(`validator-${V3 + 1}`).click();
  await expect(app.id('fact-transport')).toHaveText('apollo');
  for (let i = 0; i < 3; i++) await app.forward();
  await expect(app.id('fact-transport')).toHaveText('seed-stream');
  await expect(app.id('fact-bridge-preset')).toHaveText('remote HTTP');
  await expect(app.id('bridge-row').filter({ hasText: 'Call StartHeight' }).first()).toBeVisible();
});

test('bridge: a killed batcher is shown dead, the other one takes over', async ({ app }) => {
  const interventions: readonly Intervention[] = [
    {
      t: toTimeUs(2_000_000),
      kind: 'fault_on',
      id: 1_000,
      fault: { ...crashOf(toValidatorIndex(V3)), part: 'batcher', instance: 1 },
    },
  ];
  const oracle = simulateRun({ scenario: 'all-well+batchers-2', seed: 7, interventions }, 7_000_000);
  const chosen = eventsOf(oracle, 'batcher_chosen', V3).find((e) => e.slot === 2)!;
  await openAt(app, oracle, 1_990_000);
  await expect(app.id('fact-instance-1')).toContainText('alive, has the proposal');
  await openAt(app, oracle, chosen.t);
  await expect(app.id('fact-instance-1')).toContainText('dead');
  await expect(app.id('fact-instance-2')).toContainText('alive, has the proposal');
  await expect(app.id('bridge-links')).toContainText('one batcher per consensus');
});
