import { parseArgs } from 'node:util';
import { OptionInvalid } from '../local-cloud/errors.ts';
import { type Ports, SERVICE_PORTS } from '../local-cloud/services/ports.ts';

export interface StartOptions {
  readonly ports: Ports;
  readonly dataDir: string;
  readonly help: boolean;
}

export const DEFAULT_PORTS: Ports = { api: 8080, receiver: 8081, dynamodb: 8082, sqs: 8083 };
export const DEFAULT_DATA_DIR = '.issuary';

const portLines = (Object.keys(SERVICE_PORTS) as (keyof Ports)[]).map((service) => {
  const { label, option, variable } = SERVICE_PORTS[service];
  return `  ${`${option} PORT`.padEnd(22)} ${variable.padEnd(23)} ${label} (${DEFAULT_PORTS[service]})`;
});

export const HELP = `Runs the synthesized CDK app on this machine, until Ctrl-C.

  npm start -- [options]

${portLines.join('\n')}
  ${'--data DIR'.padEnd(22)} ${'ISSUARY_DATA'.padEnd(23)} everything that is kept, and the logs (${DEFAULT_DATA_DIR})

Each option may be set in the environment as well; 0 stands for any free port.
AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SQS and AWS_ENDPOINT_URL_S3 name services to use instead of own ones.`;

/**
 * Reads the command line, and the environment for what it does not say.
 *
 * @throws OptionInvalid
 */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const values = parse(args);
  const port = (service: keyof Ports): number => {
    const { option, variable } = SERVICE_PORTS[service];
    const given = values[option.slice(2)] ?? env[variable] ?? String(DEFAULT_PORTS[service]);
    if (!/^\d{1,5}$/.test(String(given)) || Number(given) > 65_535)
      throw new OptionInvalid(`${option} or ${variable} is a port from 0 to 65535, not ${given}.`);
    return Number(given);
  };
  return {
    ports: {
      api: port('api'),
      dynamodb: port('dynamodb'),
      sqs: port('sqs'),
      receiver: port('receiver'),
    },
    dataDir: String(values['data'] ?? env['ISSUARY_DATA'] ?? DEFAULT_DATA_DIR),
    help: values['help'] === true,
  };
}

function parse(args: readonly string[]): Record<string, string | boolean | undefined> {
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
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new OptionInvalid(`${(error as Error).message} (--help tells the options.)`);
  }
}
