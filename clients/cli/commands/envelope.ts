import type { Command } from 'commander';
import { openCardData } from '../../../shared/wire/codec/card-data.ts';
import { sealRequest } from '../../../shared/wire/codec/envelope.ts';
import { importPrivateKey, importPublicKey, publicKeyOf } from '../../../shared/wire/codec/keys.ts';
import { catalogue } from '../../../shared/wire/contract/catalogue.ts';
import { CommandError } from '../common/command-error.ts';
import { collect, DATA_OPTION, readData } from '../common/data-arguments.ts';
import { readMerchant } from '../common/deployment.ts';
import { checkEnvelope, type NamedKey, type Step } from '../common/envelope-steps.ts';
import { readNamedFile } from '../common/files.ts';
import { deploymentOf, type Io, printResult } from '../common/io.ts';
import { maskSecrets } from '../common/mask-card-data.ts';
import { operationNamed } from '../common/operations.ts';

/** The merchant's keys, as far as there are any, with the envelopes that each opens. */
function keysOf(command: Command, io: Io) {
  const { userNo, requestCipher, ...options } = readMerchant(deploymentOf(command, io));
  const platform = [options.platformPublicKey]
    .flat()
    .map((key): NamedKey => ({ name: "the platform's public key", key: importPublicKey(key as string) }));
  const privateKey =
    'merchantPrivateKey' in options ? importPrivateKey(options.merchantPrivateKey as string) : undefined;
  const own: NamedKey[] = privateKey
    ? [{ name: "the merchant's public key", key: publicKeyOf(privateKey) }]
    : [];
  const requestKey =
    requestCipher === 'platform-public' ? platform[0]?.key : (privateKey ?? platform[0]?.key);
  return { userNo, requestCipher, privateKey, requestKey, own, platform };
}

/** Adds `envelope seal`, `envelope open` and `envelope check`. */
export function addEnvelope(program: Command, io: Io): void {
  const envelope = program.command('envelope').summary('seal, open and check envelopes without sending them');
  envelope.description('Seals, opens and checks envelopes with the keys of the profile. Sends nothing.');
  envelope
    .command('seal')
    .summary('print the body of a request')
    .description('Seals fields and prints the body of the request, to send with any HTTP client.')
    .argument('[operation]', 'decides which fields are numbers')
    .option(...DATA_OPTION, collect)
    .action((name: string | undefined, { field = [] }: { field?: string[] }, command: Command) => {
      const { userNo, requestKey } = keysOf(command, io);
      if (!requestKey) throw new CommandError('The profile has no key to seal with.');
      const schema = name === undefined ? undefined : catalogue[operationNamed(name)].request;
      io.print(JSON.stringify(sealRequest(readData(field, schema), userNo, requestKey)));
    });
  envelope
    .command('open')
    .summary('print what an envelope holds')
    .description('Opens a request, a response or a notification and prints its content. Checks no signature.')
    .argument('[file]', 'the body; standard input if absent or -', '-')
    .option('--reveal', 'print card numbers, CVV2s and passwords in clear')
    .action(async (file: string, { reveal }: { reveal?: boolean }, command: Command) => {
      const { steps, content, privateKey } = await check(file, command, io);
      if (!content)
        throw new CommandError(`${steps.at(-1)?.detail} issuary envelope check shows every step.`);
      const clear = privateKey ? await openCardData(content, [privateKey]).catch(() => content) : content;
      io.print(JSON.stringify(reveal ? clear : maskSecrets(clear), null, 2));
    });
  envelope
    .command('check')
    .summary('show at which step an envelope fails, and why')
    .description(
      'Walks the steps of opening a request, a response or a notification, and says which one fails and why.',
    )
    .argument('[file]', 'the body; standard input if absent or -', '-')
    .action(async (file: string, _: object, command: Command) => {
      const { steps, kind } = await check(file, command, io);
      printResult(
        command,
        io,
        { ok: steps.every(({ ok }) => ok), kind, steps },
        steps.map(stepLine).join('\n'),
      );
      const failed = steps.find(({ ok }) => !ok);
      if (failed) throw new CommandError(`The envelope fails at the step ${failed.step}.`);
    });
}

async function check(file: string, command: Command, io: Io) {
  const body = file === '-' ? await io.readStdin() : readNamedFile(file);
  const { userNo, own, platform, privateKey, requestCipher } = keysOf(command, io);
  const isPublic = requestCipher === 'platform-public';
  const result = checkEnvelope(body, {
    userNo,
    keysFor: (kind) => (kind === 'request' ? (isPublic ? [] : own) : platform),
    strangers: [
      ...own,
      ...platform,
      ...(privateKey ? [{ name: "the merchant's private key", key: privateKey }] : []),
    ],
  });
  return { ...result, privateKey };
}

const stepLine = ({ step, ok, detail }: Step): string => `${ok ? '✓' : '✗'} ${step.padEnd(9)} ${detail}`;
