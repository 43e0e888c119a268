// L1HandlerV0 <-> message; its version is fixed to 0 and does not travel.
import { CALLDATA_FELTS_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import type { L1HandlerV0 } from '../types/transaction.ts';
import type { Convert } from './codec.ts';
import type { L1HandlerV0In, L1HandlerV0Out } from './generated/messages.ts';
import { writeFelt, writeFelts } from './writing.ts';

export const writeL1Handler = (tx: L1HandlerV0): L1HandlerV0In => ({
  nonce: writeFelt(tx.nonce),
  address: writeFelt(tx.address),
  entryPointSelector: writeFelt(tx.entryPointSelector),
  calldata: writeFelts(tx.calldata),
});

export const convertL1Handler: Convert<L1HandlerV0Out, L1HandlerV0> = (message, reading) =>
  freeze({
    kind: 'l1_handler',
    nonce: reading.felt(message.nonce, 'L1HandlerV0::nonce'),
    address: reading.address(message.address, 'L1HandlerV0::address'),
    entryPointSelector: reading.felt(message.entryPointSelector, 'L1HandlerV0::entry_point_selector'),
    calldata: reading.felts(message.calldata, 'calldata', CALLDATA_FELTS_MAX),
  });
