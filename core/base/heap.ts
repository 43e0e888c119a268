// A binary min-heap over a plain array, so that a snapshot of a queue is a copy of its array.

export type Compare<T> = (a: T, b: T) => number;

/** Adds `item` to the heap array `heap`. */
export const pushHeap = <T>(heap: T[], item: T, compare: Compare<T>): void => {
  let i = heap.length;
  heap.push(item);
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = heap[parent] as T;
    if (compare(above, item) <= 0) break;
    heap[i] = above;
    i = parent;
  }
  heap[i] = item;
};

/** Removes and returns the smallest item, or undefined when the heap is empty. */
export const popHeap = <T>(heap: T[], compare: Compare<T>): T | undefined => {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compare(heap[child + 1] as T, heap[child] as T) < 0) child++;
    if (compare(last, heap[child] as T) <= 0) break;
    heap[i] = heap[child] as T;
    i = child;
  }
  heap[i] = last;
  return top;
};
