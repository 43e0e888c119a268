// The ABI of an assembled contract as the string that its class hash covers: JSON with Python's spacing, as starknet.js formats one before hashing.
// Source: execution.md 10.8.
import { SPAN } from './codecs.ts';
import type { ContractSource, EntrySource, EventSource } from './contract.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const FELT = 'core::felt252';
const U128 = 'core::integer::u128';

/** Structs and enums that an ABI must define when it uses them. */
const DEFINITIONS: Readonly<Record<string, Json>> = {
  'core::bool': {
    type: 'enum',
    name: 'core::bool',
    variants: [
      { name: 'False', type: '()' },
      { name: 'True', type: '()' },
    ],
  },
  'core::integer::u256': {
    type: 'struct',
    name: 'core::integer::u256',
    members: [
      { name: 'low', type: U128 },
      { name: 'high', type: U128 },
    ],
  },
  [SPAN]: { type: 'struct', name: SPAN, members: [{ name: 'snapshot', type: '@core::array::Array::<core::felt252>' }] },
  'core::starknet::account::Call': {
    type: 'struct',
    name: 'core::starknet::account::Call',
    members: [
      { name: 'to', type: 'core::starknet::contract_address::ContractAddress' },
      { name: 'selector', type: FELT },
      { name: 'calldata', type: SPAN },
    ],
  },
};

export const abiOf = (contract: ContractSource): string => {
  const prefix = `bicameral::${contract.title}`;
  const interfaceName = `bicameral::I${contract.title}`;
  const functions = contract.entries.filter(({ kind }) => kind === 'external').flatMap(functionItems);
  return pythonJson([
    { type: 'impl', name: `${contract.title}Impl`, interface_name: interfaceName },
    ...definitionsOf(contract),
    { type: 'interface', name: interfaceName, items: functions },
    ...contract.entries.filter(({ kind }) => kind !== 'external').flatMap(functionItems),
    ...contract.events.map((event) => eventItem(prefix, event)),
    {
      type: 'event',
      name: `${prefix}::Event`,
      kind: 'enum',
      variants: contract.events.map(({ name }) => ({ name, type: `${prefix}::${name}`, kind: 'nested' })),
    },
  ]);
};

const functionItems = ({ kind, names, inputs, outputs, view }: EntrySource): readonly Json[] =>
  names.map((name) => {
    const parameters = inputs.map((input) => ({ name: input.name, type: input.type }));
    if (kind === 'constructor') return { type: 'constructor', name, inputs: parameters };
    return {
      type: kind === 'l1_handler' ? 'l1_handler' : 'function',
      name,
      inputs: parameters,
      outputs: outputs.map((type) => ({ type })),
      state_mutability: view ? 'view' : 'external',
    };
  });

const eventItem = (prefix: string, { name, members }: EventSource): Json => ({
  type: 'event',
  name: `${prefix}::${name}`,
  kind: 'struct',
  members: members.map((member) => ({ name: member.name, type: member.type, kind: member.key ? 'key' : 'data' })),
});

/** In the order of the table; a type's own members may need another row. */
const definitionsOf = (contract: ContractSource): readonly Json[] => {
  const types = [
    ...contract.entries.flatMap(({ inputs, outputs }) => [...inputs.map(({ type }) => type), ...outputs]),
    ...contract.events.flatMap(({ members }) => members.map(({ type }) => type)),
  ];
  const needs = (name: string): boolean =>
    types.some((type) => type === name || type.includes(`<${name}>`)) || (name === SPAN && needs('core::starknet::account::Call'));
  return Object.entries(DEFINITIONS).flatMap(([name, json]) => (needs(name) ? [json] : []));
};

const pythonJson = (json: Json): string => {
  if (json === null || typeof json !== 'object') return JSON.stringify(json);
  if (Array.isArray(json)) return `[${json.map(pythonJson).join(', ')}]`;
  return `{${Object.entries(json)
    .map(([key, value]) => `${JSON.stringify(key)}: ${pythonJson(value)}`)
    .join(', ')}}`;
};
