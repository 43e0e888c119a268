// English: stories of the scenarios.

export const enScenarios = {
  'scenario.quiet-proposer.story':
    'Height 1 is decided, then the proposer of height 2 builds a block that never leaves its edge. The others time out, vote nil, and the next proposer decides the height in round 1.',
  'scenario.all-well.story':
    'Nothing is broken: each height is decided in round 0. Watch the proposal travel as a stream, the others re-execute it, and the votes close the height.',
  'scenario.invalid-proposal.story':
    'The proposer of height 2 announces a commitment that its block does not have. Every validator re-executes, finds another one, prevotes nil, and the next round decides.',
  'scenario.honest-quorum.story':
    'Five validators with the settings of the checked-in mainnet files: a quorum is more than half. Fast, but one lying validator is one too many for safety.',
  'scenario.equivocation.story':
    'The proposer of height 2 sends half of its peers another valid block and votes for both. Both are valid, so re-execution cannot tell. One of four is within f: at most one of the blocks is decided.',
  'scenario.equivocation-beyond-f.story':
    'From second 3 on two of four send different blocks and votes to different peers. The two honest ones decide differently: agreement is broken, as it must be expected beyond f.',
  'scenario.partition-heals.story':
    'Two and two cannot hear each other for twenty seconds: no side has a quorum, so nothing is decided. Afterwards votes that are sent again complete the height.',
  'scenario.locking-saves-safety.story':
    'At height 1 three lock a value, but one of them may have decided it unseen. In later rounds another block is offered, and locked validators answer nil: that is what keeps two decisions from happening.',
  'scenario.slow-execution.story':
    'One batcher needs ten thousand times as long for a transaction and misses its deadline. Its consensus votes nil and then learns the blocks by sync: consensus lives while execution lags.',
  'scenario.one-transaction-too-many.story':
    'Blocks hold three transactions here, and there are more. A fourth is streamed before it is executed and finds no room; the Fin of height 2 counts it all the same. Validators have no room for it either: their batchers wait for its result until their deadline, 19.1 s after they began (the timeout to propose and 10 s more), fail only then, and enter no other round before.',
  'scenario.amnesia.story':
    'While a partition stops the chain, V2 crashes and loses its storage and its last-voted marker. It learns the old blocks by sync and votes again where it has voted before: the marker exists to prevent just that.',
  'scenario.l1-views.story':
    'V1 sees a message from L1 ninety seconds before the others. Whenever it proposes the message, the others find no such message and reject the block; the next proposer goes on without it. After the incident of 2025-09-02, much reduced.',
  'scenario.virtual-proposer-veto.story':
    'The virtual proposer is drawn by weight and named in the proposal, while another validator builds. Here its precommit is required: while V2 keeps its own to itself, V2 alone can decide the rounds it is drawn for, and the others learn the block by sync or go to the next round.',
  'scenario.synced-cannot-propose.story':
    'V4 is cut off at height 2 and learns it by sync. It still holds the blob of height 1, which the recorder refuses, so its next proposal fails with CendeWriteError and the round ends with nil.',
  'scenario.heartbeat-loss.story':
    'Here the chambers speak over the seed’s stream: chunks are pushed, a heartbeat crosses every second. V3 loses its heartbeats; after three missing ones its bridge counts as lost.',
  'scenario.remote-batcher-crash.story':
    'The batcher of V2 runs behind a remote bridge and crashes. Consensus lives on, its calls fail after their retries, and the heights are learnt by sync when the batcher is back.',
  'scenario.two-batchers.story':
    'Each consensus has two batchers, an extension of the seed’s design: Apollo has one. When the first of V2 dies the running proposal is lost, and the second takes over.',
  'scenario.catch-up.story':
    'V4 is down for several heights. Back again it fetches headers, state diffs and transactions from its peers, hands the blocks to its batcher without voting, and votes again.',
  'scenario.stake.story':
    'Seven stakers, a committee of the five heaviest, another one every four blocks. Who is not in it watches as an observer; virtual proposers are drawn by weight.',
  'scenario.impersonation.story':
    'Votes are unsigned in today’s Apollo. V4 votes a second time in the name of V1: whoever receives the forged vote first counts it, and the true one is then a conflict.',
  'scenario.nil-is-not-silence.story':
    'At height 2 V4 votes nil, at height 3 its votes never leave. Both times the others decide without it, but a nil vote counts towards a quorum of votes, and silence does not.',
  'scenario.full-nodes.story':
    'Two full nodes fetch blocks from the validators. N1 checks each state diff against the commitment in its header and applies it; N2 executes each block again and compares. V2 changes a storage value in what it serves: both find out, drop V2 for a second and ask the next one.',
} as const;
