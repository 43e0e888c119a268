// The full mesh between hosts: one MessageChannel per pair, no relaying.

export type HostPlan = { readonly index: number; readonly peers: readonly { readonly index: number; readonly port: MessagePort }[] };

/** One host per validator and the ports that join them. */
export const planMesh = (hosts: number): readonly HostPlan[] => {
  const peers: { readonly index: number; readonly port: MessagePort }[][] = Array.from({ length: hosts }, () => []);
  for (let a = 0; a < hosts; a++) {
    for (let b = a + 1; b < hosts; b++) {
      const { port1, port2 } = new MessageChannel();
      peers[a]?.push({ index: b, port: port1 });
      peers[b]?.push({ index: a, port: port2 });
    }
  }
  return peers.map((list, index) => ({ index, peers: list }));
};
