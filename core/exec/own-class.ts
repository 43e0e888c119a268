// One of our own compiled classes, as code knows it without its file. The list of them is generated (own-classes.ts).
export type OwnClass = {
  readonly name: string;
  /** Under public/classes. */
  readonly file: string;
  /** Of the file's text, 32 hex digits. */
  readonly digest: string;
  /** Hex; it covers a placeholder for the Sierra program (execution.md 10.9). */
  readonly classHash: string;
  /** Hex; Blake. */
  readonly compiledClassHash: string;
  readonly sierraVersion: readonly [major: number, minor: number, patch: number];
};
