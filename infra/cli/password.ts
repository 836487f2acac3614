import { readFileSync } from 'node:fs';
import { stderr, stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { KeyPasswordWrong } from '../../shared/wire/codec/codec-errors.ts';
import { CommandError } from './command.ts';

/** Options of every command that reads a key that may have a password. `password` is only there to be refused. */
export const PASSWORD_OPTIONS = {
  'password-file': { type: 'string' },
  password: { type: 'string' },
} as const;

/** The part of `--help` about the password of a key. */
export const PASSWORD_HELP = 'with a password: from --password-file FILE, or typed at the prompt';

type Options = Readonly<Record<string, string | boolean | undefined>>;

/** Prompts the person at the terminal. */
export type PasswordPrompt = (question: string) => Promise<string>;

/**
 * Reads a key with the password in the options' file, or, if the key requires one and there is a terminal, the password
 * typed there. Never from an argument: all users of a machine can see those, and shells store them.
 *
 * @throws CommandError for a password among the arguments, and the errors of `read`
 */
export async function withPassword<Key>(
  options: Options,
  read: (password?: string) => Key,
  prompt: PasswordPrompt | undefined = stdin.isTTY ? promptHidden : undefined,
): Promise<Key> {
  if (options['password'] !== undefined)
    throw new CommandError(
      '--password would be visible to everybody on this machine: use --password-file FILE, or type it at the prompt',
    );
  const file = options['password-file'];
  if (typeof file === 'string') return read(readFileSync(file, 'utf8').replace(/\r?\n$/, ''));
  try {
    return read();
  } catch (error) {
    if (!(error instanceof KeyPasswordWrong) || !prompt) throw error;
  }
  return read(await prompt("The key's password: "));
}

/** Prompts without showing what is typed. */
async function promptHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_, __, done) => done() });
  const line = createInterface({ input: stdin, output: nowhere, terminal: true });
  stderr.write(question);
  try {
    return await line.question('');
  } finally {
    line.close();
    stderr.write('\n');
  }
}
