import { expect, it } from 'vitest';
import {
  declineIn,
  markedWith,
  outcomeIn,
  provocationIn,
} from '../../../../shared/lambda/sandbox/provocation.ts';
import * as sandboxDecision from '../../../../shared/lambda/sandbox/sandbox-decision.ts';
import * as sandboxIssuer from '../../../../shared/lambda/sandbox/sandbox-issuer.ts';
import * as sandboxSteps from '../../../../shared/lambda/sandbox/sandbox-steps.ts';
import * as liveDecision from '../../../../shared/lambda/stage-decision.ts';
import * as liveIssuer from '../../../../shared/lambda/stage-issuer.ts';
import * as liveSteps from '../../../../shared/lambda/stage-steps.ts';

it.each([
  ['order-1-fail', 'fail'],
  ['order-1-130001', '130001'],
  ['1-late', 'late'],
  ['order-1-123456', undefined],
  ['failing', undefined],
  ['order-1', undefined],
  [undefined, undefined],
])('reads the request number %s', (userReqNo, expected) => {
  expect(provocationIn(undefined, userReqNo)).toBe(expected);
});

it('prefers the header', () => {
  expect(provocationIn('stay', 'order-fail')).toBe('stay');
  expect(provocationIn('nothing', 'order-fail')).toBeUndefined();
});

it('finds the mark in a correlation id', () => {
  expect(outcomeIn(markedWith('c-1', 'late'))).toBe('late');
  expect(outcomeIn('c-1')).toBeUndefined();
  expect(declineIn(markedWith('c-1', '400008'), 500n)).toBe('400008');
});

it('declines no amount that spells nothing, or an approval', () => {
  expect(declineIn('c-1', 400_001n)).toBe('400001');
  expect([0n, 500n, 400_000n].map((amount) => declineIn('c-1', amount))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it.each([
  [sandboxDecision, liveDecision],
  [sandboxIssuer, liveIssuer],
  [sandboxSteps, liveSteps],
])('has the exports of the file whose place it takes', (sandbox, live) => {
  expect(Object.keys(sandbox)).toEqual(Object.keys(live));
});
