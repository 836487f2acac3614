import { OperationRefused } from '../../client/errors.ts';

/** The platform below says that it did nothing and never will: what the request asks for is not to be had there. */
const FINAL: ReadonlySet<string> = new Set([
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
const FOR_A_PERSON: ReadonlySet<string> = new Set([
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
export const isFinal = (error: unknown): error is OperationRefused =>
  error instanceof OperationRefused && FINAL.has(error.errorCode);

/** Whether a person has to look at why it refused. */
export const needsAPerson = (error: unknown): error is OperationRefused =>
  error instanceof OperationRefused && FOR_A_PERSON.has(error.errorCode);

/** Whether a change was refused for what the card or group is, as changes may be. */
export const isOrdinary = ({ errorCode }: OperationRefused): boolean =>
  errorCode === '110004' || errorCode === '110008';
