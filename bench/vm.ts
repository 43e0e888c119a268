// Steps per second of the Cairo VM on two loops without hints: (a) Fibonacci of large values, (b) repeated squaring. The peer is the bare arithmetic of
// the same loop on bigints: what no interpreter in JavaScript can beat while cells are bigints. CPU time of this process beside the wall clock, since
// other programs may share the machine.
import { createKernel } from '../core/crypto/create-kernel.ts';
import { FELT_PRIME } from '../core/base/felt.ts';
import type { CurvePoint } from '../core/crypto/kernel.ts';
import type { Cell } from '../core/vm/cell.ts';
import { asm, classOf } from '../core/vm/fixtures.ts';
import { CairoRun } from '../core/vm/run.ts';

const STEPS = 3_000_000;
const ROUNDS = 5;
const LARGE = FELT_PRIME - 12_345_678_901_234_567_890n;

type Loop = {
  readonly name: string;
  readonly words: readonly bigint[];
  readonly args: (rounds: number) => readonly Cell[];
  readonly stepsPerRound: number;
  readonly bar: number;
  readonly plain: (rounds: number) => bigint;
};

/** Arguments are copied to the top of the stack; each round pushes the state anew and ends with a jump unless the counter is 0. */
const LOOPS: readonly Loop[] = [
  {
    name: '(a) Fibonacci of large values',
    words: [
      ...[-5, -4, -3].flatMap((at) => asm.copy('push', ['fp', at])),
      ...asm.copy('push', ['ap', -2]),
      ...asm.combine('push', [['ap', -4], '+', ['ap', -3]]),
      ...asm.withImmediate('push', [['ap', -3], '+', -1]),
      ...asm.jumpUnlessZero(['ap', -1], -4),
      ...asm.ret,
    ],
    args: (rounds) => [LARGE, LARGE - 7n, rounds],
    stepsPerRound: 4,
    bar: 8,
    plain: (rounds) => {
      let [a, b] = [LARGE, LARGE - 7n];
      for (let i = 0; i < rounds; i++) {
        const sum = a + b;
        a = b;
        b = sum < FELT_PRIME ? sum : sum - FELT_PRIME;
      }
      return b;
    },
  },
  {
    name: '(b) repeated squaring',
    words: [
      ...[-4, -3].flatMap((at) => asm.copy('push', ['fp', at])),
      ...asm.combine('push', [['ap', -2], '*', ['ap', -2]]),
      ...asm.withImmediate('push', [['ap', -2], '+', -1]),
      ...asm.jumpUnlessZero(['ap', -1], -3),
      ...asm.ret,
    ],
    args: (rounds) => [LARGE, rounds],
    stepsPerRound: 3,
    bar: 5,
    plain: (rounds) => {
      let a = LARGE;
      for (let i = 0; i < rounds; i++) a = (a * a) % FELT_PRIME;
      return a;
    },
  },
];

const noPoint = (): CurvePoint => {
  throw new Error('benchVm: a program without hints');
};

/** Steps of one run of `loop` from its start to its return. */
const runLoop = (loop: Loop, rounds: number): number => {
  const run = new CairoRun({ cls: classOf(loop.words), builtins: [], kernel: KERNEL, countHoles: false, randomPoint: noPoint });
  run.start({ offset: 0, programTail: [], args: loop.args(rounds) });
  const end = run.execute<never>({ left: 2 * STEPS, kind: 'own' }, () => null);
  if (end.kind !== 'returned') throw new Error(`benchVm: ${JSON.stringify(end)}`);
  return run.steps;
};
const KERNEL = createKernel();

type Time = { readonly wall: number; readonly cpu: number };
/** Fastest of several runs, in seconds; the result is handed on so that nothing can be left out. */
const fastest = (work: () => unknown): Time => {
  let best: Time = { wall: Infinity, cpu: Infinity };
  for (let i = 0; i < ROUNDS; i++) {
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    if (work() === undefined) throw new Error('benchVm: a result');
    const used = process.cpuUsage(cpu);
    best = { wall: Math.min(best.wall, (performance.now() - start) / 1e3), cpu: Math.min(best.cpu, (used.user + used.system) / 1e6) };
  }
  return best;
};

const millions = (steps: number, seconds: number): string => (steps / seconds / 1e6).toFixed(1).padStart(6);

/** Prints the table. */
export const benchVm = (): void => {
  console.log(
    `Cairo VM, ${STEPS} steps, fastest of ${ROUNDS}; million steps per second (of CPU time); the same loop in plain BigInt beside it`,
  );
  for (const loop of LOOPS) {
    const rounds = Math.floor(STEPS / loop.stepsPerRound);
    const steps = runLoop(loop, rounds);
    const vm = fastest(() => runLoop(loop, rounds));
    const plain = fastest(() => loop.plain(rounds));
    const ratio = (vm.cpu / plain.cpu).toFixed(2);
    console.log(
      `  ${loop.name.padEnd(30)} ${millions(steps, vm.wall)} (${millions(steps, vm.cpu)})   bar ${loop.bar}   plain BigInt ${millions(steps, plain.wall)} (${millions(steps, plain.cpu)})   VM / plain ${ratio} × CPU time`,
    );
  }
};
