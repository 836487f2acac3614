import { startIssuary } from '../../../infra/demo/local-issuary.ts';

// A local cloud as a process of its own, to be killed: its data folder, its API's port and its settings in JSON are the
// arguments, its addresses are its one line.

const [, , dataDir = '', apiPort = '0', settings = '{}'] = process.argv;

const ports = { api: Number(apiPort) };
const { apiUrl, env, logsDir } = await startIssuary({ dataDir, ports, ...JSON.parse(settings) });
console.log(JSON.stringify({ apiUrl, env, logsDir }));
