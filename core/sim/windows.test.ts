// Goal: parallel is a placement, not a semantics. Method: a toy machine that mixes everything it hears into a number and talks at random, run with
// different windows, advances, groupings of hosts and snapshots; every fingerprint must be equal, and a window that is too long must be refused.
import { expect, test } from 'vitest';
import { DIGEST_BYTES } from '../base/digest.ts';
import { type RngState, createRng, nextBelow, nextBetween } from '../base/rng.ts';
import { clonePlain } from '../base/plain.ts';
import { toFelt } from '../base/felt.ts';
import type { LogChunk } from '../log/event.ts';
import { fingerprintOf } from '../log/fingerprint.ts';
import { mergeChunks } from '../log/merge.ts';
import { createStandardWorld } from '../scenarios/worlds.ts';
import { BATCHER_SLOT, type ProcessId, slotOf, toTimeUs, validatorOf } from '../types/ids.ts';
import type { ProcessEffect, ProcessMachine } from '../validator/process.ts';
import { Cluster } from './cluster.ts';
import { Host, nextWindowStart, windowStop } from './host.ts';
import { type World, processesOf } from './world.ts';

type ToyState = { mixed: number; rng: RngState };
const END_US = 3_000_000;
const world: World = { ...createStandardWorld({ seed: 1, validators: 3 }), inputs: [] };

const toy = (id: ProcessId): ProcessMachine => {
  let state: ToyState = { mixed: id, rng: createRng(4, 'toy', id) };
  const hear = (x: number) => {
    state.mixed = (Math.imul(state.mixed ^ x, 0x01000193) >>> 0) + 1;
  };
  const talk = (now: number): ProcessEffect<unknown>[] => {
    const out: ProcessEffect<unknown>[] = [{ kind: 'log', body: { kind: 'component_overflow', queue: 'toy', limit: state.mixed } }];
    const gossip = { kind: 'gossip_in', tx: { hash: toFelt(state.mixed), tx: { kind: 'l1_handler' } } } as never;
    out.push({ kind: 'bridge', message: gossip, extraUs: nextBelow(state.rng, 300) });
    if (slotOf(id) !== BATCHER_SLOT && nextBelow(state.rng, 2) === 0) {
      out.push({
        kind: 'broadcast',
        topic: 'mempool',
        bytes: Uint8Array.of(state.mixed & 255),
        what: { kind: 'transaction', hash: toFelt(state.mixed) },
      });
    }
    if (nextBelow(state.rng, 3) > 0) out.push({ kind: 'timer', at: toTimeUs(now + nextBetween(state.rng, 1_000, 60_000)), timer: 'again' });
    return out;
  };
  return {
    handle: (now, input) => {
      hear(now);
      if (input.kind === 'frame') hear(input.bytes[0] ?? 0);
      const isTick = input.kind === 'start' || (input.kind === 'timer' && input.timer === 'tick');
      const started: ProcessEffect<unknown> = { kind: 'log', body: { kind: 'started', restart: !isTick } };
      if (!isTick) return state.mixed % 5 === 0 ? [] : [started];
      return [started, ...talk(now), { kind: 'timer', at: toTimeUs(now + nextBetween(state.rng, 5_000, 50_000)), timer: 'tick' }];
    },
    snapshot: () => clonePlain(state),
    restore: (snapshot) => {
      state = clonePlain(snapshot as ToyState);
    },
  };
};

/** Fingerprint and number of events of a list of chunks. */
const summary = (chunks: readonly LogChunk[]): string => {
  const { events, chains } = mergeChunks(chunks);
  const last = new Map(events.map((e, i) => [e.p, chains.slice(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES)] as const));
  return `${fingerprintOf(last)}/${events.length}`;
};

const inline = (windowUs: number, stepUs: number): string => {
  const cluster = new Cluster({ world, seed: 9, interventions: [], createMachine: toy, windowUs });
  const chunks: LogChunk[] = [];
  for (let t = stepUs; t < END_US; t += stepUs) chunks.push(cluster.advance(toTimeUs(t)));
  chunks.push(cluster.advance(toTimeUs(END_US)));
  return summary(chunks);
};

/** The window protocol over one host per validator, as workers run it, but posted by hand. */
const hosts = (groups: readonly (readonly number[])[]): string => {
  const list = groups.map(
    (group) =>
      new Host({ world, seed: 9, processes: processesOf(world).filter((id) => group.includes(validatorOf(id))), createMachine: toy }),
  );
  const chunks: LogChunk[] = [];
  let t = 0;
  while (t < END_US) {
    const stop = windowStop(t, world.links.latencyUsMin, END_US);
    const outputs = list.map((host) => host.runWindow(stop));
    const frames = outputs.flatMap((o) => o.frames);
    list.forEach((host, i) => host.accept(frames.filter((f) => groups[i]?.includes(validatorOf(f.target)))));
    chunks.push(...outputs.map((o) => o.chunk));
    t = nextWindowStart(stop, Math.min(...list.map((host) => host.nextTime())), END_US);
  }
  return summary(chunks);
};

const reference = inline(world.links.latencyUsMin, END_US);

test('windows: the toy run is long enough to mean something', () => {
  expect(Number(reference.split('/')[1])).toBeGreaterThan(1_000);
});

test.each([
  [20_000, 1_000_000],
  [20_000, 33_333],
  [7_777, END_US],
  [999, 250_000],
])('windows: a window of %i us and advances of %i us change nothing', (windowUs, stepUs) => {
  expect(inline(windowUs, stepUs)).toBe(reference);
});

test.each([[[[0], [1], [2]]], [[[0, 1], [2]]], [[[2, 0], [1]]]])('windows: hosts %j give the same run', (groups) => {
  expect(hosts(groups)).toBe(reference);
});

test('windows: a restored snapshot continues to the same end', () => {
  const cluster = new Cluster({ world, seed: 9, interventions: [], createMachine: toy });
  const head = cluster.advance(toTimeUs(1_234_567));
  const snapshot = cluster.snapshot();
  cluster.advance(toTimeUs(2_500_000));
  cluster.restore(snapshot, []);
  expect(summary([head, cluster.advance(toTimeUs(END_US))])).toBe(reference);
});

test('windows: one that is longer than the lookahead is refused', () => {
  expect(() => new Cluster({ world, seed: 9, interventions: [], createMachine: toy, windowUs: 20_001 })).toThrow('lookahead');
  const host = new Host({ world, seed: 9, processes: processesOf(world), createMachine: toy });
  expect(() => host.runWindow(END_US)).toThrow('does not arrive in the past');
});
