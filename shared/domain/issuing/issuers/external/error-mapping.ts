import { OperationRefused } from '../../../../client/client-errors.ts';

/** The platform below says that it did nothing and never will: what the request asks for is not to be had there. */
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
/** A person has to look: it does not know or trust us, knows another order by our number, or our account there is empty. */
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

/** Whether it refused once and for all. */
export const isTerminal = (error: unknown): error is OperationRefused =>
  error instanceof OperationRefused && TERMINAL_CODES.has(error.errorCode);

/** Whether a person has to look at why it refused. */
export const needsOperator = (error: unknown): error is OperationRefused =>
  error instanceof OperationRefused && OPERATOR_CODES.has(error.errorCode);

/** Whether a change was refused for what the card or group is, as changes may be. */
export const isExpectedForChange = ({ errorCode }: OperationRefused): boolean =>
  errorCode === '110004' || errorCode === '110008';
