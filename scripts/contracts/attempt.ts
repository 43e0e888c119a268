// A contract that tries: it calls itself, and goes on where that fails. What the failed call has written must be gone. Scenarios with a faulty engine ask
// it; nobody else needs it.
import { selectorOf } from '../../core/crypto/keccak.ts';
import { bool, felt } from '../asm/codecs.ts';
import { type ContractSource, external, view } from '../asm/contract.ts';
import { data, event } from '../asm/events.ts';
import { variable } from '../asm/storage.ts';
import { executionInfo, storageRead, storageWrite } from '../asm/syscalls.ts';

const KEPT = variable('kept');
const PUT = 'put';

const Tried = event('Tried', { value: data(felt), failed: data(bool) });

export const attempt: ContractSource = {
  name: 'attempt',
  title: 'Attempt',
  events: [Tried],
  entries: [
    view({ names: ['get'], inputs: {}, outputs: [felt], body: (f) => [storageRead(f, KEPT, 'kept')] }),
    external({
      names: [PUT],
      inputs: { value: felt, fails: bool },
      outputs: [],
      body: (f, { value, fails }) => {
        storageWrite(f, KEPT, value);
        f.panicIf(f.toCell(fails), 'taken back');
        return [];
      },
    }),
    external({
      names: ['try_put'],
      inputs: { value: felt, fails: bool },
      outputs: [bool],
      body: (f, { value, fails }) => {
        const self = executionInfo(f).self();
        const calldata = f.allocate('calldata');
        f.store(calldata, 0, value);
        f.store(calldata, 1, fails);
        const inputs = [self, selectorOf(PUT), calldata, { cell: calldata, offset: 2 }];
        const [failed] = f.trySyscall({ selector: 'CallContract', inputs, response: 2 }, { done: () => [0n], failed: () => [1n] });
        Tried.emit(f, { value, failed });
        return [failed];
      },
    }),
  ],
};
