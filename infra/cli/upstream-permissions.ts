import { EMBEDDED } from '../../shared/domain/issuer-name.ts';
import { findBinRange } from '../../shared/domain/issuing/model/bin-range.ts';
import {
  saveUpstream,
  UPSTREAM_PERMISSIONS,
  type Upstream,
  type UpstreamPermission,
} from '../../shared/domain/parties/upstream.ts';
import type { Store } from '../../shared/runtime/store/store.ts';
import { CommandError, type Operator } from './command.ts';
import { splitList } from './party-options.ts';

/** Options of the commands that say what an upstream may say. */
export const PERMISSION_OPTIONS = { types: { type: 'string' }, bins: { type: 'string' } } as const;

type Options = { readonly [Name in keyof typeof PERMISSION_OPTIONS]?: string };
type Permissions = Pick<Upstream, 'types' | 'binRangeIds'>;

/** The lines of `--help` on `allow`. */
export const PERMISSION_HELP = `  npm run upstream -- allow USER_NO [--types LIST] [--bins LIST]
      may say these types, and speak of cards of these BIN ranges, in place of what it might before: what is left out stays,
      an empty list ('') is none. Types: ${UPSTREAM_PERMISSIONS.join(', ')}`;

/**
 * The rights that the options give, in place of those `before`.
 *
 * @throws CommandRefused for a type or a BIN range that there is not, or that another issuer's cards are in
 */
export async function permissionsFrom(
  store: Store,
  { types, bins }: Options,
  before: Permissions,
): Promise<Permissions> {
  return {
    types: types === undefined ? before.types : namesIn(types).map(permissionFrom),
    binRangeIds: bins === undefined ? before.binRangeIds : await rangesIn(store, namesIn(bins)),
  };
}

const namesIn = (text: string): string[] => splitList(text).filter((name) => name !== '');

function permissionFrom(name: string): UpstreamPermission {
  const permission = UPSTREAM_PERMISSIONS.find((known) => known === name);
  if (!permission) throw new CommandError(`--types: ${name} is none of ${UPSTREAM_PERMISSIONS.join(', ')}`);
  return permission;
}

async function rangesIn(store: Store, names: readonly string[]): Promise<string[]> {
  for (const name of names) {
    const range = await findBinRange(store, name);
    if (!range) throw new CommandError(`--bins: there is no BIN range ${name}`);
    if (range.issuer !== EMBEDDED)
      throw new CommandError(`--bins: the cards of ${name} are kept at ${range.issuer}, who speaks of them`);
  }
  return [...names];
}

/** Gives the upstream other rights and answers what to tell the operator. */
export async function setPermissions(
  upstream: Upstream,
  options: Options,
  { deps }: Operator,
): Promise<string> {
  const { store } = deps;
  if (options.types === undefined && options.bins === undefined)
    throw new CommandError('--types or --bins is required');
  if (options.bins !== undefined && upstream.issuer !== EMBEDDED)
    throw new CommandError(
      `${upstream.issuer} speaks of the cards of all BIN ranges that name it as their issuer`,
    );
  const changed = { ...upstream, ...(await permissionsFrom(store, options, upstream)) };
  await saveUpstream(store, changed);
  return `upstream ${upstream.userNo} may ${permissionsText(changed)}`;
}

/** What an upstream may say, in words that follow "may". */
export function permissionsText({ types, binRangeIds, issuer }: Upstream): string {
  const allowed = types.length > 0 ? types.join(', ') : 'nothing';
  const ranges = binRangeIds.length > 0 ? `BIN ranges ${binRangeIds.join(', ')}` : 'no BIN range';
  return `say ${allowed}; of ${issuer === EMBEDDED ? ranges : `the cards at ${issuer}`}`;
}
