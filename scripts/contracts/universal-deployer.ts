// Universal deployer: anybody's way to deploy a declared class. Source: execution.md 10.6.
import { selectorOf } from '../../core/crypto/keccak.ts';
import type { Builder } from '../asm/builder.ts';
import { copyFelts } from '../asm/calls.ts';
import type { Cell, Value } from '../asm/cells.ts';
import { address, bool, classHash, felt, span, type Span, SPAN } from '../asm/codecs.ts';
import { type ContractSource, external } from '../asm/contract.ts';
import { data, event } from '../asm/events.ts';
import { executionInfo } from '../asm/syscalls.ts';

const CONTRACT_DEPLOYED = 'ContractDeployed';
const ContractDeployed = event(CONTRACT_DEPLOYED, {
  address: data(address),
  deployer: data(address),
  not_from_zero: data(bool),
  class_hash: data(classHash),
  calldata: data(span(SPAN)),
  salt: data(felt),
});

type Deployed = { readonly head: readonly Value[]; readonly calldata: Span; readonly end: Cell; readonly salt: Value };

/** The event, whose data are of any length. */
const emitDeployed = (f: Builder, { head, calldata, end, salt }: Deployed): void => {
  const felts = f.allocate('event');
  [selectorOf(CONTRACT_DEPLOYED), ...head, calldata.length].forEach((value, i) => f.store(felts, i, value));
  const { after } = f.call(copyFelts, calldata.start, end, { cell: felts, offset: head.length + 2 });
  f.store(after, 0, salt);
  const [start, stop] = [f.let('event data', felts, '+', 1n), f.let('end of event', after, '+', 1n)];
  f.syscall('EmitEvent', [felts, start, start, stop], 0);
};

export const universalDeployer: ContractSource = {
  name: 'universal-deployer',
  title: 'UniversalDeployer',
  events: [ContractDeployed],
  entries: [
    external({
      names: ['deploy_contract', 'deployContract'],
      inputs: { class_hash: classHash, salt: felt, not_from_zero: bool, calldata: span(SPAN) },
      outputs: [address],
      body: (f, { class_hash, salt, not_from_zero, calldata }) => {
        const caller = executionInfo(f).caller();
        const [ownSalt, fromZero, notFromZero] = f.branch(f.toCell(not_from_zero), {
          nonzero: () => [f.load('salt of this caller', f.builtin('pedersen', [caller, salt], 3), 2), 0n, 1n],
          zero: () => [salt, 1n, 0n],
        });
        const end = f.let('end of calldata', f.address('calldata', calldata.start), '+', calldata.length);
        const deployed = f.load('address', f.syscall('Deploy', [class_hash, ownSalt, calldata.start, end, fromZero], 3));
        emitDeployed(f, { head: [deployed, caller, notFromZero, class_hash], calldata, end, salt });
        return [deployed];
      },
    }),
  ],
};
