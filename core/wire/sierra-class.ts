// Cairo1Class <-> message. The program is bounded by the frame alone; an absent list of entry points is an empty one, an absent `entry_points` is refused.
import { FRAME_BYTES_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import type { SierraClass, SierraEntryPoint } from '../types/transaction.ts';
import type { Convert } from './codec.ts';
import type { Cairo1ClassIn, Cairo1ClassOut, SierraEntryPointIn, SierraEntryPointOut } from './generated/messages.ts';
import type { Reading } from './reading.ts';
import { writeFelt, writeFelts } from './writing.ts';

const writeEntryPoints = (points: readonly SierraEntryPoint[]): readonly SierraEntryPointIn[] =>
  points.map((point) => ({ index: point.index, selector: writeFelt(point.selector) }));

export const writeSierraClass = (sierra: SierraClass): Cairo1ClassIn => ({
  abi: sierra.abi,
  entryPoints: {
    externals: writeEntryPoints(sierra.externals),
    l1Handlers: writeEntryPoints(sierra.l1Handlers),
    constructors: writeEntryPoints(sierra.constructors),
  },
  program: writeFelts(sierra.program),
  contractClassVersion: sierra.contractClassVersion,
});

const convertEntryPoints = (points: readonly SierraEntryPointOut[], reading: Reading): readonly SierraEntryPoint[] =>
  freeze(
    points.map((point) =>
      freeze({
        index: reading.count(point.index, 'entry point index'),
        selector: reading.felt(point.selector, 'SierraEntryPoint::selector'),
      }),
    ),
  );

export const convertSierraClass: Convert<Cairo1ClassOut, SierraClass> = (message, reading) => {
  const program = reading.felts(message.program, 'program', FRAME_BYTES_MAX);
  const points = reading.present(message.entryPoints, 'Cairo1Class::entry_points');
  return freeze({
    abi: message.abi,
    contractClassVersion: message.contractClassVersion,
    program,
    constructors: convertEntryPoints(points.constructors, reading),
    externals: convertEntryPoints(points.externals, reading),
    l1Handlers: convertEntryPoints(points.l1Handlers, reading),
  });
};
