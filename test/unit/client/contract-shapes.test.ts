import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { notificationShapes, operationShapes } from '../../../shared/client/contract-shapes.ts';
import type { NotificationContents, Requests, Results } from '../../../shared/client/contract-types.ts';
import { mismatchOf, type Shape } from '../../../shared/client/shape.ts';
import { type Catalogue, catalogue } from '../../../shared/wire/contract/catalogue.ts';
import {
  type NotificationContent,
  type NotificationType,
  notifications,
} from '../../../shared/wire/contract/notifications.ts';
import {
  isMutation,
  type RequestOf,
  type ResultOf,
} from '../../../shared/wire/contract/operations/operation.ts';

/** Values of the shape, with some of its parts replaced by anything and some fields missing. */
function almost(shape: Shape): fc.Arbitrary<unknown> {
  const anything = fc.jsonValue({ maxDepth: 1 });
  const mostly = (right: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 60, arbitrary: right }, { weight: 1, arbitrary: anything });
  if (shape === 'string') return mostly(fc.string());
  if (shape === 'number') return mostly(fc.double({ noNaN: true, noDefaultInfinity: true }));
  if (Array.isArray(shape)) return mostly(fc.array(almost(shape[0] as Shape), { maxLength: 3 }));
  const fields = Object.entries(shape).map(
    ([field, each]) => [field.replace('?', ''), almost(each), field.endsWith('?')] as const,
  );
  const required = fields.filter(([, , optional]) => !optional).map(([field]) => field);
  const record = fc.record(Object.fromEntries(fields.map(([field, each]) => [field, each])), {
    requiredKeys: required,
    noNullPrototype: true,
  });
  return mostly(record);
}

const all = [
  ...Object.entries(catalogue).map(
    ([name, { result }]) => [name, result, operationShapes[name as keyof Catalogue].result] as const,
  ),
  ...Object.entries(notifications).map(
    ([type, { outbound }]) => [type, outbound, notificationShapes[type as NotificationType]] as const,
  ),
];

describe('a shape', () => {
  it.each(all)('of %s accepts what its schema accepts', (_, schema, shape) => {
    let accepted = 0;
    fc.assert(
      fc.property(almost(shape), (value) => {
        const { success } = schema.safeParse(value);
        accepted += Number(success);
        expect(mismatchOf(value, shape) === undefined).toBe(success);
      }),
      { numRuns: 150 },
    );
    expect(accepted).toBeGreaterThan(0);
  });

  it('names the first field that does not fit, and never its value', () => {
    const shape = { list: [{ currency: 'string', 'fee?': 'number' }] } as const;
    expect(mismatchOf({ list: [{ currency: 'USD' }, { currency: 'USD', fee: '4999' }] }, shape)).toBe(
      'list.1.fee is no number',
    );
    expect(mismatchOf({ list: [{}] }, shape)).toBe('list.0.currency is no string');
    expect(mismatchOf({ list: {} }, shape)).toBe('list is no list');
    expect(mismatchOf({ list: [[]] }, shape)).toBe('list.0 is no object');
  });
});

describe('the kind of an operation', () => {
  it('is the catalogue’s: what changes something has a number, but for a quote', () => {
    const queries = Object.entries(catalogue).filter(([, entry]) => !isMutation(entry));
    const kinds = Object.entries(operationShapes).filter(([, { kind }]) => kind === 'query');
    expect(kinds.map(([name]) => name).toSorted()).toEqual(
      [...queries.map(([name]) => name), 'accountExchangeRate'].toSorted(),
    );
  });
});

/** Whether one type can be used where the other is expected. */
type IsOneWay<From, To> = [From] extends [To] ? true : false;
type IsSame<One, Other> = [IsOneWay<One, Other>, IsOneWay<Other, One>] extends [true, true] ? true : false;
type AllOf<Names extends PropertyKey> = { [Name in Names]: true };

// The compiler checks these.
describe('the generated types', () => {
  it('of results and notifications are those of the schemas', () => {
    type OfResults = { [Name in keyof Catalogue]: IsSame<ResultOf<Catalogue[Name]>, Results[Name]> };
    type OfContents = {
      [Type in NotificationType]: IsSame<NotificationContent<Type>, NotificationContents[Type]>;
    };
    expectTypeOf<OfResults>().toExtend<AllOf<keyof Catalogue>>();
    expectTypeOf<OfContents>().toExtend<AllOf<NotificationType>>();
  });

  it('of requests accept what the schemas accept, and need no userReqNo', () => {
    type Numbered<Request> = 'userReqNo' extends keyof Request ? Request & { userReqNo: string } : Request;
    type OfRequests = {
      [Name in keyof Catalogue]: IsOneWay<Numbered<Requests[Name]>, RequestOf<Catalogue[Name]>>;
    };
    expectTypeOf<OfRequests>().toExtend<AllOf<keyof Catalogue>>();
    expectTypeOf<{ cardId: string }>().toExtend<Requests['cardClose']>();
  });
});
