// The smallest contract of ours: a number that anybody may raise.
import { constructor, type ContractSource, external, view } from '../asm/contract.ts';
import { data, event, key } from '../asm/events.ts';
import { address, felt } from '../asm/codecs.ts';
import { variable } from '../asm/storage.ts';
import { executionInfo, storageRead, storageWrite } from '../asm/syscalls.ts';

const COUNT = variable('count');

const Increased = event('Increased', { by_whom: key(address), amount: data(felt), count: data(felt) });

export const counter: ContractSource = {
  name: 'counter',
  title: 'Counter',
  events: [Increased],
  entries: [
    constructor({ start: felt }, (f, { start }) => {
      storageWrite(f, COUNT, start);
      return [];
    }),
    view({ names: ['get'], inputs: {}, outputs: [felt], body: (f) => [storageRead(f, COUNT, 'count')] }),
    external({
      names: ['increase'],
      inputs: { amount: felt },
      outputs: [felt],
      body: (f, { amount }) => {
        const count = f.let('count', storageRead(f, COUNT, 'old count'), '+', amount);
        storageWrite(f, COUNT, count);
        const caller = executionInfo(f).caller();
        Increased.emit(f, { by_whom: caller, amount, count });
        return [count];
      },
    }),
  ],
};
