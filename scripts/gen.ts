// npm run gen: runs every generator and prints what it wrote. Generated files are committed.
import { writeClasses } from './gen-classes.ts';
import { writeKernel } from './gen-kernel.ts';
import { writeNative } from './gen-native.ts';
import { writePreviews } from './gen-previews.ts';
import { writeProto } from './gen-proto.ts';
import { writeStart } from './gen-start.ts';

type Generator = { readonly name: string; readonly run: () => readonly string[] | Promise<readonly string[]> };

const GENERATORS: readonly Generator[] = [
  { name: 'proto', run: writeProto },
  { name: 'classes', run: writeClasses },
  { name: 'native', run: writeNative },
  { name: 'kernel', run: () => writeKernel() },
  { name: 'previews', run: writePreviews },
  { name: 'start', run: writeStart },
];

for (const generator of GENERATORS) {
  for (const path of await generator.run()) console.log(`${generator.name}: ${path}`);
}
