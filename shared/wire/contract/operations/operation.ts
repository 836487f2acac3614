import type * as z from 'zod/mini';
import { CARD_DATA_FIELDS } from '../../codec/card-data-fields.ts';
import type { ErrorCode } from '../../errors.ts';

/** The tables of the platform. Grants are given per table, so each says what a function can see. */
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

/** The S3 buckets of the platform, one for each kind of file. */
export type Bucket = 'images';

/**
 * What a function may access; it cannot reach tables and buckets that are not listed. Reading counterparties
 * (`merchants`) does not include the platform's private keys for them: these need `keys: 'open'` for merchants and
 * `upstreamKeys: 'open'` for upstreams. `secrets` are codes and messages stored outside the vault. A function that
 * erases sealed data neither reads it nor has a key to it; one that purges also finds what is due, and has no key either.
 * One that adds cards to the vault sees which numbers are taken, and no card.
 */
export type Access = Readonly<
  Partial<Record<Exclude<DataStore, 'keys' | 'vault' | 'pins'>, 'read' | 'write'>> &
    Partial<Record<'vault', 'read' | 'write' | 'purge' | 'erase' | 'add'>> &
    Partial<Record<'pins', 'read' | 'write' | 'purge' | 'erase'>> &
    Partial<Record<Bucket, 'put'>> & {
      keys?: 'open';
      upstreamKeys?: 'open';
      secrets?: 'seal' | 'open';
    }
>;

/** Schemas of requests and results are objects whose fields come from fields.ts. */
export type ObjectSchema = z.ZodMiniObject;

/** An operation of the Merchant API. Routes, grants, schemas, docs and the client derive from it. */
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
  /** A request for the reference to show when the mandatory fields alone are not a valid request. */
  readonly example?: z.input<Request>;
  readonly access: Access;
  /** Whether its requests carry images. Only then may a request exceed 64 KiB of ciphertext. */
  readonly hasImages?: boolean;
  /**
   * Error codes of the operation beside the common ones: 100002–100005, 110001 if the request has fields, and 999999.
   */
  readonly refusals: readonly ErrorCode[];
}

/**
 * Returns every error code that a response of the operation can carry: the common ones and its own. Only requests of
 * merchants are rate limited.
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

/** Whether the operation changes something under the merchant's userReqNo. In a query that field is a filter. */
export const takesRequestNumber = (operation: Operation): boolean =>
  isMutation(operation) && 'userReqNo' in operation.request.def.shape;

/** Whether the request or the result has card data. Rows of pages have masked numbers only. */
export const carriesCardData = ({ request, result }: Pick<Operation, 'request' | 'result'>): boolean =>
  CARD_DATA_FIELDS.some((field) => field in request.def.shape || field in result.def.shape);

/** Declares an operation and keeps the exact types of its schemas. */
// @__NO_SIDE_EFFECTS__
export function defineOperation<Request extends ObjectSchema, Result extends ObjectSchema>(
  operation: Operation<Request, Result>,
): Operation<Request, Result> {
  return operation;
}

/** The request as a caller writes it: amounts and enumerations as numbers or digit strings. */
export type RequestOf<Op extends Operation> = z.input<Op['request']>;

/** The request as the domain receives it: validated, with defaults filled in and amounts as decimal text. */
export type CheckedRequestOf<Op extends Operation> = z.output<Op['request']>;

/** The result as it is on the wire. */
export type ResultOf<Op extends Operation> = z.output<Op['result']>;
