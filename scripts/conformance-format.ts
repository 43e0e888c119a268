// Reads a file of traces in the format tendermint-node-trace/1 and refuses, with one line, what is not in it. Knows nothing of consensus.
// The format is described in tests/conformance/README.md.
import { err, ok, type Result } from '../core/base/result.ts';

/** Text of a hex felt, compared as text. */
export type Name = string;
export type TraceInput =
  | { readonly type: 'start' }
  | { readonly type: 'finishedBuilding'; readonly round: number; readonly value: Name | null }
  | {
      readonly type: 'proposalInit';
      readonly height: number;
      readonly round: number;
      readonly proposer: Name;
      readonly validRound: number | null;
    }
  | { readonly type: 'finishedValidation'; readonly round: number; readonly value: Name | null; readonly validRound: number | null }
  | ({ readonly type: 'prevote' | 'precommit' } & TraceVote)
  | { readonly type: 'timeoutPropose' | 'timeoutPrevote' | 'timeoutPrecommit'; readonly round: number }
  | ({ readonly type: 'voteBroadcasted'; readonly voteType: 'prevote' | 'precommit' } & TraceVote);
export type TraceVote = { readonly height: number; readonly round: number; readonly value: Name | null; readonly voter: Name };

/** Any plain object; `type` names the request. */
export type TraceRequest = Readonly<Record<string, unknown>>;
type TraceStep = { readonly input: TraceInput; readonly expect: readonly TraceRequest[]; readonly roundAfter: number };
export type TraceConfig = {
  readonly height: number;
  readonly validators: readonly { readonly id: Name; readonly weight: bigint }[];
  readonly self: Name;
  readonly isObserver: boolean;
  readonly requireVirtualProposerVote: boolean;
  readonly quorumType: 'byzantine' | 'honest';
  readonly proposerByRound: readonly Name[];
  readonly virtualProposerByRound: readonly (Name | null)[];
};
export type Trace = { readonly name: string; readonly config: TraceConfig; readonly steps: readonly TraceStep[] };

const TRACE_FORMAT = 'tendermint-node-trace/1';

/** The traces of a file, or one line that says what is wrong with it. */
export const parseTraceFile = (text: string): Result<readonly Trace[], string> => {
  try {
    const file = record(JSON.parse(text), 'file');
    const { format } = record(file['meta'], 'meta');
    if (format !== TRACE_FORMAT) fail(`meta.format is not ${TRACE_FORMAT}`);
    return ok(list(file['traces'], 'traces').map(toTrace));
  } catch (error) {
    if (error instanceof FormatError) return err(error.message);
    if (error instanceof SyntaxError) return err(`not JSON: ${error.message}`);
    throw error;
  }
};

class FormatError extends Error {}

const fail = (message: string): never => {
  throw new FormatError(message);
};

type Fields = Readonly<Record<string, unknown>>;

const record = (value: unknown, where: string): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : fail(`${where}: an object is missing`);

const list = (value: unknown, where: string): readonly unknown[] => (Array.isArray(value) ? value : fail(`${where}: a list is missing`));

const count = (value: unknown, where: string): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : fail(`${where}: a whole number >= 0 is missing`);

const flag = (value: unknown, where: string): boolean => (typeof value === 'boolean' ? value : fail(`${where}: true or false is missing`));

const name = (value: unknown, where: string): Name =>
  typeof value === 'string' && /^0x[0-9a-f]+$/.test(value) ? value : fail(`${where}: a hex felt in lower case is missing`);

const nameOrNull = (value: unknown, where: string): Name | null => (value === null ? null : name(value, where));

const countOrNull = (value: unknown, where: string): number | null => (value === null || value === undefined ? null : count(value, where));

const weight = (value: unknown, where: string): bigint =>
  typeof value === 'string' && /^\d+$/.test(value) ? BigInt(value) : BigInt(count(value, where));

const oneOf = <T extends string>(value: unknown, allowed: readonly T[], where: string): T =>
  allowed.find((candidate) => candidate === value) ?? fail(`${where}: one of ${allowed.join(', ')} is missing`);

const filled = <T>(values: readonly T[], where: string): readonly T[] => (values.length > 0 ? values : fail(`${where}: is empty`));

const toTrace = (value: unknown, index: number): Trace => {
  const fields = record(value, `trace ${index}`);
  const title = fields['name'];
  if (typeof title !== 'string') return fail(`trace ${index}: a name is missing`);
  const config = toConfig(record(fields['config'], `${title}: config`), title);
  const steps = list(fields['steps'], `${title}: steps`).map((step, at) => toStep(step, config.height, `${title}: step ${at}`));
  return { name: title, config, steps };
};

const toConfig = (fields: Fields, where: string): TraceConfig => {
  const proposerByRound = filled(
    list(fields['proposerByRound'], `${where}: proposerByRound`).map((id) => name(id, `${where}: proposerByRound`)),
    `${where}: proposerByRound`,
  );
  const virtual = fields['virtualProposerByRound'];
  return {
    height: count(fields['height'], `${where}: height`),
    validators: list(fields['validators'], `${where}: validators`).map((value) => {
      const member = record(value, `${where}: validators`);
      return { id: name(member['id'], `${where}: validators`), weight: weight(member['weight'], `${where}: validators`) };
    }),
    self: name(fields['self'], `${where}: self`),
    isObserver: flag(fields['isObserver'], `${where}: isObserver`),
    requireVirtualProposerVote: flag(fields['requireVirtualProposerVote'], `${where}: requireVirtualProposerVote`),
    quorumType: oneOf(fields['quorumType'], ['byzantine', 'honest'], `${where}: quorumType`),
    proposerByRound,
    virtualProposerByRound:
      virtual === undefined || virtual === null
        ? proposerByRound
        : filled(
            list(virtual, `${where}: virtualProposerByRound`).map((id) => nameOrNull(id, `${where}: virtualProposerByRound`)),
            `${where}: virtualProposerByRound`,
          ),
  };
};

const toStep = (value: unknown, height: number, where: string): TraceStep => {
  const fields = record(value, where);
  return {
    input: toInput(record(fields['input'], `${where}: input`), height, `${where}: input`),
    expect: list(fields['expect'], `${where}: expect`).map((request) => record(request, `${where}: expect`)),
    roundAfter: count(fields['roundAfter'], `${where}: roundAfter`),
  };
};

const INPUT_TYPES = [
  'start',
  'finishedBuilding',
  'proposalInit',
  'finishedValidation',
  'prevote',
  'precommit',
  'timeoutPropose',
  'timeoutPrevote',
  'timeoutPrecommit',
  'voteBroadcasted',
] as const;

const toInput = (fields: Fields, height: number, where: string): TraceInput => {
  const type = oneOf(fields['type'], INPUT_TYPES, `${where}: type`);
  if (type === 'start') return { type };
  const round = count(fields['round'], `${where}: round`);
  switch (type) {
    case 'timeoutPropose':
    case 'timeoutPrevote':
    case 'timeoutPrecommit':
      return { type, round };
    case 'finishedBuilding':
      return { type, round, value: nameOrNull(fields['value'], `${where}: value`) };
    case 'finishedValidation': {
      const validRound = countOrNull(fields['validRound'], `${where}: validRound`);
      return { type, round, value: nameOrNull(fields['value'], `${where}: value`), validRound };
    }
    case 'proposalInit': {
      const validRound = countOrNull(fields['validRound'], `${where}: validRound`);
      const at = countOrNull(fields['height'], `${where}: height`) ?? height;
      return { type, height: at, round, proposer: name(fields['proposer'], `${where}: proposer`), validRound };
    }
    case 'prevote':
    case 'precommit':
      return { type, ...toVote(fields, { height, round }, where) };
    case 'voteBroadcasted': {
      const voteType = oneOf(fields['voteType'], ['prevote', 'precommit'], `${where}: voteType`);
      return { type, voteType, ...toVote(fields, { height, round }, where) };
    }
  }
};

const toVote = (fields: Fields, at: { readonly height: number; readonly round: number }, where: string): TraceVote => ({
  height: countOrNull(fields['height'], `${where}: height`) ?? at.height,
  round: at.round,
  value: nameOrNull(fields['value'], `${where}: value`),
  voter: name(fields['voter'], `${where}: voter`),
});
