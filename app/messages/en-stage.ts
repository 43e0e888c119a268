// English: words of the stage.

export const enStage = {
  'stage.label': 'Stage: validators and the messages between them',
  'stage.card_description': 'A validator: consensus on the left, batcher on the right',
  'card.summary': '{v}: height {height}, round {round}, {step}',
  'card.node_summary': '{v}: full node, height {height}',
  'card.proposer': 'proposer',
  'card.proposer_hint': 'This validator proposes in this round (round robin: height + round)',
  'card.down': 'down',
  'card.observer': 'observer',
  'card.no_step': 'waiting',
  'step.propose': 'propose',
  'step.prevote': 'prevote',
  'step.precommit': 'precommit',
  'card.no_lock': 'no lock',
  'card.no_decision': 'nothing decided yet',
  'card.batcher.idle': 'idle',
  'card.batcher.building': 'building',
  'card.batcher.validating': 're-executing',
  'card.batcher.executed': 'executed',
  'card.batcher.failed': 'failed',
} as const;
