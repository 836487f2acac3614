import { spawn } from 'node:child_process';

// Runs a program and kills it when this process's standard input closes. The parent process holds the other end, which
// the operating system closes however the parent ends.

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));
process.stdin.on('close', () => child.kill('SIGKILL')).resume();
