import { spawnSync } from 'node:child_process';
import type { Tool } from './sdks.ts';

/** Says why a tool does not do; undefined when it does. */
export function faultOf({ command: [program, ...args], name, atLeast }: Tool): string | undefined {
  const { error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  const needed = `${name} ${atLeast.join('.')} or newer`;
  if (error) return `${needed} is not installed (no ${program})`;
  const [, major = '', minor = '0'] = /(\d+)(?:\.(\d+))?/.exec(stdout + stderr) ?? [];
  const isEnough =
    Number(major) > atLeast[0] || (Number(major) === atLeast[0] && Number(minor) >= atLeast[1]);
  return isEnough ? undefined : `${needed} is needed, and ${program} is ${major}.${minor}`;
}
