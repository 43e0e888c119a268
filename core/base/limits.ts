// Every limit on what comes from outside or piles up inside, in one place. Each overflow is a logged refusal or an assertion, never silence.
// Sources: world.md 10 (sizes), protocol.md 1.7-1.8, 3.6, 4 and 7.1 (Apollo's own queues).

/** Bytes of one frame on a link; a longer one is refused by the receiver's edge. */
export const FRAME_BYTES_MAX = 1_048_576;
/** Parts of one proposal stream. */
export const STREAM_PARTS_MAX = 1_000;
/** Transactions in one batch on the wire. */
export const BATCH_TRANSACTIONS_MAX = 100;
/** Felts of calldata of one transaction (gateway). */
export const CALLDATA_FELTS_MAX = 5_000;
/** Felts of the signature of one transaction (gateway). */
export const SIGNATURE_FELTS_MAX = 4_000;
/** Bytes of the proof of an invoke transaction. */
export const PROOF_BYTES_MAX = 480_000;
/** Fields of one message that the byte inspector lists. */
export const DESCRIBED_FIELDS_MAX = 20_000;
/** Characters of the Starknet version string in a ProposalInit. */
export const VERSION_TEXT_MAX = 32;
/** Members of a committee (apollo_consensus: MAX_COMMITTEE_SIZE). */
export const COMMITTEE_MAX = 1_000;
/** Validators of one simulated network. */
export const VALIDATORS_MAX = 100;
/** Peers whose streams are kept, streams per peer, out-of-order messages per stream (StreamHandler). */
export const STREAM_PEERS_MAX = 100;
export const STREAMS_PER_PEER_MAX = 100;
export const STREAM_BUFFER_MAX = 1_000;
/** Messages waiting between the stream handler and consensus (channel_buffer_capacity). */
export const STREAM_CHANNEL_MAX = 1_000;
/** Votes waiting between the network and consensus (broadcast_buffer_size). */
export const VOTE_CHANNEL_MAX = 10_000;
/** Requests waiting at a component server (apollo_infra: 1024). */
export const COMPONENT_QUEUE_MAX = 1_024;
/** Gossiped transactions that wait for the receiver's gateway (max_concurrent_gateway_requests). */
export const GATEWAY_GOSSIP_QUEUE_MAX = 10_000;
/** Commitment tasks and results between batcher and committer. */
export const COMMITMENT_QUEUE_MAX = 1_000;
/** Commits that wait while the L1 events provider catches up (max_commit_block_backlog_len). */
export const L1_BACKLOG_MAX = 1_000_000;
/** Bytes of transactions in the mempool (capacity 2^30). */
export const MEMPOOL_BYTES_MAX: number = 1 << 30;
/** Log events kept whole. */
export const LOG_EVENTS_MAX = 100_000;
/** Inputs that wait in the queue of one process. */
export const PROCESS_QUEUE_MAX = 100_000;
/** Edits that wait for their frames at one validator; parts and bytes of one edit. */
export const FRAME_EDITS_MAX = 1_000;
/** Frames handled last that a validator remembers, to say that an edit comes too late. */
export const FRAMES_REMEMBERED = 512;
export const EDIT_SPLICES_MAX = 64;
export const EDIT_BYTES_MAX = 4_096;
/** Smallest timeout of a step in microseconds; for propose Apollo asserts more than the build margin, one second (protocol.md 2.6). */
export const TIMEOUT_US_MIN: Readonly<Record<'propose' | 'prevote' | 'precommit', number>> = {
  propose: 1_001_000,
  prevote: 1_000,
  precommit: 1_000,
};
/** Interventions of one run. */
export const INTERVENTIONS_MAX = 1_000;
/** Calls of one transaction intent. */
export const INTENT_CALLS_MAX = 20;
/** Characters of a share payload that is decoded at all, and bytes after inflating it. */
export const SHARE_CHARACTERS_MAX: number = 24 * 1_048_576;
export const SHARE_BYTES_MAX: number = 32 * 1_048_576;
/** Bytes of the scenario in it. */
export const SHARE_SPEC_BYTES_MAX = 1_048_576;
/** Characters of a scenario in the editor or in a file of it; drafts of scenarios that a browser keeps. */
export const SPEC_CHARACTERS_MAX = 1_000_000;
export const DRAFTS_MAX = 20;
/** Bytes of a file that is imported, and frames of a trace in it. */
export const IMPORT_BYTES_MAX: number = 64 * 1_048_576;
/** Bytes of one frame of the seed's stream: a full chunk of the largest transactions fits; and transactions of one chunk. */
export const BRIDGE_FRAME_BYTES_MAX = 67_108_864;
export const BRIDGE_CHUNK_MAX = 1_000;
/** Characters of a condition to step until, and how deep its parentheses and `not` may nest. */
export const CONDITION_CHARACTERS_MAX = 400;
export const CONDITION_DEPTH_MAX = 32;
/** Characters of all classes that a run brings along together. */
export const RUN_CLASSES_CHARACTERS_MAX: number = 16 * 1_048_576;
/** Virtual time of one run: 30 days in microseconds. */
export const RUN_TIME_US_MAX: number = 30 * 24 * 3600 * 1_000_000;
/** Felts of a CASM class's bytecode (gateway); entries of each other list in it; characters of its compiler version and of a builtin's name. */
export const BYTECODE_FELTS_MAX = 81_920;
export const CLASS_TEXT_MAX = 31;
/** Bytes of one class file, and how many classes a run holds beside the network's own. */
export const CLASS_BYTES_MAX: number = 8 * 1_048_576;
export const RUN_CLASSES_MAX = 32;
/** Set cells and segments of one run of the Cairo VM, and the largest offset of a pointer (execution.md 6.8: limits of ours). */
export const VM_CELLS_MAX: number = 2 ** 24;
export const VM_SEGMENTS_MAX: number = 2 ** 20;
export const VM_POINTER_OFFSET_MAX: number = 2 ** 32;
/** Gates of each kind in one EvalCircuit hint. */
export const CIRCUIT_GATES_MAX: number = 2 ** 16;
/** Classes, contracts, and contracts with keys of one state proof, keys of one contract; nodes of one list of a proof: 251 for each key. */
export const PROOF_KEYS_MAX = 100;
export const PROOF_NODES_MAX: number = 251 * PROOF_KEYS_MAX;
/** Steps of one transaction whose places a debugger keeps. */
export const INSPECT_STEPS_MAX = 2_000_000;
/** Characters of an ABI, its items, members of one item, and characters of a type's name. */
export const ABI_CHARACTERS_MAX = 4_000_000;
export const ABI_ITEMS_MAX = 2_000;
export const ABI_MEMBERS_MAX = 500;
export const ABI_NAME_MAX = 1_000;
/** Parts of one type of an ABI, structs of structs counted each time, and how deep they nest; a larger one is shown as felts. */
export const ABI_TYPE_NODES_MAX = 2_000;
export const ABI_TYPE_DEPTH_MAX = 24;
/** Events of an ABI by their paths. */
export const ABI_EVENTS_MAX = 2_000;
/** Parts of one decoded value, and characters of one field of a form. */
export const ABI_VALUE_NODES_MAX = 50_000;
export const ABI_FIELD_CHARACTERS_MAX = 200_000;
