import { describe, expect, it } from 'vitest';
import { operationShapes } from '../../../shared/client/contract-shapes.ts';
import {
  isSafeToRetry,
  mutationNumber,
  newRequestNumber,
  withRequestNumber,
} from '../../../shared/client/request-number.ts';

/** An operation that changes something and has no request number. None does today, but the contract allows it. */
const unnumbered = { kind: 'unnumbered' } as const;

describe('a new request number', () => {
  it('fits the field and is unique', () => {
    const numbers = Array.from({ length: 10_000 }, newRequestNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.every((number) => number.length <= 128)).toBe(true);
  });
});

describe('a request', () => {
  const make = () => 'made';

  it.each([
    ['a change', operationShapes.cardClose, { cardId: '7' }, { cardId: '7', userReqNo: 'made' }],
    [
      'a change with undefined as its number',
      operationShapes.cardClose,
      { userReqNo: undefined },
      { userReqNo: 'made' },
    ],
    ['a change with an empty number', operationShapes.cardClose, { userReqNo: '' }, { userReqNo: 'made' }],
    ['a change with a number', operationShapes.cardClose, { userReqNo: 'mine' }, { userReqNo: 'mine' }],
    ['a query with an optional number', operationShapes.cardOperateQuery, { cardId: '7' }, { cardId: '7' }],
    ['a change without the field', unnumbered, { cardId: '7' }, { cardId: '7' }],
  ])('gets a number where it takes one: %s', (_, operation, request, expected) => {
    expect(withRequestNumber(operation, request, make)).toEqual(expected);
  });

  it('is identified by its number only when it changes something', () => {
    expect(mutationNumber(operationShapes.cardClose, { userReqNo: 'mine' })).toBe('mine');
    expect(mutationNumber(operationShapes.cardOperateQuery, { userReqNo: 'mine' })).toBeUndefined();
  });

  it('is repeated only when it reads or has a number', () => {
    expect(isSafeToRetry(operationShapes.cardOperateQuery, {})).toBe(true);
    expect(isSafeToRetry(operationShapes.cardClose, { userReqNo: 'mine' })).toBe(true);
    expect(isSafeToRetry(unnumbered, { cardId: '7' })).toBe(false);
  });
});
