// Where our own contracts stand when a syscall is a hard error: a call of what is not deployed, an event too many. Versions of the protocol before 0.14.4
// print it in the revert reason. The text is read by core/exec/native/costs.ts.
import { assert } from '../core/base/assert.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import type { NativeCode } from '../core/exec/calls.ts';
import { constantsOf, type VersionedConstants } from '../core/exec/constants.ts';
import { placeKey } from '../core/exec/native/costs.ts';
import type { CairoCode } from '../core/exec/phase.ts';
import { type Case, passedBy, PLENTY, stoppedAt } from './native-runs.ts';

const SHOWN = constantsOf('0.14.2');
const withEvents = (eventsPerTxMax: number): VersionedConstants => ({ ...SHOWN, limits: { ...SHOWN.limits, eventsPerTxMax } });
const WORLDS = [
  { gas: PLENTY, constants: withEvents(0) },
  { gas: PLENTY, constants: withEvents(1) },
  { gas: PLENTY, constants: SHOWN, alone: true },
];

type Stop = { readonly rounds: number; readonly addresses: readonly string[] };

/** The stops of one key as one: the same addresses, and those that come with each round behind them. */
const merged = (where: string, stops: readonly Stop[]): string => {
  const [first] = stops;
  assert(first !== undefined && first.rounds === 0, 'merged: a stop before any round');
  const looped = stops.find(({ rounds }) => rounds > 0)?.addresses.at(-1);
  for (const { rounds, addresses } of stops) {
    const expected = [...first.addresses, ...Array.from({ length: rounds }, () => looped)];
    assert(expected.join(' ') === addresses.join(' '), `merged: one place and one loop at ${where}`);
  }
  return [...first.addresses, ...(looped === undefined ? [] : [`${looped}*`])].join(' ');
};

/** Text of an entry point's places; empty where none of its syscalls can be a hard error. */
export const placesText = (
  name: string,
  { kernel, cairo, native }: { readonly kernel: Kernel; readonly cairo: CairoCode; readonly native: NativeCode },
  cases: readonly Case[],
): string => {
  const byKey = new Map<string, Stop[]>();
  for (const of of cases) {
    for (const world of WORLDS) {
      const place = stoppedAt(kernel, cairo, of, world);
      if (place === null) continue;
      const { end } = passedBy(kernel, native, of, world);
      const key = placeKey(end);
      const addresses = [place.pc, ...place.traceback].map((address) => address.replace(/^0:/, ''));
      byKey.set(key, [...(byKey.get(key) ?? []), { rounds: end.counts[1] ?? 0, addresses }]);
    }
  }
  return [...byKey].map(([key, stops]) => `${key} ${merged(`${name} site ${key}`, stops)}`).join(';');
};
