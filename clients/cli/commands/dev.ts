import { Argument, type Command } from 'commander';
import { CommandError } from '../common/command-error.ts';
import { requireLocal } from '../common/deployment.ts';
import { deploymentOf, type Io, printResult } from '../common/io.ts';
import { askControl } from '../common/local-control.ts';
import { textTable } from '../common/text-table.ts';
import { findPlatform } from '../dev/find-platform.ts';
import type { LocalPlatform } from '../dev/local-platform.ts';
import { addDevFail } from './dev-fail.ts';

/** Adds `dev start`, `stop`, `status`, `reset`, `clock` and `fail`. */
export function addDev(program: Command, io: Io): void {
  const dev = program
    .command('dev')
    .summary('run the platform on this machine, move its clock, make it fail');
  dev.description('Runs the whole platform on this machine, without AWS, and moves its clock.');
  addRunning(dev, io);
  addClock(dev, io);
  addDevFail(dev, io);
}

function addRunning(dev: Command, io: Io): void {
  dev
    .command('start')
    .summary('start it in the background, and wait until it is ready')
    .description(
      'Starts the local cloud in the background, with the demo merchant, and waits until it is ready. Ports and the data folder are those of npm start; ISSUARY_PORT and its like choose others.',
    )
    .argument('[options...]', 'options of npm start, after --: -- --port 0')
    .action(async (options: string[], _: object, command: Command) => {
      const { apiUrl } = await platformOf(command, io).start(options);
      printResult(
        command,
        io,
        { apiUrl },
        `The local cloud is ready at ${apiUrl}. issuary dev stop stops it.`,
      );
    });
  dev
    .command('stop')
    .description('Stops the local cloud that runs on the data folder. Its data stays.')
    .action(async (_: object, command: Command) => {
      const stopped = await platformOf(command, io).stop();
      printResult(
        command,
        io,
        { stopped },
        stopped ? 'The local cloud has stopped.' : 'No local cloud was running.',
      );
    });
  dev
    .command('status')
    .description('Says whether a local cloud runs on the data folder. The exit code is 1 if none does.')
    .action((_: object, command: Command) => status(command, io));
  dev
    .command('reset')
    .summary('stop it and delete its data')
    .description(
      'Stops the local cloud and deletes its data folder: tables, keys, logs. The next start is the first.',
    )
    .option('--yes', 'delete without asking (required)')
    .action(async ({ yes }: { yes?: boolean }, command: Command) => {
      const { dataDir } = requireLocal(deploymentOf(command, io), 'dev reset');
      if (!yes) throw new CommandError(`This deletes ${dataDir} with all of its data: say --yes.`);
      await platformOf(command, io).reset();
      printResult(
        command,
        io,
        { deleted: dataDir },
        `${dataDir} is deleted. issuary dev start makes a new one.`,
      );
    });
}

function platformOf(command: Command, io: Io): LocalPlatform {
  const { dataDir } = requireLocal(deploymentOf(command, io), 'dev');
  return findPlatform(dataDir, io);
}

function status(command: Command, io: Io): void {
  const { dataDir } = requireLocal(deploymentOf(command, io), 'dev status');
  const running = platformOf(command, io).status();
  if (!running) {
    printResult(command, io, { running: false, dataDir }, `No local cloud runs on ${dataDir}.`);
    throw new CommandError('issuary dev start starts one.');
  }
  const facts = { running: true, ...running, dataDir };
  printResult(
    command,
    io,
    facts,
    textTable(Object.entries(facts).map(([name, value]) => [name, String(value)])),
  );
}

function addClock(dev: Command, io: Io): void {
  const clock = dev.command('clock').summary("read and move the platform's clock");
  clock.description(
    'Reads and moves the clock of the local cloud. What becomes due in between happens: holds expire, notifications are attempted again, quotes end.',
  );
  const ask = async (command: Command, body?: object): Promise<void> => {
    const deployment = deploymentOf(command, io);
    requireLocal(deployment, 'dev clock');
    const time = await askControl(deployment.apiUrl, 'clock', body);
    printResult(command, io, time, String(time['now']));
  };
  clock
    .command('now')
    .description("Prints the platform's time.")
    .action((_: object, command: Command) => ask(command));
  clock
    .command('advance')
    .description('Moves the clock forward, and waits until everything that became due has happened.')
    .addArgument(new Argument('<duration>', '28h, 1d12h, 90s'))
    .action((advance: string, _: object, command: Command) => ask(command, { advance }));
  clock
    .command('set')
    .description('Moves the clock forward to a time.')
    .addArgument(new Argument('<time>', 'ISO 8601: 2030-01-31T12:00:00Z'))
    .action((set: string, _: object, command: Command) => ask(command, { set }));
}
