// npm run -s casm -- FILE --entry NAME|SELECTOR [--calldata f,f,…] [--type external|constructor|l1_handler] [--mode execute|validate] [--caller A]
//   [--address A] [--state STATE.json] [--gas N] [--sierra X.Y.Z] [--version 0.14.2|0.14.4] [--constants FILE] [--json]
// One entry point of one class file, run headless; described in docs/casm.md. Exit code 0 with a result (also a failed call), 1 with `{error, where}`.
import { UsageError, readFlags, runCommand } from './command.ts';
import { sierraVersionAt } from './casm-classes.ts';
import { CasmRefusal, countAt, feltAt } from './casm-json.ts';
import { type CasmError, type CasmOptions, type CasmResult, runCasm } from './casm-run.ts';

const CALLDATA_MAX = 65_536;
const DEFAULT_GAS = '10000000000';

const oneOf = <T extends string>(name: string, value: string, known: readonly T[]): T => {
  const found = known.find((item) => item === value);
  if (found === undefined) throw new UsageError(`--${name} takes ${known.join(', ')}, got ${value.slice(0, 40)}`);
  return found;
};

const readOptions = (): { readonly options: CasmOptions; readonly asLine: boolean } => {
  const { values, positionals } = readFlags({
    entry: { type: 'string' },
    calldata: { type: 'string', default: '' },
    type: { type: 'string', default: 'external' },
    mode: { type: 'string', default: 'execute' },
    caller: { type: 'string', default: '0' },
    address: { type: 'string', default: '0x100' },
    state: { type: 'string' },
    gas: { type: 'string', default: DEFAULT_GAS },
    sierra: { type: 'string' },
    version: { type: 'string', default: '0.14.4' },
    constants: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError('give one class file (.casm.json)');
  const type = oneOf('type', values.type, ['external', 'constructor', 'l1_handler']);
  const entry = values.entry ?? (type === 'constructor' ? 'constructor' : undefined);
  if (entry === undefined || entry === '') throw new UsageError('--entry takes the name or the selector of an entry point');
  const items = values.calldata === '' ? [] : values.calldata.split(',');
  if (items.length > CALLDATA_MAX) throw new UsageError(`--calldata takes at most ${CALLDATA_MAX} felts, got ${items.length}`);
  const options: CasmOptions = {
    file,
    entry,
    calldata: items.map((item, i) => feltAt(item.trim(), `--calldata, felt ${i}`)),
    type,
    mode: oneOf('mode', values.mode, ['execute', 'validate']),
    caller: feltAt(values.caller, '--caller'),
    address: feltAt(values.address, '--address'),
    stateFile: values.state ?? null,
    gas: countAt(values.gas, '--gas'),
    sierra: values.sierra === undefined ? null : sierraVersionAt(values.sierra, '--sierra'),
    version: values.version,
    constantsFile: values.constants ?? null,
  };
  return { options, asLine: values.json };
};

const run = (options: CasmOptions): CasmResult | CasmError => {
  try {
    return runCasm(options);
  } catch (error) {
    if (error instanceof CasmRefusal) return { error: error.message, where: error.where };
    throw error;
  }
};

await runCommand(() => {
  let read: ReturnType<typeof readOptions>;
  try {
    read = readOptions();
  } catch (error) {
    if (!(error instanceof CasmRefusal)) throw error;
    console.log(JSON.stringify({ error: error.message, where: error.where }));
    return 1;
  }
  const result = run(read.options);
  console.log(read.asLine ? JSON.stringify(result) : JSON.stringify(result, null, 2));
  return 'error' in result ? 1 : 0;
});
