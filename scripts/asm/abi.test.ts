// The ABIs of our contracts as starknet.js, a foreign reader, takes them: calldata out, results in, every event decoded.
import { CallData, createAbiParser, events as starknetEvents, hash } from 'starknet';
import { describe, expect, test } from 'vitest';
import { CONTRACTS } from '../contracts/registry.ts';
import { abiOf } from './abi.ts';
import type { ContractSource } from './contract.ts';

type Abi = Parameters<typeof createAbiParser>[0];
const parse = (contract: ContractSource): Abi => JSON.parse(abiOf(contract)) as Abi;
const contractNamed = (name: string): ContractSource => {
  const found = CONTRACTS.find((contract) => contract.name === name);
  if (found === undefined) throw new Error(`no contract ${name}`);
  return found;
};

/** Felts of one value of each type that events carry. */
const SAMPLE: Readonly<Record<string, readonly string[]>> = {
  'core::integer::u256': ['0x7', '0x1'],
  'core::array::Span::<core::felt252>': ['0x2', '0xa', '0xb'],
};
const sample = (type: string): readonly string[] => SAMPLE[type] ?? ['0x1'];

describe.each(CONTRACTS.map((contract) => [contract.name, contract] as const))('abi of %s', (_, contract) => {
  test('abi: the Cairo 2 parser is chosen and knows every function', () => {
    const parser = createAbiParser(parse(contract));
    expect(parser.constructor.name).toBe('AbiParser2');
    const named = contract.entries.filter(({ kind }) => kind === 'external').flatMap(({ names }) => names);
    expect(
      parser.getLegacyFormat().flatMap((item: { type: string; name: string }) => (item.type === 'function' ? [item.name] : [])),
    ).toEqual(named);
  });

  test('abi: every event is decoded under its own name', () => {
    const abi = parse(contract);
    for (const event of contract.events) {
      const felts = (isKey: boolean): readonly string[] =>
        event.members.filter(({ key }) => key === isKey).flatMap(({ type }) => sample(type));
      const emitted = {
        from_address: '0x1',
        keys: [hash.getSelectorFromName(event.name), ...felts(true)],
        data: [...felts(false)],
        block_hash: '0x1',
        block_number: 1,
        transaction_hash: '0x1',
        transaction_index: 0,
        event_index: 0,
      };
      const [decoded] = starknetEvents.parseEvents(
        [emitted],
        starknetEvents.getAbiEvents(abi),
        CallData.getAbiStruct(abi),
        CallData.getAbiEnum(abi),
        createAbiParser(abi),
      );
      const [name, members] = Object.entries(decoded ?? {}).find(([key]) => key.startsWith('bicameral')) ?? [];
      expect(name).toBe(`bicameral::${contract.title}::${event.name}`);
      expect(Object.keys(members ?? {})).toEqual(event.members.map((member) => member.name));
    }
  });
});

test('abi: calldata of a transfer and of a multicall compile, a u256 comes back', () => {
  const erc20 = new CallData(parse(contractNamed('erc20')));
  expect(erc20.compile('transfer', { recipient: '0x5', amount: (1n << 128n) + 7n })).toEqual(['5', '7', '1']);
  expect(erc20.parse('balance_of', ['0x7', '0x1'])).toBe((1n << 128n) + 7n);
  const account = new CallData(parse(contractNamed('account')));
  expect(account.compile('__execute__', { calls: [{ to: '0x5', selector: '0x6', calldata: ['0x7', '0x8'] }] })).toEqual([
    '1',
    '5',
    '6',
    '2',
    '7',
    '8',
  ]);
});
