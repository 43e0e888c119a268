// The vocabulary of conditions: which words name what. The form of what follows a word is in parse.ts.
import type { PaperLine } from '../../log/event.ts';
import type { Comparison, Differing, Quantity, Standing, TxStageWord } from './syntax.ts';

export const STANDINGS: ReadonlyMap<string, Standing> = new Map([
  ['down', 'down'],
  ['up', 'up'],
  ['locked', 'locked'],
  ['observer', 'observer'],
  ['building', 'building'],
  ['validating', 'validating'],
]);

export const QUANTITIES: ReadonlyMap<string, Quantity> = new Map([
  ['height', 'height'],
  ['round', 'round'],
  ['decided', 'decided'],
  ['pool', 'pool'],
  ['time', 'time'],
  ['step', 'step'],
]);

export const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['<', '<'],
  ['<=', '<='],
  ['≤', '<='],
  ['=', '='],
  ['==', '='],
  ['!=', '!='],
  ['≠', '!='],
  ['>=', '>='],
  ['≥', '>='],
  ['>', '>'],
]);

export const DIFFERING: ReadonlyMap<string, Differing> = new Map([
  ['commitments', 'commitments'],
  ['decisions', 'decisions'],
  ['roots', 'roots'],
]);

export const TX_STAGES: ReadonlyMap<string, TxStageWord> = new Map([
  ['received', 'received'],
  ['admitted', 'admitted'],
  ['refused', 'refused'],
  ['proposed', 'proposed'],
  ['executed', 'executed'],
  ['reverted', 'reverted'],
  ['committed', 'committed'],
]);

export const SIMPLE: ReadonlyMap<string, 'lock' | 'propose' | 'sync' | 'crash' | 'restart' | 'refuse'> = new Map([
  ['locks', 'lock'],
  ['proposes', 'propose'],
  ['syncs', 'sync'],
  ['crashes', 'crash'],
  ['restarts', 'restart'],
  ['refuses', 'refuse'],
]);

export const WHERE: ReadonlyMap<string, 'decide' | 'commit' | 'enter'> = new Map([
  ['decides', 'decide'],
  ['commits', 'commit'],
  ['enters', 'enter'],
]);

export const STEPS: ReadonlyMap<string, 'propose' | 'prevote' | 'precommit'> = new Map([
  ['propose', 'propose'],
  ['prevote', 'prevote'],
  ['precommit', 'precommit'],
]);

export const FRAMES: ReadonlyMap<string, 'vote' | 'proposal' | 'transaction' | 'sync'> = new Map([
  ['vote', 'vote'],
  ['proposal', 'proposal'],
  ['transaction', 'transaction'],
  ['sync', 'sync'],
]);

export const LINES: ReadonlyMap<string, PaperLine> = new Map(
  (
    [
      'L11',
      'L14',
      'L16',
      'L18',
      'L19',
      'L21',
      'L22',
      'L28',
      'L34',
      'L36',
      'L44',
      'L47',
      'L49',
      'L55',
      'L57',
      'L61',
      'L65',
    ] satisfies readonly PaperLine[]
  ).map((line): [string, PaperLine] => [line.toLowerCase(), line]),
);
