// Deploy account v3: pre-validation at the address to come, the constructor, `__validate_deploy__`, post-execution check, fee. What fails is rejected.
// Source: execution.md 7.7. The constructor runs first, in validate mode, called by nobody.
import { type Felt, FELT_ZERO } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import { contractAddress } from '../hashes/contract-address.ts';
import type { DeployAccountV3 } from '../types/transaction.ts';
import {
  type AccountFlow,
  type AccountJob,
  gasOf,
  limitGas,
  phaseSetup,
  type Runtime,
  runValidate,
  startFlow,
  stepsOf,
} from './account-flow.ts';
import type { ExecutedTransaction, TransactionRejection } from './engine.ts';
import { endWithoutRevert } from './flow-end.ts';
import { runDeployPhase } from './deploy.ts';
import type { PhaseReport } from './phase.ts';
import { preValidate } from './pre-validation.ts';
import { constructorFailureText } from './revert-reason.ts';
import { VALIDATE_DEPLOY_SELECTOR } from './selectors.ts';

type Options = { readonly strictNonce: boolean; readonly skipValidate: boolean };

/** Executes the transaction against `state`, which stays as it is. */
export const executeDeployAccount = (
  runtime: Runtime,
  job: AccountJob<DeployAccountV3>,
  { strictNonce, skipValidate }: Options,
): Result<ExecutedTransaction, TransactionRejection> => {
  const { classHash, addressSalt, constructorCalldata } = job.tx.tx;
  const sender = contractAddress(runtime.kernel, { deployer: FELT_ZERO, salt: addressSalt, classHash, calldata: constructorCalldata });
  const flow = startFlow(runtime, job, { sender, calldataFelts: constructorCalldata.length, codeBytes: 0 });
  const checked = preValidate(flow, strictNonce);
  if (!checked.ok) return checked;
  const constructed = runConstructor(flow);
  if (!constructed.ok) return constructed;
  const built = constructed.value === null ? [] : [constructed.value];
  const validated = skipValidate ? ok(null) : validate(flow, gasOf(built));
  if (!validated.ok) return validated;
  const counted = validated.value === null ? built : [validated.value, ...built];
  return endWithoutRevert(flow, {
    kind: 'deploy_account_v3',
    hash: job.tx.hash,
    counted,
    trace: [
      ...built.map(({ end }) => ({ phase: 'execute', call: end.trace }) as const),
      ...(validated.value === null ? [] : [{ phase: 'validate', call: validated.value.end.trace } as const]),
    ],
  });
};

/** The constructor's report, or null where the class has none. */
const runConstructor = (flow: AccountFlow<DeployAccountV3>): Result<PhaseReport | null, TransactionRejection> => {
  const { tx, constants, sender } = flow;
  const deployment = { address: sender, classHash: tx.classHash, calldata: tx.constructorCalldata, caller: FELT_ZERO };
  const gas = limitGas(flow, 0, constants.limits.validateMaxSierraGas);
  const { end, report } = runDeployPhase(phaseSetup(flow, 'validate', stepsOf(flow, 'validate')), deployment, gas);
  if (end.kind === 'returned') return ok(report);
  return err({ code: 'ContractConstructorExecutionFailed', message: constructorFailureText(constants, end.frame, end.error) });
};

const validate = (flow: AccountFlow<DeployAccountV3>, spent: number): Result<PhaseReport, TransactionRejection> => {
  const { classHash, addressSalt, constructorCalldata } = flow.tx;
  const calldata: readonly Felt[] = [classHash, addressSalt, ...constructorCalldata];
  return runValidate(flow, { selector: VALIDATE_DEPLOY_SELECTOR, calldata, spent });
};
