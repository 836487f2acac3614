import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import {
  exportPem,
  fingerprintOf,
  generateRsaKeyPair,
  importPublicKey,
  RSA_MODULUS_BITS,
  type RsaModulusBits,
} from '../../../shared/wire/codec/keys.ts';
import { CommandError } from '../common/command-error.ts';
import { readNamedFile } from '../common/files.ts';
import { type Io, printResult } from '../common/io.ts';
import { textTable } from '../common/text-table.ts';

/** Adds `keys generate` and `keys inspect`. */
export function addKeys(program: Command, io: Io): void {
  const keys = program.command('keys').summary('generate and inspect RSA keys');
  keys.description('Generates key pairs for the API, and says what a key file is.');
  keys
    .command('generate')
    .summary('generate a key pair')
    .description(
      'Generates a key pair as NAME-private.pem (PKCS#8, readable by you only) and NAME-public.pem, which you hand to the operator.',
    )
    .addArgument(new Argument('[name]', 'the beginning of the file names').default('merchant'))
    .addOption(
      new Option('--bits <bits>', 'the size of the modulus')
        .choices(RSA_MODULUS_BITS.map(String))
        .default('2048'),
    )
    .option('--out <folder>', 'the folder for both files', '.')
    .action(async (name: string, { bits, out }: { bits: string; out: string }, command: Command) =>
      generate(name, Number(bits) as RsaModulusBits, out, command, io),
    );
  keys
    .command('inspect')
    .summary('say what a key file is')
    .description(
      'Says what a file is: format, size, fingerprint, and whether it is a private key. Reads PEM, DER, Base64, certificates and PKCS#12.',
    )
    .argument('<file>')
    .option('--public', 'fail unless it is a public key, which may be handed over')
    .option('--password-file <file>', 'the file with the password of an encrypted key')
    .action(inspect(io));
}

async function generate(
  name: string,
  bits: RsaModulusBits,
  out: string,
  command: Command,
  io: Io,
): Promise<void> {
  const files = { private: join(out, `${name}-private.pem`), public: join(out, `${name}-public.pem`) };
  const taken = Object.values(files).find((file) => existsSync(file));
  if (taken) throw new CommandError(`${taken} is there already: choose another name, or move it away.`);
  const pair = await generateRsaKeyPair(bits);
  mkdirSync(out, { recursive: true });
  writeFileSync(files.private, pair.privateKey, { mode: 0o600, flag: 'wx' });
  writeFileSync(files.public, pair.publicKey, { flag: 'wx' });
  const fingerprint = fingerprintOf(pair.publicKey);
  const rows = [
    ['private key', files.private, 'keep it: it signs in your name'],
    ['public key', files.public, 'hand it to the operator'],
    ['fingerprint', fingerprint, 'compare it over the phone'],
  ];
  printResult(command, io, { bits, files, fingerprint }, textTable(rows));
}

interface InspectOptions {
  readonly public?: boolean;
  readonly passwordFile?: string;
}

const inspect = (io: Io) => async (file: string, options: InspectOptions, command: Command) => {
  // node-forge is slow to load, and only this command needs it.
  const { readKey } = await import('../../../shared/wire/codec/formats.ts');
  readNamedFile(file);
  const password =
    options.passwordFile === undefined
      ? undefined
      : readNamedFile(options.passwordFile).replace(/\r?\n$/, '');
  const { format, publicKey, privateKey } = readKey(readFileSync(file), password);
  const { modulusBytes } = importPublicKey(publicKey);
  const kind = privateKey === undefined ? 'public' : 'private';
  const facts = { file, kind, format, bits: 8 * modulusBytes, fingerprint: fingerprintOf(publicKey) };
  const rows = Object.entries(facts).map(([name, value]) => [name, String(value)]);
  printResult(command, io, { ...facts, publicKey: exportPem(importPublicKey(publicKey)) }, textTable(rows));
  if (kind === 'public') return;
  const warning = `${file} holds a private key: never hand it over. issuary keys inspect --json prints its public half.`;
  if (options.public) throw new CommandError(warning);
  io.note(warning);
};
