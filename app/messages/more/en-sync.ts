// English: blocks that nodes fetch from each other.

export const enSync = {
  'sync.full_node': 'full node',
  'sync.kind.state_diffs': 'by state diffs',
  'sync.kind.re_execute': 'by execution',
  'sync.kind_hint.state_diffs':
    'It compares each state diff with the commitment in the header and applies it. The header itself is trusted: its hash and signature are placeholders, as in Apollo.',
  'sync.kind_hint.re_execute':
    'It executes the transactions of each block and compares the result. Apollo keeps only hashes of blocks that it decided itself; here servers keep the transactions for this node.',
  'sync.line': 'H{height} from {from}',
  'sync.asking': 'asks {from} for {what} from height {height} on',
  'sync.dropped': '{peer} dropped',
  'sync.sound': 'H{height} is sound',
  'sync.unsound': 'H{height} is wrong',
  'sync.checked.state_diff_commitment': 'state diff against the commitment in its header',
  'sync.checked.execution': 'executed again and compared',
  'sync.taken': 'has block {height}',
  'sync.title': 'Sync',
  'sync.ready': 'block {height} from {from}',
  'sync.fact.asking': 'query',
  'sync.fact.ready': 'fetched',
  'sync.fact.taken': 'taken over',
  'sync.fact.checked': 'checked',
  'sync.fact.dropped': 'dropped peers',
} as const;
