import type { Command } from 'commander';
import { whenAborted } from '../../../infra/local-cloud/host/shutdown-signal.ts';
import { type ClearGateway, startClearGateway } from '../clear-gateway/clear-gateway.ts';
import { CommandError, UsageError } from '../common/command-error.ts';
import { collect } from '../common/data-arguments.ts';
import { openMerchantClient, readMerchant } from '../common/deployment.ts';
import { deploymentOf, type Io, printResult } from '../common/io.ts';
import { CLEAR_GATEWAY_PORT, portOf } from '../common/port.ts';

interface ServeOptions {
  readonly clear?: boolean;
  readonly port: string;
  readonly allowOrigin?: readonly string[];
}

/** Adds `serve --clear`. */
export function addServe(program: Command, io: Io): void {
  program
    .command('serve')
    .summary('a gateway on this machine that takes requests in clear')
    .description(
      'Serves the Merchant API in clear for development: JSON in clear in, sealed and signed to the platform, JSON in clear out. Listens on the loopback interface, and refuses web pages of other origins.',
    )
    .option('--clear', 'takes and returns JSON in clear (required)')
    .option('--port <port>', 'the port; 0 stands for any free one', String(CLEAR_GATEWAY_PORT))
    .option('--allow-origin <origin>', 'an origin whose web pages may call it; may be repeated', collect)
    .addHelpText(
      'after',
      `
Results come with HTTP 200, refusals with HTTP 422 and errorCode and errorMsg.

Example:
  $ curl http://127.0.0.1:${CLEAR_GATEWAY_PORT}/openapi/account/balance -d '{"currency":"USD"}'`,
    )
    .action((options: ServeOptions, command: Command) => serve(options, command, io));
}

async function serve(options: ServeOptions, command: Command, io: Io): Promise<void> {
  if (!options.clear) throw new UsageError('serve takes --clear: say that what it serves is not encrypted.');
  const port = portOf(options.port);
  const deployment = deploymentOf(command, io);
  readMerchant(deployment);
  if (!deployment.local)
    io.note(`Calls go to ${deployment.apiUrl} in the name of profile ${deployment.profile}: they are real.`);
  const gateway = await listening(
    startClearGateway({
      port,
      apiUrl: deployment.apiUrl,
      openClient: (client) => openMerchantClient(deployment, client),
      allowedOrigins: options.allowOrigin ?? [],
      log: io.note,
    }),
    options.port,
  );
  const { url } = gateway;
  printResult(command, io, { url }, `Clear gateway at ${url}, for ${deployment.apiUrl}. Ctrl-C stops it.`);
  await whenAborted(io.signal);
  await gateway.stop();
}

async function listening(starting: Promise<ClearGateway>, port: string): Promise<ClearGateway> {
  try {
    return await starting;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new CommandError(
      `Port ${port} is taken: npm start serves one there already; --port names another.`,
    );
  }
}
