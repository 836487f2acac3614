import { text } from 'node:stream/consumers';
import { shutdownSignal } from '../../infra/local-cloud/host/shutdown-signal.ts';
import { runCli } from './program.ts';

// The reader may stop reading: issuary call --list | head.
process.stdout.on('error', () => process.exit(1));
process.exit(
  await runCli(process.argv.slice(2), {
    env: process.env,
    // npm changes to the project's folder before it runs a script.
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    readStdin: () => text(process.stdin),
    signal: shutdownSignal(),
  }),
);
