// What a newcomer sees first.
import { expect, test } from './fixture.ts';

test('opening: heights are decided, at the head and at the playing cursor', async ({ app }) => {
  await app.open();
  await app.waitForHead(1);
  await expect(app.id('play')).toHaveAttribute('data-playing', 'true');
  await app.waitForDecided(1);
  await app.setSpeed('64');
  await app.waitForDecided(3);
  expect(await app.numberOf('head-height')).toBeGreaterThanOrEqual(3);
});

test('opening: the narration goes on from sentence to sentence and names a line of the paper', async ({ app }) => {
  await app.open();
  const narration = app.id('narration');
  await expect(narration).toContainText(/line \d+/);
  const first = await narration.innerText();
  await expect(narration).not.toHaveText(first);
  await expect(app.id('narration-rule')).toBeVisible();
});

test('opening: the fingerprint shown is that of the moment shown', async ({ app }) => {
  await app.open();
  await app.waitForHead(1);
  await app.rest();
  const before = await app.moment();
  expect(before.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  await app.chooseUnit('phase');
  expect((await app.forward()).fingerprint).not.toBe(before.fingerprint);
});

test('opening: another scenario, another seed and a fresh start are other runs and the same one again', async ({ app }) => {
  const fingerprintAtFirstDecision = async (): Promise<string> => {
    await app.waitForHead(1);
    await app.pause();
    await app.id('jump-start').click();
    await app.chooseUnit('height');
    return (await app.forward()).fingerprint;
  };
  await app.open();
  const first = await fingerprintAtFirstDecision();
  await app.id('restart').click();
  await expect(app.id('play')).toHaveAttribute('data-playing', 'true');
  expect(await fingerprintAtFirstDecision()).toBe(first);
  await app.id('seed').fill('8');
  await app.id('seed').press('Enter');
  await expect(app.id('play')).toHaveAttribute('data-playing', 'true');
  expect(await fingerprintAtFirstDecision()).not.toBe(first);
  await app.id('scenario').selectOption('honest-quorum');
  await expect(app.id('validator-5')).toBeVisible();
  await expect(app.id('play')).toHaveAttribute('data-playing', 'true');
  await app.waitForHead(1);
  await expect(app.id('seed')).toHaveValue('8');
});
