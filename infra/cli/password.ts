import { readFileSync } from 'node:fs';
import { stderr, stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { KeyPasswordWrong } from '../../shared/wire/codec/codec-errors.ts';
import { CommandError } from './command.ts';

/** Options of every command that reads a key which may be under a password; `password` only to say that it is none. */
export const PASSWORD_OPTIONS = {
  'password-file': { type: 'string' },
  password: { type: 'string' },
} as const;

/** How the password of a key is told, for `--help`. */
export const PASSWORD_HELP = 'what is under a password: --password-file FILE, or typed when it is asked for';

type Options = Readonly<Record<string, string | boolean | undefined>>;

/** Asks whoever sits at the terminal. */
export type PasswordPrompt = (question: string) => Promise<string>;

/**
 * The key that `read` gives with the password which the options' file holds, or which is typed where the key wants one
 * and somebody is there. Never from an argument: all users of a machine see those, and shells keep them.
 *
 * @throws CommandRefused for a password among the arguments, and what `read` throws
 */
export async function withPassword<Key>(
  options: Options,
  read: (password?: string) => Key,
  prompt: PasswordPrompt | undefined = stdin.isTTY ? promptHidden : undefined,
): Promise<Key> {
  if (options['password'] !== undefined)
    throw new CommandError(
      '--password is seen by everybody on this machine: take --password-file FILE, or type it when asked',
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

/** Asks without showing what is typed. */
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
