import { MAX_LISTINGS } from '../../../../shared/domain/issuing/model/order.ts';
import { MAX_SHARDS } from '../../../../shared/domain/money/ledger/shards.ts';
import type { Candidate } from './run.ts';

/** One balance item, the default of an account. */
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

/** The candidates compared with enough money. */
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

/** The candidates compared when the money runs out. */
export const nearZero: readonly Candidate[] = [
  grouped(1),
  grouped(8),
  overflowing(`${MAX_SHARDS} shards, an exhausted one refuses`, { keeps: 'refuse' }),
  overflowing('… or another one pays', { keeps: 'another' }),
  overflowing('… or up to 8 pay together', { keeps: 'gather', most: 8 }),
  overflowing('… or all pay together', { keeps: 'gather' }),
  overflowing('… and rebalanced', {}),
];
