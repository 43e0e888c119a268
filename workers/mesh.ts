// Which validators live in which host, and the full mesh between hosts: one MessageChannel per pair, no relaying. A host per validator is what the page
// teaches; more than WORKERS_MAX validators share hosts, which changes nothing but the threads (house.md 8.4, "packed").
import { type ValidatorIndex, toValidatorIndex } from '../core/types/ids.ts';

/** Up to this many validators each has a worker of its own. */
const ALONE_MAX = 12;
/** Workers among which more validators are shared out. */
const SHARED = 8;

export type HostPlan = {
  readonly index: number;
  readonly validators: readonly ValidatorIndex[];
  readonly peers: readonly { readonly validators: readonly ValidatorIndex[]; readonly port: MessagePort }[];
};

/** Hosts of a network: neighbours share one, none differs from another by more than one validator. */
export const hostsOf = (
  validators: number,
  hosts: number = validators <= ALONE_MAX ? validators : SHARED,
): readonly (readonly ValidatorIndex[])[] =>
  Array.from({ length: hosts }, (_, i) => {
    const [from, to] = [Math.floor((i * validators) / hosts), Math.floor(((i + 1) * validators) / hosts)];
    return Array.from({ length: to - from }, (__, k) => toValidatorIndex(from + k));
  });

/** The hosts and the ports that join them. */
export const planMesh = (placed: readonly (readonly ValidatorIndex[])[]): readonly HostPlan[] => {
  const peers: { readonly validators: readonly ValidatorIndex[]; readonly port: MessagePort }[][] = placed.map(() => []);
  for (const [a, ours] of placed.entries()) {
    for (const [b, theirs] of placed.entries()) {
      if (b <= a) continue;
      const { port1, port2 } = new MessageChannel();
      peers[a]?.push({ validators: theirs, port: port1 });
      peers[b]?.push({ validators: ours, port: port2 });
    }
  }
  return placed.map((validators, index) => ({ index, validators, peers: peers[index] ?? [] }));
};
