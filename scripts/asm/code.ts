// Emitted code before it has addresses: instructions with their hints, and labels. `link` gives addresses, resolves distances and immediates.
import { FELT_PRIME } from '../../core/base/felt.ts';
import { encode, type Immediate, immediateOf, type Instruction } from './instruction.ts';

/** A place in the code; its address is known after linking. */
export class Label {
  address: number | null = null;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A hint as the CASM file holds it. */
export type HintJson = string | Readonly<Record<string, unknown>>;
/** Made when all immediates are known. */
export type Hint = () => HintJson;

/** A jump or call names its label and gets its distance at linking. */
type Emitted = {
  readonly kind: 'code';
  readonly instruction: Instruction;
  readonly hints: readonly Hint[];
  readonly to: Label | null;
};
export type Item = Emitted | { readonly kind: 'label'; readonly label: Label };

export type Linked = { readonly bytecode: readonly bigint[]; readonly hints: readonly (readonly [number, readonly HintJson[]])[] };

const sizeOf = ({ instruction }: Emitted): number => (immediateOf(instruction) === null ? 1 : 2);

export const toField = (value: bigint): bigint => ((value % FELT_PRIME) + FELT_PRIME) % FELT_PRIME;

/** Addresses in the order of `items`; sets every label. */
export const link = (items: readonly Item[]): Linked => {
  placeLabels(items);
  const bytecode: bigint[] = [];
  const hints: (readonly [number, readonly HintJson[]])[] = [];
  for (const item of items) {
    if (item.kind === 'label') continue;
    const at = bytecode.length;
    if (item.hints.length > 0) hints.push([at, item.hints.map((hint) => hint())]);
    bytecode.push(encode(item.instruction));
    const immediate = immediateOf(item.instruction);
    if (immediate !== null) bytecode.push(toField(item.to === null ? valueOf(immediate) : distance(item.to, at)));
  }
  return { bytecode, hints };
};

const placeLabels = (items: readonly Item[]): void => {
  let at = 0;
  for (const item of items) {
    if (item.kind === 'label') item.label.address = at;
    else at += sizeOf(item);
  }
};

const distance = (to: Label, from: number): bigint => {
  if (to.address === null) throw new Error(`link: the label ${to.name} was never placed`);
  return BigInt(to.address - from);
};

const valueOf = (immediate: Immediate): bigint => (typeof immediate === 'bigint' ? immediate : immediate());
