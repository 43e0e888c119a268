// The pinned runs: every shipped scenario with the default seed up to height 5. A change of one of these is a change of what the protocol does here: it
// needs a reason in the commit, and CORE_VERSION rises.
import type { ScenarioId } from '../core/scenarios/catalogue.ts';

export const PINNED_HEIGHT = 5;
/** What a run must be, and which checks turn red in it: those that its story is about. */
type Pinned = {
  readonly timeUs: number;
  readonly fingerprint: string;
  readonly rounds: readonly number[];
  readonly red?: readonly string[];
};

export const PINNED: Readonly<Record<ScenarioId, Pinned>> = {
  'quiet-proposer': { timeUs: 18_574_354, fingerprint: '6aeda5611b83fa5bf6ecd4a60b7313ba', rounds: [0, 1, 0, 0, 0] },
  'all-well': { timeUs: 8_337_474, fingerprint: '956c2a89b24ee15b531945a360b222eb', rounds: [0, 0, 0, 0, 0] },
  'invalid-proposal': { timeUs: 11_026_318, fingerprint: 'a61d94b97c20989656923347f1828ac7', rounds: [0, 1, 0, 0, 0] },
  'honest-quorum': { timeUs: 39_623_059, fingerprint: 'fa024f5c45fc56f86c73652819d33daa', rounds: [0, 0, 0, 2, 1] },
  equivocation: { timeUs: 9_117_553, fingerprint: '13c98d14f4e0dd44d76ba8f840071353', rounds: [0, 0, 0, 0, 0], red: ['one_vote'] },
  'equivocation-beyond-f': {
    timeUs: 8_653_500,
    fingerprint: '42944aa57d3acf764b84b6e203ff2e24',
    rounds: [0, 0, 0, 0, 0],
    red: ['agreement', 'one_vote'],
  },
  'partition-heals': { timeUs: 31_132_075, fingerprint: '4fafbb7f7499f4882c8247ac10d7d50f', rounds: [0, 1, 0, 0, 0] },
  'locking-saves-safety': { timeUs: 30_696_833, fingerprint: '101670a8e653ac9743dae98b3dc37b21', rounds: [2, 1, 0, 0, 0] },
  'slow-execution': { timeUs: 23_060_102, fingerprint: '907d3a72b165fa5655bfd178de282c63', rounds: [0, 0, 1, 0, 0] },
  'one-transaction-too-many': { timeUs: 21_177_691, fingerprint: 'dc904928d9bab40cf97df43b814a760c', rounds: [0, 1, 0, 0, 0] },
  amnesia: { timeUs: 47_682_257, fingerprint: '1bf8f8233c096b42feff6c17ecf9c2cf', rounds: [0, 0, 0, 2, 0], red: ['one_vote'] },
  'l1-views': { timeUs: 10_053_967, fingerprint: '541fa588f542ccee258d95b6b5170d2b', rounds: [0, 0, 0, 1, 0] },
  'virtual-proposer-veto': { timeUs: 10_411_690, fingerprint: '6dd95114f0556ccb28e1002838885720', rounds: [0, 0, 0, 0, 0] },
  'synced-cannot-propose': { timeUs: 18_571_792, fingerprint: 'ac4926fa37f5ed799a695b439c080298', rounds: [0, 0, 1, 0, 0] },
  'heartbeat-loss': { timeUs: 19_355_177, fingerprint: '5b1e7b0123661bd9f5f7869537dde85d', rounds: [0, 0, 0, 0, 0] },
  'remote-batcher-crash': { timeUs: 18_641_566, fingerprint: 'a8f5b2ee8b49fa518e0f6263d9a12eb6', rounds: [0, 0, 0, 0, 1] },
  'two-batchers': { timeUs: 9_021_023, fingerprint: 'b3c56a65e5023da65a539b32ea2313ba', rounds: [0, 0, 0, 0, 0] },
  'catch-up': { timeUs: 18_558_167, fingerprint: '9e06e93602b648487561df910bc98371', rounds: [0, 0, 1, 0, 0] },
  stake: { timeUs: 8_390_336, fingerprint: '99797a6304987f6f99337514fc9a16da', rounds: [0, 0, 0, 0, 0] },
  impersonation: { timeUs: 13_073_364, fingerprint: 'abe2680c8f31bf2a7ccf8e6f0827100f', rounds: [0, 0, 0, 0, 0] },
  'nil-is-not-silence': { timeUs: 8_402_373, fingerprint: '554528992c8cd3e86a102ecdbd540ca8', rounds: [0, 0, 0, 0, 0] },
  'full-nodes': { timeUs: 8_337_474, fingerprint: '22b701950e6e760f5e4a2641e1fa8dab', rounds: [0, 0, 0, 0, 0] },
  'real-cairo': { timeUs: 8_341_348, fingerprint: '8613551b629ce49e7ca17b210777210c', rounds: [0, 0, 0, 0, 0] },
  'one-faulty-engine': { timeUs: 8_350_661, fingerprint: '9f2be4534b2a472668690601f3f5c1ee', rounds: [0, 0, 0, 0, 0] },
  'shared-bug': { timeUs: 8_301_042, fingerprint: '341e5a7acfac4a31bfe87e1ba9b3c289', rounds: [0, 0, 0, 0, 0] },
};
