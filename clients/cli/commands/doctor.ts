import type { Command } from 'commander';
import { CommandError } from '../common/command-error.ts';
import { deploymentOf, type Io, printResult } from '../common/io.ts';
import { runChecks } from '../doctor/checks.ts';

const MARKS = { ok: '✓', warning: '!', failed: '✗' } as const;

/** Adds `doctor`. */
export function addDoctor(program: Command, io: Io): void {
  program
    .command('doctor')
    .summary('check this machine, the keys and the clock')
    .description(
      'Checks what calls need: Node, the keys and their permissions, that the platform answers and knows the keys, and the clock; for a local cloud also Java, ports and the receiver. Says of each fault what to do.',
    )
    .action(async (_: object, command: Command) => {
      const checks = await runChecks(deploymentOf(command, io), io);
      const lines = checks.map(({ name, state, message }) => `${MARKS[state]} ${name.padEnd(10)} ${message}`);
      const failed = checks.filter(({ state }) => state === 'failed');
      printResult(command, io, { ok: failed.length === 0, checks }, lines.join('\n'));
      if (failed.length > 0) throw new CommandError(`${failed.length} of ${checks.length} checks failed.`);
    });
}
