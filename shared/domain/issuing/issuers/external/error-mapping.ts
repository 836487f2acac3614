import { OperationRefused } from '../../../../client/client-errors.ts';

/** Error codes by which the issuer refuses a request for good: it did nothing and a retry would not help. */
const TERMINAL_CODES: ReadonlySet<string> = new Set([
  '110001',
  '110002',
  '110003',
  '110004',
  '110005',
  '110006',
  '110007',
  '110008',
  '120001',
]);
/**
 * Error codes that need an operator: the issuer rejects our credentials or request number, or our account has no funds.
 */
const OPERATOR_CODES: ReadonlySet<string> = new Set([
  '100001',
  '100002',
  '100003',
  '100004',
  '110002',
  '110003',
  '110005',
  '110009',
]);

/** Whether the issuer refused for good. */
export const isTerminal = (error: unknown): error is OperationRefused =>
  error instanceof OperationRefused && TERMINAL_CODES.has(error.errorCode);

/** Whether an operator has to investigate. */
export const needsOperator = (error: unknown): error is OperationRefused =>
  error instanceof OperationRefused && OPERATOR_CODES.has(error.errorCode);

/** Whether a change was refused because of the card's or group's state, which is normal. */
export const isExpectedForChange = ({ errorCode }: OperationRefused): boolean =>
  errorCode === '110004' || errorCode === '110008';
