import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { JavaMissing } from '../errors.ts';

const OLDEST = 11;

/**
 * Finds the Java that would run, in `JAVA_HOME` or else on the path, and checks its version.
 *
 * @throws JavaMissing
 */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const atHome = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : '';
  const java = atHome && existsSync(atHome) ? atHome : 'java';
  // Java says its version on standard error. A stub that only offers to install one fails.
  const { stderr } = await promisify(execFile)(java, ['-version'], { env }).catch(() => {
    throw new JavaMissing('there is none');
  });
  const version = /version "(?:1\.)?(\d+)/.exec(stderr)?.[1];
  if (Number(version ?? 0) < OLDEST)
    throw new JavaMissing(`this one is ${version ?? 'of an unknown version'}`);
  return java;
}
