import { parseArgs } from 'node:util';
import { CommandError } from '../../clients/cli/common/command-error.ts';
import { CLEAR_GATEWAY_PORT } from '../../clients/cli/common/port.ts';
import { DEFAULT_DATA_DIR, localDataDir } from '../../clients/cli/common/profiles.ts';
import { LocalCloudError, PortTaken } from '../local-cloud/errors.ts';
import { type Ports as CloudPorts, SERVICES } from '../local-cloud/services/ports.ts';

/** A port that can be chosen, and how. */
interface ServicePort {
  readonly label: string;
  readonly option: string;
  readonly variable: string;
}

/** The ports of the demo receiver and the clear gateway, beside those of the cloud. */
export type StartPorts = CloudPorts & { readonly receiver: number; readonly clear: number };

export const SERVICE_PORTS: Readonly<Record<keyof StartPorts, ServicePort>> = {
  api: { label: SERVICES.api, option: '--port', variable: 'ISSUARY_PORT' },
  dynamodb: {
    label: SERVICES.dynamodb,
    option: '--dynamodb-port',
    variable: 'ISSUARY_DYNAMODB_PORT',
  },
  sqs: { label: SERVICES.sqs, option: '--sqs-port', variable: 'ISSUARY_SQS_PORT' },
  receiver: {
    label: 'the demo receiver',
    option: '--receiver-port',
    variable: 'ISSUARY_RECEIVER_PORT',
  },
  clear: {
    label: 'the clear gateway',
    option: '--clear-port',
    variable: 'ISSUARY_CLEAR_PORT',
  },
};

export interface StartOptions {
  readonly ports: StartPorts;
  readonly dataDir: string;
  readonly help: boolean;
}

export const DEFAULT_PORTS: StartPorts = {
  api: 8080,
  receiver: 8081,
  dynamodb: 8082,
  sqs: 8083,
  clear: CLEAR_GATEWAY_PORT,
};

const portLines = (Object.keys(SERVICE_PORTS) as (keyof StartPorts)[]).map((service) => {
  const { label, option, variable } = SERVICE_PORTS[service];
  return `  ${`${option} PORT`.padEnd(22)} ${variable.padEnd(23)} ${label} (${DEFAULT_PORTS[service]})`;
});

export const HELP = `Runs the synthesized CDK app on this machine until Ctrl-C.

  npm start -- [options]

${portLines.join('\n')}
  ${'--profile NAME'.padEnd(22)} ${'ISSUARY_PROFILE'.padEnd(23)} the local cloud by the name of its profile
  ${'--data DIR'.padEnd(22)} ${'ISSUARY_DATA'.padEnd(23)} the folder for data and logs (${DEFAULT_DATA_DIR})

Each option can also be set in the environment; port 0 stands for any free port.
AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SQS and AWS_ENDPOINT_URL_S3 name services to use instead of starting some.`;

class OptionInvalid extends LocalCloudError {
  override readonly name = 'OptionInvalid';
  readonly code = 'OPTION_INVALID';
}

/**
 * Reads the options from the command line, and from the environment where the command line has none.
 *
 * @throws OptionInvalid
 */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const values = parse(args);
  const port = (service: keyof StartPorts): number => {
    const { option, variable } = SERVICE_PORTS[service];
    const given = values[option.slice(2)] ?? env[variable] ?? String(DEFAULT_PORTS[service]);
    if (!/^\d{1,5}$/.test(String(given)) || Number(given) > 65_535)
      throw new OptionInvalid(`${option} or ${variable} must be a port from 0 to 65535, not ${given}.`);
    return Number(given);
  };
  return {
    ports: {
      api: port('api'),
      dynamodb: port('dynamodb'),
      sqs: port('sqs'),
      receiver: port('receiver'),
      clear: port('clear'),
    },
    dataDir: dataDirOf(values, env),
    help: values['help'] === true,
  };
}

function dataDirOf({ data, profile }: Values, env: NodeJS.ProcessEnv): string {
  try {
    return localDataDir({ data: data as string | undefined, profile: profile as string | undefined }, env);
  } catch (error) {
    throw error instanceof CommandError ? new OptionInvalid(error.message) : error;
  }
}

/** What went wrong, with the option that may help. */
export function startErrorText(error: LocalCloudError): string {
  const ports = Object.values(SERVICE_PORTS);
  const port = error instanceof PortTaken && ports.find(({ label }) => label === error.service);
  return port
    ? `${error.message} Free it, or choose another one with ${port.option} or ${port.variable}.`
    : error.message;
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

function parse(args: readonly string[]): Values {
  const ports = Object.values(SERVICE_PORTS).map(({ option }) => [
    option.slice(2),
    { type: 'string' as const },
  ]);
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(ports),
        data: { type: 'string' },
        profile: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values as Values;
  } catch (error) {
    throw new OptionInvalid(`${(error as Error).message} (See --help for the options.)`);
  }
}
