// The environment of a consensus process: what manager and orchestrator are configured with, made once from the process's configuration.
// Source: world.md 1-6. Committees come from the scenario's stakers per epoch; the hash that seeds a lottery of proposers is asked for by consensus-seeds.ts.
import { feltFromAscii } from '../base/felt.ts';
import { createCommitteeLookup } from '../consensus/committee-provider.ts';
import { proposalCommitment } from '../hashes/block-hash.ts';
import { getEthToFriRate, getPriceInfo, getStrkUsdRate } from '../l1/price-provider.ts';
import type { OrchestratorConfig } from '../orchestrator/messages.ts';
import { toHeight, validatorIdOf } from '../types/ids.ts';
import { createConverter } from './consensus-convert.ts';
import { type ConsensusEnv, type ConsensusProcessConfig, NO_SEEDS } from './consensus-state.ts';

/** The environment of one process. */
export const createEnv = (config: ConsensusProcessConfig): ConsensusEnv => {
  const { validator, settings, staking } = config;
  const chainId = feltFromAscii(config.chainId);
  const latest: ConsensusEnv['latest'] = { block: toHeight(0), seeds: NO_SEEDS.hashes };
  const committeeAt = createCommitteeLookup({
    staking,
    latestBlock: () => latest.block,
    blockHashAt: (height) => latest.seeds.get(height) ?? null,
    useOnlyActualProposerSelection: settings.consensus.useOnlyActualProposerSelection,
  });
  return {
    config,
    chainId,
    latest,
    manager: { validatorId: validatorIdOf(validator), settings: settings.consensus, committeeAt },
    orchestrator: orchestratorConfigOf(config, createConverter(config.kernel, chainId)),
  };
};

const orchestratorConfigOf = (config: ConsensusProcessConfig, converter: OrchestratorConfig['converter']): OrchestratorConfig => {
  const { validator, genesisUnix, settings, l1, kernel } = config;
  return {
    settings: settings.orchestrator,
    genesisUnix,
    builder: validatorIdOf(validator),
    recorder: { writeUs: settings.costs.recorderWriteUs, answer: () => 'accept', commitmentInfosOffset: () => null },
    l1: {
      priceInfo: (now, timestamp) => getPriceInfo(l1, { genesisUnix, validator, now, timestamp }),
      ethToFriRate: (_now, timestamp) => getEthToFriRate(l1, { genesisUnix, timestamp }),
      strkUsdRate: (_now, timestamp) => getStrkUsdRate(l1, { genesisUnix, timestamp }),
    },
    converter,
    commitmentOf: (partial, fee) => proposalCommitment(kernel, partial, fee),
  };
};
