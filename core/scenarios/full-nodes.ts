// Full nodes: two nodes beside the validators follow by sync, one by state diffs, one by executing every block again. A validator that serves another
// state diff than the one its header commits to is found out by both, each in its own way.
import { followersOf } from './catalogue.ts';
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const fullNodes: Scenario = ofSpec('full-nodes', {
  followers: followersOf('full-nodes'),
  interventions: timeline([during({ kind: 'tamper_sync', validator: V(2) }, 0, 30)]),
});
