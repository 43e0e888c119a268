// ProposalInit <-> message. Everything is required but valid_round and fee_proposal_fri; that a fee proposal goes with the version is not checked here.
import { freeze } from '../base/plain.ts';
import type { ProposalInit } from '../types/consensus.ts';
import type { Convert } from './codec.ts';
import { readL1DaMode, writeL1DaMode } from './da-mode.ts';
import type { ProposalInitIn, ProposalInitOut } from './generated/messages.ts';
import { readStarknetVersion } from './starknet-version.ts';
import { writeFelt, writeU128 } from './writing.ts';

export const writeProposalInit = (init: ProposalInit): ProposalInitIn => ({
  height: init.height,
  round: init.round,
  validRound: init.validRound,
  proposer: writeFelt(init.proposer),
  timestamp: init.timestamp,
  builder: writeFelt(init.builder),
  l1DaMode: writeL1DaMode(init.l1DaMode),
  l2GasPriceFri: writeU128(init.l2GasPriceFri),
  l1GasPriceFri: writeU128(init.l1GasPriceFri),
  l1DataGasPriceFri: writeU128(init.l1DataGasPriceFri),
  l1GasPriceWei: writeU128(init.l1GasPriceWei),
  l1DataGasPriceWei: writeU128(init.l1DataGasPriceWei),
  starknetVersion: init.starknetVersion,
  versionConstantCommitment: writeFelt(init.versionConstantCommitment),
  feeProposalFri: init.feeProposalFri === null ? null : writeU128(init.feeProposalFri),
});

export const convertProposalInit: Convert<ProposalInitOut, ProposalInit> = (message, reading) =>
  freeze({
    height: reading.height(message.height),
    round: reading.round(message.round),
    validRound: message.validRound === null ? null : reading.round(message.validRound),
    proposer: reading.address(message.proposer, 'proposer'),
    timestamp: reading.count(message.timestamp, 'timestamp'),
    builder: reading.address(message.builder, 'builder'),
    l1DaMode: readL1DaMode(message.l1DaMode, 'l1_da_mode'),
    l2GasPriceFri: reading.u128(message.l2GasPriceFri, 'l2_gas_price_fri'),
    l1GasPriceFri: reading.u128(message.l1GasPriceFri, 'l1_gas_price_fri'),
    l1DataGasPriceFri: reading.u128(message.l1DataGasPriceFri, 'l1_data_gas_price_fri'),
    l1GasPriceWei: reading.u128(message.l1GasPriceWei, 'l1_gas_price_wei'),
    l1DataGasPriceWei: reading.u128(message.l1DataGasPriceWei, 'l1_data_gas_price_wei'),
    starknetVersion: readStarknetVersion(reading, message.starknetVersion, 'starknet_version'),
    versionConstantCommitment: reading.hash(message.versionConstantCommitment, 'version_constant_commitment'),
    feeProposalFri: message.feeProposalFri === null ? null : reading.u128(message.feeProposalFri, 'fee_proposal_fri'),
  });
