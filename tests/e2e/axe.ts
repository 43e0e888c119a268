// What axe finds on the page as it is: rule and elements of every serious or critical finding.
import { AxeBuilder } from '@axe-core/playwright';
import type { Bicameral } from './bicameral.ts';
import { expect } from './fixture.ts';

export const axeFindings = async (app: Bicameral): Promise<readonly string[]> => {
  // Legacy mode: no second page for frames, of which there are none.
  const { violations, passes } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
  expect(passes.length, 'something was looked at').toBeGreaterThan(3);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
};
