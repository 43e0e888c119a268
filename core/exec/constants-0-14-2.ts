// Figures of protocol version 0.14.2 where they differ from 0.14.4. Source: execution.md appendix A. Sha512ProcessBlock does not exist there.
import { TABLE_0_14_4 } from './constants-0-14-4.ts';
import { type ConstantsTable, of } from './constants-table.ts';

const { Sha512ProcessBlock: _absent, ...syscalls } = TABLE_0_14_4.syscalls;

export const TABLE_0_14_2: ConstantsTable = {
  ...TABLE_0_14_4,
  protocolVersion: '0.14.2',
  limits: { ...TABLE_0_14_4.limits, executeMaxSierraGas: 1_100_000_000 },
  syscalls: {
    ...syscalls,
    CallContract: { resources: of(903, { range_check: 18 }) },
    LibraryCall: { resources: of(879, { range_check: 18 }) },
    EmitEvent: { resources: of(61, { range_check: 1 }) },
    GetBlockHash: { resources: of(107, { range_check: 2 }) },
    GetClassHashAt: { resources: of(89, { range_check: 1 }) },
    GetExecutionInfo: { resources: of(125, { range_check: 2 }) },
    KeccakRound: { resources: of(281, { range_check: 56, keccak: 1, bitwise: 6 }) },
    MetaTxV0: { resources: of(1_301, { range_check: 20, pedersen: 9 }), perFelt: of(8, { pedersen: 1 }) },
    ReplaceClass: { resources: of(106, { range_check: 1 }) },
    Secp256k1New: { resources: of(463, { range_check: 35 }) },
    Secp256k1Add: { resources: of(412, { range_check: 29 }) },
    Secp256k1Mul: { resources: of(76_507, { range_check: 7_045 }) },
    Secp256k1GetXy: { resources: of(209, { range_check: 11 }) },
    Secp256k1GetPointFromX: { resources: of(397, { range_check: 30 }) },
    Secp256r1New: { resources: of(582, { range_check: 49 }) },
    Secp256r1Add: { resources: of(595, { range_check: 57 }) },
    Secp256r1Mul: { resources: of(125_346, { range_check: 13_961 }) },
    Secp256r1GetXy: { resources: of(211, { range_check: 11 }) },
    Secp256r1GetPointFromX: { resources: of(516, { range_check: 44 }) },
    SendMessageToL1: { resources: of(144, { range_check: 1 }) },
    Sha256ProcessBlock: { resources: of(1_867, { range_check: 65, bitwise: 1_115 }) },
    StorageRead: { resources: of(180, { range_check: 1 }) },
    StorageWrite: { resources: of(449, { range_check: 1 }) },
  },
  // Components that the appendix does not name are those of 0.14.4.
  txOverhead: {
    Declare: { ...TABLE_0_14_4.txOverhead.Declare, constant: of(3_523, { range_check: 72, pedersen: 4, poseidon: 15 }) },
    DeployAccount: { ...TABLE_0_14_4.txOverhead.DeployAccount, constant: of(4_583, { range_check: 93, pedersen: 11, poseidon: 11 }) },
    InvokeFunction: { ...TABLE_0_14_4.txOverhead.InvokeFunction, constant: of(4_348, { range_check: 90, pedersen: 4, poseidon: 12 }) },
    L1Handler: { ...TABLE_0_14_4.txOverhead.L1Handler, constant: of(1_315, { range_check: 19, pedersen: 11 }) },
  },
  flags: { ...TABLE_0_14_4.flags, enableCasmHashMigration: false, stripVmFramesInSierraGas: false },
};
