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

/** Options of the commands that set what an upstream may send. */
export const PERMISSION_OPTIONS = { types: { type: 'string' }, bins: { type: 'string' } } as const;

type Options = { readonly [Name in keyof typeof PERMISSION_OPTIONS]?: string };
type Permissions = Pick<Upstream, 'types' | 'binRangeIds'>;

/** The part of `--help` about `allow`. */
export const PERMISSION_HELP = `  npm run upstream -- allow USER_NO [--types LIST] [--bins LIST]
      replaces the types that it may send and the BIN ranges whose cards it may report on; without an option, that list
      stays; an empty list ('') allows none. Types: ${UPSTREAM_PERMISSIONS.join(', ')}`;

/**
 * Returns the permissions in the options, or those `before` where there is no option.
 *
 * @throws CommandError for an unknown type or BIN range, or a range of an external issuer
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
  if (!permission)
    throw new CommandError(`--types: ${name} is not one of ${UPSTREAM_PERMISSIONS.join(', ')}`);
  return permission;
}

async function rangesIn(store: Store, names: readonly string[]): Promise<string[]> {
  for (const name of names) {
    const range = await findBinRange(store, name);
    if (!range) throw new CommandError(`--bins: there is no BIN range ${name}`);
    if (range.issuer !== EMBEDDED)
      throw new CommandError(
        `--bins: the cards of ${name} are at ${range.issuer}, which reports on them itself`,
      );
  }
  return [...names];
}

/** Replaces the permissions of an upstream and returns the text to print. */
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
      `${upstream.issuer} may always report on the cards of all BIN ranges that name it as their issuer`,
    );
  const changed = { ...upstream, ...(await permissionsFrom(store, options, upstream)) };
  await saveUpstream(store, changed);
  return `upstream ${upstream.userNo} may ${permissionsText(changed)}`;
}

/** Describes what an upstream may do, to follow "may". */
export function permissionsText({ types, binRangeIds, issuer }: Upstream): string {
  const allowed = types.length > 0 ? types.join(', ') : 'nothing';
  const ranges = binRangeIds.length > 0 ? `BIN ranges ${binRangeIds.join(', ')}` : 'no BIN range';
  return `send ${allowed}; about cards of ${issuer === EMBEDDED ? ranges : issuer}`;
}
