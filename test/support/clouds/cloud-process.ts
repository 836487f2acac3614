import { startIssuary } from '../../../infra/demo/local-issuary.ts';

// A local cloud in a process that tests can kill. Its arguments are the data folder, the API's port and its settings as
// JSON; it prints its addresses on one line.

const [, , dataDir = '', apiPort = '0', settings = '{}'] = process.argv;

const ports = { api: Number(apiPort) };
const { apiUrl, env, logsDir } = await startIssuary({ dataDir, ports, ...JSON.parse(settings) });
console.log(JSON.stringify({ apiUrl, env, logsDir }));
