// What nodes are called on the page: validators V1, V2 and so on, full nodes N1, N2. An index alone does not tell; the run that is open does.
import { validatorName } from '../../core/view/format.ts';
import { useRun } from './run.ts';

/** The name of a node of the open run. */
export const nodeName = (index: number): string => validatorName(index, useRun.getState().line.validators);
