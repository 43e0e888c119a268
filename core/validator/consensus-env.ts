// The environment of a consensus process: what manager and orchestrator are configured with, from the process's configuration, its faults and the changes
// of settings. Source: world.md 1-6. Committees come from the scenario's stakers per epoch; the hash that seeds a lottery of proposers is asked for by
// consensus-seeds.ts.
import { feltFromAscii } from '../base/felt.ts';
import { ok } from '../base/result.ts';
import { type CommitteeLookup, createCommitteeLookup } from '../consensus/committee-provider.ts';
import { proposalCommitment } from '../hashes/block-hash.ts';
import { getEthToFriRate, getPriceInfo, getStrkUsdRate } from '../l1/price-provider.ts';
import type { OrchestratorConfig } from '../orchestrator/messages.ts';
import { type Height, toHeight, validatorIdOf } from '../types/ids.ts';
import type { ValidatorSettings } from '../types/settings.ts';
import { createConverter } from './consensus-convert.ts';
import {
  type Presets,
  batcherModeAt,
  clockSkewUs,
  isRecorderDown,
  seenL1,
  settingsAt,
  skewedPrice,
  stakersWith,
} from './consensus-faults.ts';
import { type ConsensusEnv, type ConsensusProcessConfig, NO_SEEDS } from './consensus-state.ts';

/** The environment of one process while these faults and changes hold at this height. */
export const createEnv = (config: ConsensusProcessConfig, from: ConsensusEnv['from']): ConsensusEnv => {
  const { validator, kernel } = config;
  const chainId = feltFromAscii(config.chainId);
  const latest: ConsensusEnv['latest'] = { block: toHeight(0), seeds: NO_SEEDS.hashes };
  const at = (height: Height): ValidatorSettings => settingsOfHeight(config, from, height);
  const now = from.height === null ? config.settings : at(from.height);
  return {
    from,
    config: now === config.settings ? config : { ...config, settings: now },
    bridgeAt: (height) => at(height).bridge,
    batcherModeAt: (height) => batcherModeAt(config.batchers?.mode ?? 'failover', from.changes, height),
    chainId,
    latest,
    manager: {
      validatorId: validatorIdOf(validator),
      settings: now.consensus,
      ...(from.changes.length === 0 ? {} : { settingsAt: (height: Height) => at(height).consensus }),
      committeeAt: committeesOf(config, from, latest),
    },
    orchestrator: orchestratorConfigOf({ ...config, settings: now }, from, createConverter(kernel, chainId)),
  };
};

const settingsOfHeight = (config: ConsensusProcessConfig, { changes }: ConsensusEnv['from'], height: Height): ValidatorSettings => {
  const { settings } = config;
  const presets: Presets = config.presets ?? {
    'code-defaults': settings,
    mainnet: settings,
    bridge: { local: settings.bridge, remote: settings.bridge },
  };
  return changes.length === 0 ? settings : settingsAt(settings, changes, height, presets);
};

const committeesOf = (config: ConsensusProcessConfig, from: ConsensusEnv['from'], latest: ConsensusEnv['latest']): CommitteeLookup => {
  const lookup = (staking: ConsensusProcessConfig['staking']): CommitteeLookup =>
    createCommitteeLookup({
      staking,
      latestBlock: () => latest.block,
      blockHashAt: (height) => latest.seeds.get(height) ?? null,
      isActualOnly: (height) => settingsOfHeight(config, from, height).consensus.useOnlyActualProposerSelection,
    });
  const usual = lookup(config.staking);
  if (from.changes.length === 0) return usual;
  return (height) => {
    const staking = stakersWith(config.staking, from.changes, height);
    return staking === config.staking ? usual(height) : lookup(staking)(height);
  };
};

const orchestratorConfigOf = (
  config: ConsensusProcessConfig,
  { faults }: ConsensusEnv['from'],
  converter: OrchestratorConfig['converter'],
): OrchestratorConfig => {
  const { validator, genesisUnix, settings, kernel } = config;
  const active = [...faults.values()];
  const l1 = seenL1(config.l1, validator, active);
  return {
    settings: settings.orchestrator,
    genesisUnix,
    clockSkewUs: clockSkewUs(active),
    builder: validatorIdOf(validator),
    recorder: {
      writeUs: settings.costs.recorderWriteUs,
      answer: () => (isRecorderDown(active) ? 'silent' : 'accept'),
      commitmentInfosOffset: () => null,
    },
    l1: {
      priceInfo: (now, timestamp) => {
        const info = getPriceInfo(l1, { genesisUnix, validator, now, timestamp });
        if (!info.ok) return info;
        const { baseFeeWei, blobFeeWei } = info.value;
        return ok({ baseFeeWei: skewedPrice(baseFeeWei, active), blobFeeWei: skewedPrice(blobFeeWei, active) });
      },
      ethToFriRate: (_now, timestamp) => getEthToFriRate(l1, { genesisUnix, timestamp }),
      strkUsdRate: (_now, timestamp) => getStrkUsdRate(l1, { genesisUnix, timestamp }),
    },
    converter,
    ...(config.keepsBodies === undefined ? {} : { keepsBodies: config.keepsBodies }),
    commitmentOf: (partial, fee) => proposalCommitment(kernel, partial, fee),
  };
};
