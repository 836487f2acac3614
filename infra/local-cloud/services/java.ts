import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { JavaMissing } from '../errors.ts';

const MIN_VERSION = 11;

/**
 * Finds Java in `JAVA_HOME`, or else on the path, and checks its version.
 *
 * @throws JavaMissing when there is none, or one that is too old
 */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const atHome = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : '';
  const java = atHome && existsSync(atHome) ? atHome : 'java';
  // Java prints its version on standard error. A stub that only offers to install Java fails.
  const { stderr } = await promisify(execFile)(java, ['-version'], { env }).catch(() => {
    throw new JavaMissing('there is none');
  });
  const version = /version "(?:1\.)?(\d+)/.exec(stderr)?.[1];
  if (Number(version ?? 0) < MIN_VERSION)
    throw new JavaMissing(`this one is ${version ?? 'of an unknown version'}`);
  return java;
}
