import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type NotificationType, notifications } from '../../shared/contract/notifications.ts';
import { addressList } from '../../shared/merchants/addresses.ts';
import { onboardUpstream } from '../../shared/upstreams/onboard.ts';
import { findUpstream, saveUpstream, type UpstreamRight } from '../../shared/upstreams/upstream.ts';
import { openDataKeys } from '../../shared/vault/data-keys.ts';
import { Sealer } from '../../shared/vault/sealer.ts';
import { KEY_OPTIONS, keysFrom, listOf, required, userNoOf } from './counterparty.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';
import { CONNECTION_HELP, connectionCommand, isConnectionCommand } from './upstream-connection.ts';

const HELP = `Opens, lists, disables and enables upstreams: who may tell what happens to cards kept here, and ask to authorize.

  npm run upstream -- add USER_NO --name NAME --key FILE --platform-key FILE [options]
      --key FILE           the upstream's public key: PEM, DER, Base64, a certificate or PKCS#12 (--password)
      --platform-key FILE  where the platform's public key for this upstream is written, to be handed over
      --key-bits BITS      of the platform's key: 1024, 2048 (unless told) or 4096
      --types LIST         what it may say, with commas between; everything unless told:
                           authorize, ${Object.keys(notifications).join(', ')}
      --addresses LIST     addresses and CIDR ranges it may call from, with commas between
  npm run upstream -- list
  npm run upstream -- disable USER_NO
  npm run upstream -- enable USER_NO

${CONNECTION_HELP}

  --data DIR               the local cloud's data folder (.issuary); a deployment is named by its environment`;

const OPTIONS = {
  ...KEY_OPTIONS,
  name: { type: 'string' },
  types: { type: 'string' },
  addresses: { type: 'string' },
} as const;

type Options = { readonly [Name in keyof typeof OPTIONS]?: string };

const RIGHTS: readonly UpstreamRight[] = ['authorize', ...(Object.keys(notifications) as NotificationType[])];

/** Carries out one command and answers what to tell the operator. */
export async function upstreamCommand(args: readonly string[], operator: Operator): Promise<string> {
  if (isConnectionCommand(args[0])) return connectionCommand(args, operator);
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [command = '', number = ''] = positionals;
  if (command === 'list') return list(operator);
  const userNo = userNoOf(number);
  if (command === 'add') return add(userNo, values, operator);
  if (command !== 'disable' && command !== 'enable')
    throw new CommandRefused(`no such command: ${command}. --help tells the commands.`);
  const upstream = await findUpstream(operator.platform.store, userNo);
  if (!upstream) throw new CommandRefused(`there is no upstream ${userNo}`);
  await saveUpstream(operator.platform.store, { ...upstream, enabled: command === 'enable' });
  return `upstream ${userNo} is ${command}d`;
}

async function add(userNo: string, options: Options, { platform, environment }: Operator): Promise<string> {
  if (await findUpstream(platform.store, userNo))
    throw new CommandRefused(`upstream ${userNo} is there already`);
  const { publicKey, bits, file } = keysFrom(options);
  const allowedAddresses = listOf(options.addresses);
  addressList(allowedAddresses);
  const asked = {
    userNo,
    name: required(options, 'name'),
    publicKey,
    issuer: 'embedded' as const,
    types: rightsOf(options),
    allowedAddresses,
  };
  const sealer = new Sealer(openDataKeys(environment['DATA_KEY'] ?? ''));
  const upstream = await onboardUpstream(platform.store, sealer, asked, bits);
  writeFileSync(file, upstream.platformPublicKey);
  return `upstream ${userNo} is open; hand over ${file}`;
}

function rightsOf({ types }: Options): readonly UpstreamRight[] {
  if (types === undefined) return RIGHTS;
  return listOf(types).map((wanted) => {
    const right = RIGHTS.find((known) => known === wanted);
    if (!right) throw new CommandRefused(`--types: ${wanted} is none of ${RIGHTS.join(', ')}`);
    return right;
  });
}

async function list({ scan }: Operator): Promise<string> {
  const items = (await scan('merchants')).filter(({ pk }) => String(pk).startsWith('upstream/'));
  const lines = items.map(
    ({ userNo, name, enabled, types }) =>
      `${userNo}  ${enabled ? 'enabled ' : 'disabled'}  ${name}: ${(types as string[]).join(', ')}`,
  );
  return lines.length > 0 ? lines.sort().join('\n') : 'there is no upstream';
}

if (import.meta.main) await runCommand(HELP, upstreamCommand);
