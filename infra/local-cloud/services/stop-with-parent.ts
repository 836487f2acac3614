import { spawn } from 'node:child_process';

// Runs a program and ends it when this process's standard input closes: the runner holds the other end, and the
// operating system closes that however the runner ends.

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));
process.stdin.on('close', () => child.kill('SIGKILL')).resume();
