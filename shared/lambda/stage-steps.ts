import type { Operation } from '../wire/contract/operations/operation.ts';

// What a stage adds to the pipelines: nothing. In the bundles of a sandbox, sandbox/sandbox-steps.ts takes this file's place.

export const merchantStageStep = (_entry: Operation): undefined => undefined;

export const networkStageStep = (): undefined => undefined;
