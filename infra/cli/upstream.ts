import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withoutExpiredKeys } from '../../shared/domain/parties/key-rotation.ts';
import { onboardUpstream } from '../../shared/domain/parties/onboarding.ts';
import { retryOnRecordChange } from '../../shared/domain/parties/party-record.ts';
import {
  findUpstream,
  saveUpstream,
  UPSTREAM_PERMISSIONS,
  type Upstream,
  upstreamKey,
} from '../../shared/domain/parties/upstream.ts';
import type { Write } from '../../shared/runtime/store/write.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import {
  addressesHelp,
  addressesText,
  claimKnownKeys,
  KEY_OPTIONS,
  keysFrom,
  required,
  SIGNATURE_OPTIONS,
  sealerOf,
  signatureHelp,
  signatureText,
  splitList,
  userNoFrom,
} from './party-options.ts';
import { PASSWORD_HELP } from './password.ts';
import { listParties, ROTATION_OPTIONS, rotateKeys, rotationHelp } from './rotate-keys.ts';
import { CEILING_HELP, CEILING_OPTIONS, ceilingsText, setCeilings } from './upstream-ceiling.ts';
import { CONNECTION_HELP, connectionCommand, isConnectionCommand } from './upstream-connection.ts';
import {
  PERMISSION_HELP,
  PERMISSION_OPTIONS,
  permissionsFrom,
  permissionsText,
  setPermissions,
} from './upstream-permissions.ts';

const HELP = `Adds upstreams, which report what happens to cards and ask to authorize, and changes their settings.

  npm run upstream -- add USER_NO --name NAME --key FILE --platform-key FILE [options]
      --key FILE           the upstream's public key: PEM, DER, Base64, a certificate or PKCS#12;
                           ${PASSWORD_HELP}
      --platform-key FILE  the file to write the platform's public key for this upstream to, to be handed over
      --key-bits BITS      size of the platform's key: 1024, 2048 (default) or 4096
      --types LIST         what it may send, separated by commas (default: nothing): ${UPSTREAM_PERMISSIONS[0]},
                           ${UPSTREAM_PERMISSIONS.slice(1).join(', ')}
      --bins LIST          the BIN ranges whose cards it may report on, separated by commas (default: none)
      --addresses LIST     addresses and CIDR ranges it may call from, separated by commas: at most /16 of IPv4, /32 of IPv6
      --unsigned           it need not sign: for clients that do not support signatures
${PERMISSION_HELP}
${CEILING_HELP}
${addressesHelp('upstream')}
${rotationHelp('upstream')}
${signatureHelp('upstream')}
  npm run upstream -- disable USER_NO
  npm run upstream -- enable USER_NO

${CONNECTION_HELP}

  --data DIR               the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

const OPTIONS = {
  ...KEY_OPTIONS,
  ...ROTATION_OPTIONS,
  ...SIGNATURE_OPTIONS,
  name: { type: 'string' },
  ...PERMISSION_OPTIONS,
  ...CEILING_OPTIONS,
  addresses: { type: 'string' },
} as const;

type Options = { readonly [Name in Exclude<keyof typeof OPTIONS, 'unsigned'>]?: string } & {
  readonly unsigned?: boolean;
};

/**
 * Runs one command and returns the text to print.
 *
 * @throws CommandError, RecordChanged, or the error for an invalid key or allow list
 */
export const upstreamCommand = (args: readonly string[], operator: Operator): Promise<string> =>
  retryOnRecordChange(() => run(args, operator));

async function run(args: readonly string[], operator: Operator): Promise<string> {
  if (isConnectionCommand(args[0])) return connectionCommand(args, operator);
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [command = '', number = ''] = positionals;
  if (command === 'list') return listParties('upstream', describe, operator);
  const userNo = userNoFrom(number);
  if (command === 'add') return add(userNo, values, operator);
  const { store, now } = operator.deps;
  const known = await findUpstream(store, userNo);
  if (!known) throw new CommandError(`there is no upstream ${userNo}`);
  const upstream = withoutExpiredKeys(known, now());
  const save = (changed: Upstream, beside?: readonly Write[]) => saveUpstream(store, changed, beside);
  if (command === 'disable' || command === 'enable') {
    await save({ ...upstream, enabled: command === 'enable' });
    return `upstream ${userNo} is ${command}d`;
  }
  if (command === 'allow') return setPermissions(upstream, values, operator);
  if (command === 'ceiling') return setCeilings(upstream, values, operator);
  if (command === 'addresses') {
    const allowedAddresses = splitList(values.addresses);
    await save({ ...upstream, allowedAddresses });
    return addressesText(`upstream ${userNo}`, allowedAddresses);
  }
  if (command === 'signature') {
    const requireSignature = !values.unsigned;
    await save({ ...upstream, requireSignature });
    return signatureText(`upstream ${userNo}`, requireSignature);
  }
  const kind = { name: 'upstream', recordKey: upstreamKey, save } as const;
  const rotated = await rotateKeys(command, upstream, values, kind, operator);
  if (rotated !== undefined) return rotated;
  throw new CommandError(`no such command: ${command}. See --help.`);
}

function describe(upstream: Upstream): string {
  const { name, ceilings } = upstream;
  const most = ceilings ? `; daily ceilings ${ceilingsText(ceilings)}` : '';
  return `${name}: may ${permissionsText(upstream)}${most}`;
}

async function add(userNo: string, options: Options, operator: Operator): Promise<string> {
  const { deps } = operator;
  if (await findUpstream(deps.store, userNo)) throw new CommandError(`upstream ${userNo} already exists`);
  const { publicKey, bits, file } = await keysFrom(options);
  await claimKnownKeys(operator);
  const allowedAddresses = splitList(options.addresses);
  const registration = {
    userNo,
    name: required(options, 'name'),
    publicKey,
    issuer: 'embedded' as const,
    ...(await permissionsFrom(deps.store, options, { types: [], binRangeIds: [] })),
    allowedAddresses,
    requireSignature: !options.unsigned,
  };
  const upstream = await onboardUpstream(deps.store, sealerOf(operator), registration, bits);
  writeFileSync(file, upstream.platformPublicKey);
  return `upstream ${userNo} is open; hand over ${file}. It may ${permissionsText(upstream)}`;
}

if (import.meta.main) await runCommand(HELP, upstreamCommand);
