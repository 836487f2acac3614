import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type JsonObject, parseObject } from '../../../shared/wire/codec/json.ts';
import { CommandError } from './command-error.ts';

/** Returns the text of a file; undefined when there is no such file. */
export function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Returns the content of a file that somebody named, as text or in another encoding.
 *
 * @throws CommandError when it cannot be read
 */
export function readNamedFile(file: string, encoding: BufferEncoding = 'utf8'): string {
  try {
    return readFileSync(file, encoding);
  } catch (error) {
    throw new CommandError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/**
 * Parses JSON from a file.
 *
 * @throws CommandError naming the file when it is not a JSON object
 */
export function parseJsonObject(text: string, file: string): JsonObject {
  const value = parseObject(text);
  if (value) return value;
  throw new CommandError(`${file} is not a JSON object.`);
}

/** Returns the folder of the checkout of Issuary that contains the folder, or undefined. */
export function findCheckout(folder: string): string | undefined {
  const isCheckout = readIfPresent(join(folder, 'infra', 'bootstrap.mjs')) !== undefined;
  if (isCheckout) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findCheckout(parent);
}
