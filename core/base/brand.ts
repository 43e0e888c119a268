// Nominal types: a branded value can only be made by the constructor that checks its range.

/** `T` that remembers it passed the check called `Name`. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };
