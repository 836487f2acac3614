import type * as z from 'zod/mini';
import { CARD_DATA_FIELDS } from '../../codec/card-data-fields.ts';
import type { ErrorCode } from '../../errors.ts';

/** A room of the platform's data: one table each, so that a grant says what a function may see. */
export type DataStore =
  | 'merchants'
  | 'keys'
  | 'upstreams'
  | 'ledger'
  | 'statements'
  | 'orders'
  | 'cards'
  | 'vault'
  | 'pins'
  | 'cardholders'
  | 'transactions'
  | 'inbox'
  | 'dpt'
  | 'rates'
  | 'limits'
  | 'notifications';

/** Files beside the tables: a bucket for each kind. */
export type Bucket = 'images';

/**
 * What a function may touch; rooms and buckets that are not named stay out of its reach. Who knows a counterparty
 * (`merchants`) cannot open the platform's private keys for it: for merchants `keys: 'open'` does, for upstreams
 * `upstreamKeys: 'open'`. `secrets` are codes and messages that are kept outside of the vault. Who erases what is sealed has no key
 * to it.
 */
export type Access = Readonly<
  Partial<Record<Exclude<DataStore, 'keys' | 'vault' | 'pins'>, 'read' | 'write'>> &
    Partial<Record<'vault' | 'pins', 'read' | 'write' | 'erase'>> &
    Partial<Record<Bucket, 'put'>> & {
      keys?: 'open';
      upstreamKeys?: 'open';
      secrets?: 'seal' | 'open';
    }
>;

/** The schemas of requests and results are objects; their fields come from fields.ts. */
export type ObjectSchema = z.ZodMiniObject;

/** One operation of the Merchant API: everything that routes, grants, schemas, docs and the client derive from. */
export interface Operation<
  Request extends ObjectSchema = ObjectSchema,
  Result extends ObjectSchema = ObjectSchema,
> {
  /** Its name in the contract's tables. */
  readonly title: string;
  /** One sentence for the reference. */
  readonly summary: string;
  readonly path: `/openapi/${string}`;
  /** The Lambda: `functions/<function>.ts`. */
  readonly function: `${'account' | 'vcc' | 'pcc' | 'dpt'}/${string}`;
  /** True: the outcome arrives by notification. False: the result is final. */
  readonly async: boolean;
  readonly request: Request;
  readonly result: Result;
  /** A request for the reference to show, where the mandatory fields alone are none. */
  readonly example?: z.input<Request>;
  readonly access: Access;
  /** Its requests carry pictures: they alone may be longer than 64 KiB of ciphertext. */
  readonly hasImages?: boolean;
  /** What it can be refused with, beside 100002–100005, 110001 for a request that has fields, and 999999. */
  readonly refusals: readonly ErrorCode[];
}

/**
 * Every code that an answer of the operation can carry: what any request can be refused with, and its own refusals.
 * Only merchants' requests are limited.
 */
export function possibleErrorCodes({
  path,
  request,
  refusals,
}: Pick<Operation, 'request' | 'refusals'> & { readonly path: string }): ErrorCode[] {
  const isLimited = path.startsWith('/openapi/');
  const hasFields = Object.keys(request.def.shape).length > 0;
  return [
    '100002',
    '100003',
    '100004',
    ...(isLimited ? (['100005'] as const) : []),
    ...(hasFields ? (['110001'] as const) : []),
    ...refusals,
    '999999',
  ];
}

/** Whether the operation changes something. */
export const isMutation = ({ access }: Pick<Operation, 'access'>): boolean =>
  Object.values(access).includes('write');

/** Whether it changes something under the merchant's number: a query's would be a criterion. */
export const takesRequestNumber = (operation: Operation): boolean =>
  isMutation(operation) && 'userReqNo' in operation.request.def.shape;

/** Whether a request or a result has card data; the rows of pages have masked numbers alone. */
export const carriesCardData = ({ request, result }: Pick<Operation, 'request' | 'result'>): boolean =>
  CARD_DATA_FIELDS.some((field) => field in request.def.shape || field in result.def.shape);

/** Declares an operation, keeping the exact types of its schemas. */
// @__NO_SIDE_EFFECTS__
export function defineOperation<Request extends ObjectSchema, Result extends ObjectSchema>(
  operation: Operation<Request, Result>,
): Operation<Request, Result> {
  return operation;
}

/** What a caller writes: amounts and enumerations as numbers or digit strings. */
export type RequestOf<Op extends Operation> = z.input<Op['request']>;

/** What the domain receives: checked, with defaults filled in, amounts as decimal text. */
export type CheckedRequestOf<Op extends Operation> = z.output<Op['request']>;

/** What the operation answers, as it stands on the wire. */
export type ResultOf<Op extends Operation> = z.output<Op['result']>;
