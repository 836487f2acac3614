import { MAX_LISTINGS } from '../../../../shared/domain/issuing/model/order.ts';
import { MAX_SHARDS } from '../../../../shared/domain/money/ledger/shards.ts';
import type { Candidate } from './run.ts';

/** Orders of one balance item, as accounts are kept unless told. */
export const single: Candidate = {
  name: 'one balance item',
  parts: 1,
  keeps: 'refuse',
  listings: MAX_LISTINGS,
};

const grouped = (lanes: number): Candidate => ({
  name: lanes === 1 ? 'group commit' : `group commit, ${lanes} lanes`,
  parts: lanes,
  keeps: 'groups',
  listings: MAX_LISTINGS,
});

export const sharded = (parts: number, listings = MAX_LISTINGS): Candidate => ({
  name: `${parts} shards${listings === 1 ? ', one listing' : ''}`,
  parts,
  keeps: 'level',
  listings,
});

/** Those that are compared where there is money enough. */
export const rivals: readonly Candidate[] = [
  single,
  grouped(1),
  grouped(8),
  grouped(16),
  sharded(8),
  sharded(32),
  sharded(64),
  sharded(MAX_SHARDS),
  sharded(MAX_SHARDS, 1),
];

const overflowing = (name: string, change: Partial<Candidate>): Candidate => ({
  ...sharded(MAX_SHARDS),
  name,
  ...change,
});

/** Those that are compared where there is not. */
export const nearZero: readonly Candidate[] = [
  grouped(1),
  grouped(8),
  overflowing(`${MAX_SHARDS} shards, each refuses`, { keeps: 'refuse' }),
  overflowing('… or another pays', { keeps: 'another' }),
  overflowing('… or 8 pay together', { keeps: 'gather', most: 8 }),
  overflowing('… or all pay together', { keeps: 'gather' }),
  overflowing('… and rebalanced', {}),
];
