// English: stories of the scenarios.

export const enScenarios = {
  'scenario.quiet-proposer.story':
    'Height 1 is decided, then the proposer of height 2 builds a block that never leaves its edge. The others time out, vote nil, and the next proposer decides the height in round 1.',
  'scenario.all-well.story':
    'Nothing is broken: each height is decided in round 0. Watch the proposal travel as a stream, the others re-execute it, and the votes close the height.',
  'scenario.invalid-proposal.story':
    'The proposer of height 2 announces a commitment that its block does not have. The others re-execute the block, find another commitment and prevote nil; the next round decides.',
  'scenario.honest-quorum.story':
    'Five validators with the settings of the checked-in mainnet files: a quorum is more than half. At second 6 V1 and V5 crash, and three of five go on, with a lost round wherever a dead one should propose. The price: one lying validator is one too many for safety.',
  'scenario.equivocation.story':
    'The proposer of height 2 sends some of its peers another valid block and votes for both. Both are valid, so re-execution cannot tell. One of four is within f: at most one of the blocks is decided.',
  'scenario.equivocation-beyond-f.story':
    'From second 3 on V2 and V3 send different votes to different peers, and different blocks whenever they propose. At height 5 V2 does, and the two honest ones decide differently: agreement is broken, as it must be expected beyond f.',
  'scenario.partition-heals.story':
    'V1 and V2 cannot hear V3 and V4 from second 3 to 23, nor the other way round: no side has a quorum, so nothing is decided. Afterwards votes that are sent again close the round with nil, and the next round decides the height.',
  'scenario.locking-saves-safety.story':
    'At height 1 three lock a block, but precommits get lost and none of them sees a quorum. In round 1 V3, which never got it, offers another block; the locked ones answer nil, since for all they know one of them has decided: that is what keeps two decisions from happening. In round 2 the first block is proposed again and decided.',
  'scenario.slow-execution.story':
    'From second 2 to 30 the batcher of V4 needs ten thousand times as long for a transaction and misses its deadline. V4 casts no vote meanwhile and learns the blocks by sync: consensus lives while execution lags. Only where V4 should propose, at heights 3 and 7, a round is lost.',
  'scenario.one-transaction-too-many.story':
    'Blocks hold three transactions here, and there are more. A fourth is streamed before it is executed and finds no room; the Fin of height 2 counts it all the same. Validators have no room for it either: their batchers wait for its result until their deadline, 19.1 s after they began (the timeout to propose and 10 s more), fail only then, and enter no other round before.',
  'scenario.amnesia.story':
    'While a partition stops the chain, V2 crashes and loses its storage and its last-voted marker. It votes again at height 1, learns the old blocks by sync, and votes nil at height 4, where it has voted for a block before: the marker exists to prevent just that.',
  'scenario.l1-views.story':
    'V1 knows a message from L1 when the run begins; the others see it only at second 18, ninety seconds after it happened. Whenever V1 proposes it before, they find no such message and reject the block; the next proposer goes on without it. After the incident of 2025-09-02, much reduced.',
  'scenario.virtual-proposer-veto.story':
    'The virtual proposer is drawn by weight and named in the proposal, whoever builds the block. Here its precommit is required: while V2 keeps its own to itself, V2 alone can decide the rounds it is drawn for, and the others learn the block by sync or go to the next round.',
  'scenario.synced-cannot-propose.story':
    'V4 is cut off at height 2. Before it has learnt it by sync, the others end the round of height 3 that V4 should propose with nil. V4 could not have done it: it still holds the blob of height 1 where that of height 2 is due, so its late proposal fails with CendeWriteError.',
  'scenario.heartbeat-loss.story':
    'Here the chambers speak over the seed’s stream: chunks are pushed, a heartbeat crosses every second. V3 loses its heartbeats from second 4 to 16; after three missing ones its bridge counts as lost and it falls silent. When the beats are back it learns what it missed by sync.',
  'scenario.remote-batcher-crash.story':
    'The batcher of V2 runs behind a remote bridge and crashes from second 4 to 14. Its consensus stays up and repeats its calls, but without answers it cannot vote. When the batcher is back V2 learns height 3 by sync and decides height 4 from the proposal and the votes that it has kept.',
  'scenario.two-batchers.story':
    'Each consensus has two batchers, an extension of the seed’s design: Apollo has one. When the first of V2 dies the running proposal is lost, and the second takes over.',
  'scenario.catch-up.story':
    'V4 is down from second 3 to 14: it misses height 2 and its own turn to propose at height 3. Back again it fetches headers, state diffs and transactions from its peers, hands the blocks to its batcher without voting, and then votes again.',
  'scenario.stake.story':
    'Seven stakers, a committee of the five heaviest, chosen anew every four blocks. Who is not in it watches as an observer; virtual proposers are drawn by weight.',
  'scenario.impersonation.story':
    'Votes are unsigned in today’s Apollo. V4 votes nil at height 2 and, from second 2 to 12, sends its votes a second time in the name of V1: whoever receives the forged vote first counts it, and the true one is then a conflict.',
  'scenario.nil-is-not-silence.story':
    'At height 2 V4 votes nil, at height 3 its votes never leave. Both times the others decide without it, but a nil vote counts towards a quorum of votes, and silence does not.',
  'scenario.full-nodes.story':
    'Two full nodes fetch blocks from the validators. N1 checks each state diff against the commitment in its header and applies it; N2 executes each block again and compares. V2 changes a storage value in what it serves: both find out, drop V2 for a second and ask the next one.',
  'scenario.real-cairo.story':
    'Every validator runs compiled contracts on a Cairo virtual machine of its own: accounts check signatures, the token moves balances. At second 3 a contract calls itself and the inner call writes a value and fails: the caller goes on, and the write is gone in every block. At second 5 the same call succeeds and its value stays.',
  'scenario.one-faulty-engine.story':
    'The engine of V2 keeps what a failed inner call wrote. At height 2 a transaction makes such a call: V2 executes the block, finds another commitment (ProposalFinMismatch) and prevotes nil. The other three are a quorum and decide; V2 has no block to commit, falls behind, and takes height 2 by sync at second 5.7, with the value that the others found.',
  'scenario.shared-bug.story':
    'The same bug in every engine: all commitments agree, the block is decided, and its state is wrong. Consensus compares executions and cannot see a mistake that all make. So it went on mainnet on 5 January 2026, until the prover disagreed and eighteen minutes of blocks were dropped; here the second engine among the checks plays its part.',
} as const;
