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
  'quiet-proposer': { timeUs: 18_574_354, fingerprint: 'f8059b8659288958c983385531b0bbab', rounds: [0, 1, 0, 0, 0] },
  'all-well': { timeUs: 8_337_474, fingerprint: '938dfa6dcefc7455e90f09b6df56f7bc', rounds: [0, 0, 0, 0, 0] },
  'invalid-proposal': { timeUs: 11_026_318, fingerprint: '0fade770df76a04cf815b4f25fde50c5', rounds: [0, 1, 0, 0, 0] },
  'honest-quorum': { timeUs: 39_623_059, fingerprint: '2e12dad987dad0f9c1c283ebc7a58a6c', rounds: [0, 0, 0, 2, 1] },
  equivocation: { timeUs: 9_117_553, fingerprint: '90548c5045198525a50754b58fe23ad0', rounds: [0, 0, 0, 0, 0], red: ['one_vote'] },
  'equivocation-beyond-f': {
    timeUs: 8_653_500,
    fingerprint: '5f5d34bfcf1a9030981bd8f990b72a14',
    rounds: [0, 0, 0, 0, 0],
    red: ['agreement', 'one_vote'],
  },
  'partition-heals': { timeUs: 31_132_075, fingerprint: 'ce8c6e14c8f085026fcb4faef041674c', rounds: [0, 1, 0, 0, 0] },
  'locking-saves-safety': { timeUs: 30_696_833, fingerprint: '3d571fcd35d3c9e89fc5865d0b5d8448', rounds: [2, 1, 0, 0, 0] },
  'slow-execution': { timeUs: 23_060_102, fingerprint: '14c049473fedcdf660b718a34c409141', rounds: [0, 0, 1, 0, 0] },
  'one-transaction-too-many': { timeUs: 21_177_691, fingerprint: '9908bcbbd8e7fc644b53cfe9d8b838bb', rounds: [0, 1, 0, 0, 0] },
  amnesia: { timeUs: 47_682_257, fingerprint: '02b8900d49526766b851e0e85b01b9af', rounds: [0, 0, 0, 2, 0], red: ['one_vote'] },
  'l1-views': { timeUs: 10_053_967, fingerprint: '71f0b5d2c9b595b539ee099b8bff4c22', rounds: [0, 0, 0, 1, 0] },
  'virtual-proposer-veto': { timeUs: 10_411_690, fingerprint: 'b3b9ff22c5f29f00bee9734217f31071', rounds: [0, 0, 0, 0, 0] },
  'synced-cannot-propose': { timeUs: 18_571_792, fingerprint: '03ced0f124b3b4ff502226286f854b43', rounds: [0, 0, 1, 0, 0] },
  'heartbeat-loss': { timeUs: 19_355_177, fingerprint: '48233288bd75b54591abdaccea3a331f', rounds: [0, 0, 0, 0, 0] },
  'remote-batcher-crash': { timeUs: 18_641_566, fingerprint: '7c88c4d5e51eb988d13ddebc515785c4', rounds: [0, 0, 0, 0, 1] },
  'two-batchers': { timeUs: 9_021_023, fingerprint: '4c1bcb9e8a2e75f08d373707606e7c17', rounds: [0, 0, 0, 0, 0] },
  'catch-up': { timeUs: 18_558_167, fingerprint: '88bd8d88dfdbb67e386c1feea9920211', rounds: [0, 0, 1, 0, 0] },
  stake: { timeUs: 8_390_336, fingerprint: '925084bbd30fa06749dc4307516dd211', rounds: [0, 0, 0, 0, 0] },
  impersonation: { timeUs: 13_073_364, fingerprint: '15d3ea01f23ea942f105e24f371fff59', rounds: [0, 0, 0, 0, 0] },
  'nil-is-not-silence': { timeUs: 8_402_373, fingerprint: '47c8cc27a3ed9a3ee0a3dc4b5880a6eb', rounds: [0, 0, 0, 0, 0] },
  'full-nodes': { timeUs: 8_337_474, fingerprint: '03c75f09a884f76ad4261fa50e881148', rounds: [0, 0, 0, 0, 0] },
  'real-cairo': { timeUs: 8_341_348, fingerprint: '8613551b629ce49e7ca17b210777210c', rounds: [0, 0, 0, 0, 0] },
  'one-faulty-engine': { timeUs: 8_350_661, fingerprint: '9f2be4534b2a472668690601f3f5c1ee', rounds: [0, 0, 0, 0, 0] },
  'shared-bug': { timeUs: 8_301_042, fingerprint: '341e5a7acfac4a31bfe87e1ba9b3c289', rounds: [0, 0, 0, 0, 0] },
};
