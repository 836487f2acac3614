// How a stage decides on purchases. In the bundles of a sandbox, sandbox/sandbox-decision.ts takes this file's place.

export { decide as stageDecision } from '../domain/issuing/transactions/authorize/decide.ts';
