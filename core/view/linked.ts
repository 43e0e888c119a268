// Which nodes have a link with each other. Nodes are numbered: validators, then full nodes.

/** Whether anything can travel between two nodes: full nodes ask validators only, serve nobody and are in no gossip topic (core/validator/follower-state.ts). */
export const areLinked = (a: number, b: number, validators: number): boolean => a !== b && (a < validators || b < validators);
