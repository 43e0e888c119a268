// Where things stand in a JSON text: the offset of the first character that is no JSON, and the offset of every value by its path (`links.latencyUsMin`,
// `interventions[3].t`), so that a refusal can name line and column. Reads nothing else and builds nothing; JSON.parse does that afterwards.

/** Nesting that is followed; a scenario needs eight. */
const DEPTH_MAX = 32;

export type Scanned = { readonly ok: true; readonly places: ReadonlyMap<string, number> } | { readonly ok: false; readonly offset: number };

class NotJson extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super('not JSON');
    this.offset = offset;
  }
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;

class Scanner {
  readonly places = new Map<string, number>();
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): void {
    this.#value('', 0);
    this.#space();
    if (this.#at < this.#text.length) throw new NotJson(this.#at);
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #space(): void {
    this.#take(SPACE);
  }

  #string(): string {
    const from = this.#at;
    const text = this.#take(STRING) ?? this.#fail();
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20) throw new NotJson(from + i);
    return text;
  }

  #fail(): never {
    throw new NotJson(this.#at);
  }

  #is(sign: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #value(path: string, depth: number): void {
    this.#space();
    this.places.set(path, this.#at);
    if (depth > DEPTH_MAX) this.#fail();
    if (this.#is('{')) this.#object(path, depth);
    else if (this.#is('[')) this.#list(path, depth);
    else if (this.#text[this.#at] === '"') this.#string();
    else if (this.#take(SCALAR) === null) this.#fail();
  }

  #object(path: string, depth: number): void {
    if (this.#is('}')) return;
    do {
      this.#space();
      const name = this.#string().slice(1, -1);
      if (!this.#is(':')) this.#fail();
      this.#value(path === '' ? name : `${path}.${name}`, depth + 1);
    } while (this.#is(','));
    if (!this.#is('}')) this.#fail();
  }

  #list(path: string, depth: number): void {
    if (this.#is(']')) return;
    let i = 0;
    do this.#value(`${path}[${i++}]`, depth + 1);
    while (this.#is(','));
    if (!this.#is(']')) this.#fail();
  }
}

/** Never throws. */
export const scanJson = (text: string): Scanned => {
  const scanner = new Scanner(text);
  try {
    scanner.all();
    return { ok: true, places: scanner.places };
  } catch (error) {
    if (error instanceof NotJson) return { ok: false, offset: error.offset };
    throw error;
  }
};

/** Offset of the value at `path`, or of the innermost one around it that exists. */
export const offsetOf = (places: ReadonlyMap<string, number>, path: string): number => {
  for (let rest = path; rest !== ''; rest = rest.replace(/(?:^|\.)[^.[\]]*$|\[\d*\]$/, '')) {
    const at = places.get(rest);
    if (at !== undefined) return at;
  }
  return places.get('') ?? 0;
};

/** Line and column, from 1. */
export const lineAndColumn = (text: string, offset: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};
