import type { Command } from 'commander';
import type { CallRequest } from '../../../shared/client/client.ts';
import { OperationRefused } from '../../../shared/client/client-errors.ts';
import { catalogue, type OperationName } from '../../../shared/wire/contract/catalogue.ts';
import { CommandError, UsageError } from '../common/command-error.ts';
import { collect, DATA_OPTION, readData } from '../common/data-arguments.ts';
import { openMerchantClient } from '../common/deployment.ts';
import { deploymentOf, type Io, isJson, printResult } from '../common/io.ts';
import { maskSecrets } from '../common/mask-card-data.ts';
import { listOperations, operationNamed } from '../common/operations.ts';
import { textTable } from '../common/text-table.ts';
import { PROVOKE_OPTION, WireRecord } from '../common/wire-record.ts';

/** What a platform answers to a sender that it does not recognise. */
const SIGN_IN_FAILED = '100002';

interface CallOptions {
  readonly field?: readonly string[];
  readonly showWire?: boolean;
  readonly reveal?: boolean;
  readonly list?: boolean;
  readonly provoke?: string;
}

/** Adds `call`. */
export function addCall(program: Command, io: Io): void {
  program
    .command('call')
    .summary('call an operation of the Merchant API')
    .description(
      'Calls an operation of the Merchant API: seals and signs the request, opens the result and prints it as JSON.',
    )
    .argument('[operation]', 'cards.apply, cardApply or vcc/card/apply')
    .option(...DATA_OPTION, collect)
    .option('--show-wire', 'also print both messages as they were sent, to standard error')
    .option('--reveal', 'print card numbers, CVV2s and passwords in clear')
    .option(...PROVOKE_OPTION)
    .option('--list', 'list the operations')
    .addHelpText(
      'after',
      `
Examples:
  $ issuary call accounts.balance -d currency=USD
  $ issuary call cards.apply -d binRangeId=V1 -d localCurrency=USD -d authLimitAmount=100 \\
      -d startDate=today -d endDate=today+365 -d enableCurrencyCheck=0`,
    )
    .action(async (name: string | undefined, options: CallOptions, command: Command) => {
      if (options.list) return list(command, io);
      if (name === undefined) throw new UsageError('Which operation? issuary call --list names all.');
      await call(operationNamed(name), options, command, io);
    });
}

function list(command: Command, io: Io): void {
  const operations = listOperations();
  const rows = operations.map(({ method, path, title }) => [method, path, title]);
  printResult(command, io, operations, textTable(rows));
}

async function call(name: OperationName, options: CallOptions, command: Command, io: Io): Promise<void> {
  const operation = catalogue[name];
  const content = readData(options.field ?? [], operation.request);
  const wire = new WireRecord(options.provoke);
  const client = await openMerchantClient(deploymentOf(command, io), { fetch: wire.fetch });
  try {
    const result = await client.call(name, content as CallRequest<typeof name>);
    io.print(JSON.stringify(options.reveal ? result : maskSecrets(result), null, 2));
    if (operation.async && !isJson(command))
      io.note('Accepted. The outcome arrives as a notification; issuary call orders.list shows it too.');
  } catch (error) {
    if (error instanceof OperationRefused && error.errorCode === SIGN_IN_FAILED)
      throw new CommandError(`${error.message}. issuary doctor checks keys and clock.`, { cause: error });
    throw error;
  } finally {
    if (options.showWire) io.note(wire.text());
  }
}
