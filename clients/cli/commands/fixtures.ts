import type { Command } from 'commander';
import { CommandError } from '../common/command-error.ts';
import { collect, readData } from '../common/data-arguments.ts';
import { readNamedFile } from '../common/files.ts';
import { deploymentOf, type Io, isJson } from '../common/io.ts';
import { escapeLine } from '../common/text-table.ts';
import { fixtureSchema, readFixture } from '../fixtures/fixture-file.ts';
import { runFixture, type StepReport } from '../fixtures/run-fixture.ts';

/** Adds `fixtures run` and `fixtures schema`. */
export function addFixtures(program: Command, io: Io): void {
  const fixtures = program.command('fixtures').summary('run a file of steps with expectations');
  fixtures.description('Runs files of steps: calls, events of the card network, notifications to wait for.');
  fixtures
    .command('run')
    .summary('run a file of steps')
    .description('Runs the steps of a YAML or JSON file one after the other, up to the first that fails.')
    .argument('<file>')
    .option('--var <key=value>', 'another value for a variable of the file; may be repeated', collect)
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, { var: changed = [] }: { var?: string[] }, command: Command) => {
      const fixture = readFixture(readNamedFile(file), file);
      const variables = { ...fixture.variables, ...readData(changed) };
      const reports: StepReport[] = [];
      const { ok, variables: saved } = await runFixture(
        { ...fixture, variables },
        deploymentOf(command, io),
        (one) => {
          reports.push(one);
          if (!isJson(command)) io.print(escapeLine(lineOf(one)));
        },
      );
      if (isJson(command)) io.print(JSON.stringify({ ok, steps: reports, variables: saved }, null, 2));
      if (!ok) throw new CommandError(`${file} failed at step ${reports.length} of ${fixture.steps.length}.`);
    });
  fixtures
    .command('schema')
    .description('Prints the JSON Schema of these files, for editors.')
    .action(() => io.print(JSON.stringify(fixtureSchema(), null, 2)));
}

const lineOf = ({ step, name, ok, problem }: StepReport): string =>
  `${ok ? '✓' : '✗'} ${step} ${name}${problem === undefined ? '' : `: ${problem}`}`;

const EXAMPLE = `
A file:
  variables: { amount: 12.5 }
  steps:
    - trigger: authorize
      with: { amount: "\${amount}" }
      expect: { approved: 1 }
      save: { record: recordNo }
    - wait: card_transaction
      where: { recordNo: "\${record}" }
    - call: transactions.list
      with: { recordNo: "\${record}" }
      expect: { totalCount: 1 }`;
