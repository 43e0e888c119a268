// English: threads and what became of them.
export const enPlacement = {
  'placement.title': 'Placement',
  'placement.text':
    'Which thread handles which process. It changes no result: after every change the run is brought back from a snapshot in other workers, and its fingerprint must be the same.',
  'placement.kind': 'Workers',
  'placement.kind.workers': 'one per node',
  'placement.kind.packed': 'packed',
  'placement.kind.note': 'Packed: about as many workers as this machine has cores. More than twelve nodes always share workers.',
  'placement.inline': 'All processes live in one worker. Open the page without “placement=inline” to place them.',
  'placement.remote': 'Batcher in its own worker',
  'placement.remote.text':
    'The two halves of such a validator agree on time windows as short as the bridge’s latency. The other validators notice nothing.',
  'placement.remote.of': 'Batcher of {v} in its own worker',
  'placement.all': 'All',
  'placement.none': 'None',
  'placement.hosts': 'Workers',
  'placement.host': 'Worker {n}',
  'placement.moving': 'The workers are being replaced…',
  'placement.process.consensus': '{v} consensus',
  'placement.process.batcher': '{v} batcher',
  'placement.process.instance': '{v} batcher {i}',
  'engine.title': 'Engine',
  'engine.native': 'built-in contracts, in TypeScript',
  'engine.cairo': 'Cairo VM',
  'engine.cairo-keeps-reverted-writes': 'Cairo VM with a bug: keeps what a failed inner call wrote',
  'problem.worker_lost': 'A worker was lost ({message}); the run is being brought back from its last snapshot.',
  'problem.worker_recovered': 'The run is back: the fingerprint {message} is that of the undisturbed run.',
  'problem.hosts_moved': 'The run goes on in other workers; its fingerprint {message} is the same as before.',
  'problem.kernel_refused':
    'The browser refuses WebAssembly ({message}). Hashes and signatures are computed in JavaScript: the same results, more slowly.',
  'problem.engine_missing':
    'The Cairo engine could not be loaded ({message}), so nothing runs. Check the connection and open the scenario again.',
  'problem.start_replaced': 'The recorded start of this page was not what the validators compute here: their own run has taken its place.',
  'problem.run_halted': 'The run has stopped at a bug: {message}. Its link is the report.',
} as const;
