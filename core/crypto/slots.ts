// Numbered places for a few things that are dear to compute, the least recently used one given away first: doublings of points in kernels.

export type Slots = {
  /** The place that belongs to `key` from now on, and whether it did before. */
  readonly of: (key: string) => { readonly slot: number; readonly known: boolean };
};

/** `count` places (at least 1), all of them free. */
export const createSlots = (count: number): Slots => {
  /** In the order of use, the latest last. */
  const slots = new Map<string, number>();
  return {
    of: (key) => {
      const own = slots.get(key);
      const known = own !== undefined;
      let slot = own ?? slots.size;
      if (known) slots.delete(key);
      else if (slots.size === count) {
        for (const [oldest, free] of slots) {
          slots.delete(oldest);
          slot = free;
          break;
        }
      }
      slots.set(key, slot);
      return { slot, known };
    },
  };
};
