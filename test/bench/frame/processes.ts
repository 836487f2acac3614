import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in /proc: the same on every Linux. */
const TICKS_PER_SECOND = 100;

/** A running process, from /proc. */
interface Process {
  readonly parent: number;
  readonly cpuMs: number;
}

/** Returns a process, or undefined when it has ended or the system has no /proc. */
function findProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The fields after the name, which is in parentheses and may contain any character.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { parent: Number(fields[1]), cpuMs: (ticks * 1_000) / TICKS_PER_SECOND };
  } catch {
    return undefined;
  }
}

function allPids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Returns the children of a process. */
export const childrenOf = (pid: number): number[] =>
  allPids().filter((each) => findProcess(each)?.parent === pid);

/** Returns the processor time of a process and its descendants so far, in milliseconds; NaN without /proc. */
export function cpuMsOf(pid: number): number {
  const own = findProcess(pid);
  return own
    ? childrenOf(pid).reduce((total, child) => total + (cpuMsOf(child) || 0), own.cpuMs)
    : Number.NaN;
}

/** Returns the memory of a process alone, in MB (10⁶ bytes); NaN without /proc. */
export function memoryMbOf(pid: number): number {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (Number(kilobytes) * 1_024) / 1_000_000;
  } catch {
    return Number.NaN;
  }
}
