// Undo and redo for the first load: what they need comes when they are asked for.

export const undo = (): void => void import('./history.ts').then(({ branching }) => branching.undo());
export const redo = (): void => void import('./history.ts').then(({ branching }) => branching.redo());
