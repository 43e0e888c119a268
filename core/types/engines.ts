// The execution engines that a validator may run, by name. A bug is a row of its own: the correct engines know nothing of it (core/exec/engines).

/** Engines over built-in contracts in TypeScript, and engines over compiled classes on the Cairo VM, which a host loads when a world names one. */
const NATIVE_ENGINES = ['native'] as const;
const CAIRO_ENGINES = ['cairo', 'cairo-keeps-reverted-writes'] as const;

type NativeEngineName = (typeof NATIVE_ENGINES)[number];
export type CairoEngineName = (typeof CAIRO_ENGINES)[number];
export type EngineName = NativeEngineName | CairoEngineName;
export const ENGINES: readonly EngineName[] = [...NATIVE_ENGINES, ...CAIRO_ENGINES];

const CAIRO: ReadonlySet<string> = new Set(CAIRO_ENGINES);
export const isCairoEngine = (name: EngineName): name is CairoEngineName => CAIRO.has(name);

/** A compiled class that the network's class manager holds beside its own; nothing is declared by that. */
export type ClassFile = {
  /** Hex felt: of its Sierra class, or of the placeholder (core/exec/placeholder-sierra.ts). */
  readonly classHash: string;
  /** The text of the CASM file. */
  readonly casm: string;
  readonly sierraVersion: readonly [major: number, minor: number, patch: number];
  /** What a declaration carries: the text of the Sierra file, or the ABI's text that the class hash of the placeholder covers. */
  readonly source: { readonly kind: 'sierra'; readonly text: string } | { readonly kind: 'placeholder'; readonly abi: string };
};
