// Instruction words of the Cairo VM as an assembler needs them: assertions, jumps, calls, returns and `ap += n`.
// Source: execution.md 1.2 (bit fields, shapes, templates) and the note of 1.3: an operand that is not needed points at [fp - 1], which is always set.
// Blake and QM31 words are not emitted here.

export type CellRef = { readonly register: 'AP' | 'FP'; readonly offset: number };

/** An immediate that may be known only when all code is emitted: gas, frame sizes, distances. */
export type Immediate = bigint | (() => bigint);

/** Right side of an assertion; `double` is [[base] + offset]. */
export type Operation =
  | { readonly kind: 'deref'; readonly cell: CellRef }
  | { readonly kind: 'immediate'; readonly value: Immediate }
  | { readonly kind: 'double'; readonly base: CellRef; readonly offset: number }
  | { readonly kind: 'add' | 'mul'; readonly a: CellRef; readonly b: CellRef | { readonly immediate: Immediate } };

export type Instruction =
  /** `push`: the destination is [ap] and ap moves on by one. */
  | { readonly kind: 'assert'; readonly dst: CellRef; readonly value: Operation; readonly push: boolean }
  | { readonly kind: 'jump'; readonly by: Immediate }
  | { readonly kind: 'jump_if'; readonly cell: CellRef; readonly by: Immediate }
  | { readonly kind: 'call'; readonly by: Immediate }
  | { readonly kind: 'ret' }
  | { readonly kind: 'add_ap'; readonly by: Immediate };

const BIAS = 1n << 15n;
/** Bits of the flag part, named as in the table of execution.md 1.2. */
const FLAG = {
  dstFp: 1n << 0n,
  op0Fp: 1n << 1n,
  op1Immediate: 1n << 2n,
  op1Fp: 1n << 3n,
  op1Ap: 1n << 4n,
  resAdd: 1n << 5n,
  resMul: 1n << 6n,
  pcAbsolute: 1n << 7n,
  pcRelative: 1n << 8n,
  pcIfNotZero: 1n << 9n,
  apAdd: 1n << 10n,
  apPlusOne: 1n << 11n,
  call: 1n << 12n,
  ret: 1n << 13n,
  assertEq: 1n << 14n,
} as const;

type Parts = { readonly dst: CellRef; readonly op0: CellRef; readonly op1: CellRef | number; readonly flags: bigint };

const UNUSED: CellRef = { register: 'FP', offset: -1 };
const IMMEDIATE_OFFSET = 1;

const biased = (offset: number): bigint => {
  if (!Number.isInteger(offset) || offset < -32768 || offset > 32767) throw new Error(`instruction: an offset of 16 bits, got ${offset}`);
  return BigInt(offset) + BIAS;
};

/** `op1` as a number: its offset alone, the source is in the flags already. */
const word = ({ dst, op0, op1, flags }: Parts): bigint => {
  const registers = (dst.register === 'FP' ? FLAG.dstFp : 0n) | (op0.register === 'FP' ? FLAG.op0Fp : 0n);
  const source = typeof op1 === 'number' ? 0n : op1.register === 'FP' ? FLAG.op1Fp : FLAG.op1Ap;
  const offset = typeof op1 === 'number' ? op1 : op1.offset;
  return biased(dst.offset) | (biased(op0.offset) << 16n) | (biased(offset) << 32n) | ((registers | source | flags) << 48n);
};

const withImmediate = (dst: CellRef, op0: CellRef, flags: bigint): bigint =>
  word({ dst, op0, op1: IMMEDIATE_OFFSET, flags: flags | FLAG.op1Immediate });

const assertWord = (dst: CellRef, value: Operation, push: boolean): bigint => {
  const flags = FLAG.assertEq | (push ? FLAG.apPlusOne : 0n);
  switch (value.kind) {
    case 'deref':
      return word({ dst, op0: UNUSED, op1: value.cell, flags });
    case 'immediate':
      return withImmediate(dst, UNUSED, flags);
    case 'double':
      return word({ dst, op0: value.base, op1: value.offset, flags });
    case 'add':
    case 'mul': {
      const res = flags | (value.kind === 'add' ? FLAG.resAdd : FLAG.resMul);
      return 'immediate' in value.b ? withImmediate(dst, value.a, res) : word({ dst, op0: value.a, op1: value.b, flags: res });
    }
  }
};

/** The first word of an instruction; `immediateOf` gives the second, if there is one. */
export const encode = (instruction: Instruction): bigint => {
  switch (instruction.kind) {
    case 'assert':
      return assertWord(instruction.dst, instruction.value, instruction.push);
    case 'jump':
      return withImmediate(UNUSED, UNUSED, FLAG.pcRelative);
    case 'jump_if':
      return withImmediate(instruction.cell, UNUSED, FLAG.pcIfNotZero);
    case 'call':
      return withImmediate({ register: 'AP', offset: 0 }, { register: 'AP', offset: 1 }, FLAG.pcRelative | FLAG.call);
    case 'ret':
      return word({ dst: { register: 'FP', offset: -2 }, op0: UNUSED, op1: UNUSED, flags: FLAG.pcAbsolute | FLAG.ret });
    case 'add_ap':
      return withImmediate(UNUSED, UNUSED, FLAG.apAdd);
  }
};

/** The immediate of an instruction; null when it is one word long. */
export const immediateOf = (instruction: Instruction): Immediate | null => {
  switch (instruction.kind) {
    case 'assert': {
      const { value } = instruction;
      if (value.kind === 'immediate') return value.value;
      if (value.kind === 'add' || value.kind === 'mul') return 'immediate' in value.b ? value.b.immediate : null;
      return null;
    }
    case 'jump':
    case 'jump_if':
    case 'call':
    case 'add_ap':
      return instruction.by;
    case 'ret':
      return null;
  }
};
