// Sync between validators at the edge of a consensus process: it asks peers for blocks that it has missed, puts them into the state-sync store, where
// consensus finds them at its next poll, and serves its own blocks to others. It asks when consensus waits for sync, or when others have been at a later
// height for a second: Apollo's client polls all the time, and what its polls do not find leaves no trace here (world.md 2).
// Source: protocol.md 1.7, 2.11, 5.2; world.md 6. Answers are counted, not verified, as in Apollo.
import { type ClientEffect, type ClientStep, QUERY_PATIENCE_US, checkQuery, receiveSync, wantBlocks } from '../sync/client.ts';
import type { OrchestratorState } from '../orchestrator/state.ts';
import type { SyncTransaction } from '../sync/block-parts.ts';
import { type ServerStep, askServer, pollServer } from '../sync/server.ts';
import { type Height, type ValidatorIndex, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import { tamperedChunk } from './byzantine/tamper-sync.ts';
import { type Run, change, log } from './consensus-state.ts';
import { type ServedBlock, type SyncReading, answerFrames, queryFrame } from './sync-frames.ts';

export type SyncTimer =
  /** Others were ahead a second ago: are they still? */
  | { readonly kind: 'sync_check'; readonly height: Height }
  | { readonly kind: 'sync_patience'; readonly query: number }
  | { readonly kind: 'sync_serve' };

/** How long others must have been ahead: the period of consensus's own sync polls. */
const BEHIND_US = 1_000_000;
/** Apollo's client asks again after this long when there was nothing new. */
const POLL_US = 50_000;

const peersOf = ({ env }: Run): readonly ValidatorIndex[] =>
  Array.from({ length: env.config.count }, (_, i) => toValidatorIndex(i)).filter((i) => i !== env.config.validator);

const heightOf = ({ state }: Run): Height | null => {
  const { phase } = state.manager;
  return phase.kind === 'between_heights' ? phase.next : phase.height;
};

const has =
  (run: Run) =>
  (height: number): boolean =>
    run.state.orchestrator.store.has(height);

// ── asking ──

/** Somebody speaks of `height`. */
export const hearHeight = (run: Run, height: number): void => {
  if (height > run.state.sync.heard) change(run, { sync: { ...run.state.sync, heard: height } });
};

/** After every input: asks at once when consensus waits for a block, and looks again in a second when others are ahead. */
export const considerSync = (run: Run): void => {
  serveLater(run);
  const height = heightOf(run);
  if (height === null || run.state.halted || has(run)(height) || run.state.sync.client.query !== null) return;
  if (run.state.manager.phase.kind === 'waiting_for_sync') {
    if (run.effects.some(({ kind }) => kind === 'log')) askFor(run, height);
    else checkLater(run, height);
    return;
  }
  if (run.state.sync.heard > height) checkLater(run, height);
};

const checkLater = (run: Run, height: Height): void => {
  if (run.state.sync.checking === height) return;
  change(run, { sync: { ...run.state.sync, checking: height } });
  run.effects.push({ kind: 'timer', at: toTimeUs(run.now + BEHIND_US), timer: { kind: 'sync_check', height } });
};

const askFor = (run: Run, height: Height): void => take(run, wantBlocks(run.state.sync.client, height, peersOf(run), run.now));

const take = (run: Run, step: ClientStep): void => {
  change(run, { sync: { ...run.state.sync, client: step.state } });
  for (const effect of step.effects) perform(run, effect);
};

const perform = (run: Run, effect: ClientEffect): void => {
  switch (effect.kind) {
    case 'ask':
      run.effects.push(queryFrame(effect));
      patience(run, effect.query);
      return;
    case 'block': {
      const { orchestrator } = run.state;
      const { height } = effect.block.info;
      if (orchestrator.store.has(height)) return;
      const store = new Map(orchestrator.store).set(height, effect.block);
      change(run, { orchestrator: { ...orchestrator, store, bodies: withBodies(run, height, effect.txs) } });
      log(run, { kind: 'sync_block_ready', height, from: effect.from });
      return;
    }
    case 'drop_peer':
      log(run, { kind: 'peer_dropped', peer: effect.peer, reason: effect.reason });
  }
};

/** The bodies that a server keeps; what came without them leaves nothing to serve. */
const withBodies = (run: Run, height: Height, txs: readonly SyncTransaction[]): OrchestratorState['bodies'] => {
  const { bodies } = run.state.orchestrator;
  const own = txs.flatMap(({ body }) => body ?? []);
  return run.env.config.keepsBodies === true && own.length === txs.length ? new Map(bodies).set(height, own) : bodies;
};

const patience = (run: Run, query: number): void => {
  run.effects.push({ kind: 'timer', at: toTimeUs(run.now + QUERY_PATIENCE_US), timer: { kind: 'sync_patience', query } });
};

// ── serving ──

const answer = (run: Run, { state, answers }: ServerStep): void => {
  change(run, { sync: { ...run.state.sync, server: state } });
  const isTampered = [...run.state.faults.values()].some(({ kind }) => kind === 'tamper_sync');
  const { store, bodies } = run.state.orchestrator;
  for (const { query, heights } of answers) {
    const blocks = heights.flatMap((height): readonly ServedBlock[] => {
      const block = store.get(height);
      return block === undefined ? [] : [{ block, bodies: bodies.get(height) ?? null }];
    });
    run.effects.push(...answerFrames(query, blocks, (chunk) => (isTampered ? tamperedChunk(chunk) : chunk)));
  }
};

/** Somebody waits for a block that is here now: it is answered at the poll instant that would find it. */
const serveLater = (run: Run): void => {
  const { server, serving } = run.state.sync;
  if (serving || server.size === 0 || pollServer(server, has(run)).answers.length === 0) return;
  change(run, { sync: { ...run.state.sync, serving: true } });
  const at = toTimeUs((Math.floor(run.now / POLL_US) + 1) * POLL_US);
  run.effects.push({ kind: 'timer', at, timer: { kind: 'sync_serve' } });
};

// ── arrivals and timers ──

/** What a frame of a sync protocol asks of this node, or brings it. */
export const takeSyncFrame = (run: Run, reading: SyncReading): void => {
  switch (reading.kind) {
    case 'query':
      answer(run, askServer(run.state.sync.server, reading.query, has(run)));
      return;
    case 'message':
      take(run, receiveSync(run.state.sync.client, reading.arrival, peersOf(run), run.now));
      return;
    case 'refused':
      return;
  }
};

/** What a timer of sync does; nothing when its question has been answered meanwhile. */
export const wakeSync = (run: Run, timer: SyncTimer): void => {
  switch (timer.kind) {
    case 'sync_check': {
      const { checking, heard, client } = run.state.sync;
      if (checking === timer.height) change(run, { sync: { ...run.state.sync, checking: null } });
      const height = heightOf(run);
      if (height !== timer.height || client.query !== null || has(run)(height)) return;
      if (run.state.manager.phase.kind === 'waiting_for_sync' || heard > height) askFor(run, height);
      return;
    }
    case 'sync_patience': {
      const { query } = run.state.sync.client;
      const height = heightOf(run);
      if (query?.number !== timer.query) return;
      // What was asked for has been decided meanwhile.
      if (height !== null && (run.state.sync.client.wanted ?? 0) < height && !has(run)(height) && query.next === 0) {
        change(run, { sync: { ...run.state.sync, client: { ...run.state.sync.client, query: null } } });
        return;
      }
      const step = checkQuery(run.state.sync.client, timer.query, peersOf(run), run.now);
      if (step.effects.length === 0) patience(run, timer.query);
      else take(run, step);
      return;
    }
    case 'sync_serve':
      change(run, { sync: { ...run.state.sync, serving: false } });
      answer(run, pollServer(run.state.sync.server, has(run)));
  }
};
