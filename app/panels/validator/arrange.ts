// An order of one's own over a list that goes on changing.

/** The items of `list`: first those that were put in order, as they were put, then the rest as they came. */
export const arranged = (list: readonly string[], order: readonly string[]): readonly string[] => {
  const rest = [...list];
  const known = order.filter((item) => {
    const at = rest.indexOf(item);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
  return [...known, ...rest];
};

/** The list with the item at `at` one place further up or down; as it is where there is no such place. */
export const moved = (list: readonly string[], at: number, by: 1 | -1): readonly string[] => {
  const [item, other] = [list[at], list[at + by]];
  if (item === undefined || other === undefined) return list;
  return list.map((old, i) => (i === at ? other : i === at + by ? item : old));
};
