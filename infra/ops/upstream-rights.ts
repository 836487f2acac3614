import { findBinRange } from '../../shared/cards/bin.ts';
import { EMBEDDED } from '../../shared/issuer/issuer-name.ts';
import type { Store } from '../../shared/store/store.ts';
import {
  saveUpstream,
  UPSTREAM_RIGHTS,
  type Upstream,
  type UpstreamRight,
} from '../../shared/upstreams/upstream.ts';
import { listOf } from './counterparty.ts';
import { CommandRefused, type Operator } from './operator.ts';

/** Options of the commands that say what an upstream may say. */
export const RIGHTS_OPTIONS = { types: { type: 'string' }, bins: { type: 'string' } } as const;

type Options = { readonly [Name in keyof typeof RIGHTS_OPTIONS]?: string };
type Rights = Pick<Upstream, 'types' | 'binRangeIds'>;

/** The lines of `--help` on `allow`. */
export const RIGHTS_HELP = `  npm run upstream -- allow USER_NO [--types LIST] [--bins LIST]
      may say these types, and speak of cards of these BIN ranges, in place of what it might before: what is left out stays,
      an empty list ('') is none. Types: ${UPSTREAM_RIGHTS.join(', ')}`;

/**
 * The rights that the options give, in place of those `before`.
 *
 * @throws CommandRefused for a type or a BIN range that there is not, or that another issuer's cards are in
 */
export async function rightsFrom(store: Store, { types, bins }: Options, before: Rights): Promise<Rights> {
  return {
    types: types === undefined ? before.types : namesIn(types).map(rightOf),
    binRangeIds: bins === undefined ? before.binRangeIds : await rangesIn(store, namesIn(bins)),
  };
}

const namesIn = (text: string): string[] => listOf(text).filter((name) => name !== '');

function rightOf(name: string): UpstreamRight {
  const right = UPSTREAM_RIGHTS.find((known) => known === name);
  if (!right) throw new CommandRefused(`--types: ${name} is none of ${UPSTREAM_RIGHTS.join(', ')}`);
  return right;
}

async function rangesIn(store: Store, names: readonly string[]): Promise<string[]> {
  for (const name of names) {
    const range = await findBinRange(store, name);
    if (!range) throw new CommandRefused(`--bins: there is no BIN range ${name}`);
    if (range.issuer !== EMBEDDED)
      throw new CommandRefused(
        `--bins: the cards of ${name} are kept at ${range.issuer}, who speaks of them`,
      );
  }
  return [...names];
}

/** Gives the upstream other rights and answers what to tell the operator. */
export async function allow(upstream: Upstream, options: Options, { platform }: Operator): Promise<string> {
  const { store } = platform;
  if (options.types === undefined && options.bins === undefined)
    throw new CommandRefused('--types or --bins is required');
  if (options.bins !== undefined && upstream.issuer !== EMBEDDED)
    throw new CommandRefused(
      `${upstream.issuer} speaks of the cards of all BIN ranges that name it as their issuer`,
    );
  const changed = { ...upstream, ...(await rightsFrom(store, options, upstream)) };
  await saveUpstream(store, changed);
  return `upstream ${upstream.userNo} may ${rightsInWords(changed)}`;
}

/** What an upstream may say, in words that follow "may". */
export function rightsInWords({ types, binRangeIds, issuer }: Upstream): string {
  const said = types.length > 0 ? types.join(', ') : 'nothing';
  const ranges = binRangeIds.length > 0 ? `BIN ranges ${binRangeIds.join(', ')}` : 'no BIN range';
  return `say ${said}; of ${issuer === EMBEDDED ? ranges : `the cards at ${issuer}`}`;
}
