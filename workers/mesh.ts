// Which processes live in which host, and the ports between hosts: one MessageChannel per pair that has something to say, no relaying. A host per validator
// is what the page teaches. Many nodes share hosts, and the batchers of a validator may have a host of their own: that changes nothing but the threads.
import { type ValidatorIndex, toValidatorIndex } from '../core/types/ids.ts';
import type { Home, HostInit, Layout, Placement } from './api.ts';

/** Up to this many nodes each has a worker of its own. */
const ALONE_MAX = 12;
/** Workers among which more nodes are shared out: as many as there are cores, for each repeats what the others have hashed, but within these bounds. */
const SHARED_MAX = 8;
const SHARED_MIN = 2;

type Peer = HostInit['peers'][number];
type Half = HostInit['halves'][number];
export type HostPlan = {
  readonly index: number;
  readonly homes: readonly Home[];
  readonly peers: readonly Peer[];
  readonly halves: readonly Half[];
};

/** Neighbours share one host, none differs from another by more than one node. */
const shareOut = (nodes: number, hosts: number): readonly (readonly ValidatorIndex[])[] =>
  Array.from({ length: hosts }, (_, i) => {
    const [from, to] = [Math.floor((i * nodes) / hosts), Math.floor(((i + 1) * nodes) / hosts)];
    return Array.from({ length: to - from }, (__, k) => toValidatorIndex(from + k));
  });

const hostCount = (nodes: number, kind: Placement['kind'], cores: number): number => {
  if (kind === 'workers' && nodes <= ALONE_MAX) return nodes;
  return Math.min(nodes, SHARED_MAX, Math.max(SHARED_MIN, cores));
};

/** Hosts of a network of `nodes` validators and followers; the batchers of remote ones come last, a host each. Inline: none. */
export const layoutOf = (nodes: number, { kind, remoteBatchers }: Placement, cores: number): Layout => {
  if (kind === 'inline') return [];
  const isRemote = (node: ValidatorIndex): boolean => remoteBatchers.includes(node);
  const shared = shareOut(nodes, hostCount(nodes, kind, cores)).map((list) =>
    list.map((node): Home => ({ node, part: isRemote(node) ? 'consensus' : 'whole' })),
  );
  const remote = shared.flatMap((homes) =>
    homes.flatMap(({ node, part }): Layout => (part === 'whole' ? [] : [[{ node, part: 'batchers' }]])),
  );
  return [...shared, ...remote];
};

const nodesWithEdge = (homes: readonly Home[]): readonly ValidatorIndex[] =>
  homes.flatMap(({ node, part }) => (part === 'batchers' ? [] : [node]));

/** The hosts and the ports that join them: all that have consensus processes with each other, and the two halves of a node. */
export const planMesh = (layout: Layout): readonly HostPlan[] => {
  const peers: Peer[][] = layout.map(() => []);
  const halves: Half[][] = layout.map(() => []);
  for (const [a, ours] of layout.entries()) {
    for (const [b, theirs] of layout.entries()) {
      if (b <= a) continue;
      const [near, far] = [nodesWithEdge(ours), nodesWithEdge(theirs)];
      if (near.length > 0 && far.length > 0) {
        const { port1, port2 } = new MessageChannel();
        peers[a]?.push({ nodes: far, port: port1 });
        peers[b]?.push({ nodes: near, port: port2 });
      }
      for (const { node, part } of theirs) {
        if (part !== 'batchers' || !near.includes(node)) continue;
        const { port1, port2 } = new MessageChannel();
        halves[a]?.push({ node, leads: true, port: port1 });
        halves[b]?.push({ node, leads: false, port: port2 });
      }
    }
  }
  return layout.map((homes, index) => ({ index, homes, peers: peers[index] ?? [], halves: halves[index] ?? [] }));
};

/** The ports of a plan, to be handed over with it. */
export const portsOf = ({ peers, halves }: HostPlan): readonly MessagePort[] => [...peers, ...halves].map(({ port }) => port);
