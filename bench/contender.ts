// One contender of a bench is one process, so that each is compiled for its own work alone. It
// reads a task a line, `NAME SIZE OPERATIONS SLICES GAPS`, and answers with the processor seconds of
// its fastest slice and a hash. This is the program of those in JavaScript; reference/ has the others.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { QUEUES, simjsTask } from './peers.ts';
import { taskOf } from './tasks.ts';

async function answer(contender: string, line: string): Promise<string> {
  const [name = '', size, operations, slices, file = ''] = line.split(' ');
  const gaps = new Float64Array(new Uint8Array(readFileSync(file)).buffer);
  const queue = QUEUES[contender]?.(Number(size)) ?? null;
  const task =
    contender === 'simjs'
      ? await simjsTask(Number(size), gaps)
      : taskOf(name, Number(size), gaps, queue);
  task.run(Number(operations));
  let best = Infinity;
  for (let slice = 0; slice < Number(slices); slice++) {
    const began = process.cpuUsage();
    task.run(Number(operations));
    const { user, system } = process.cpuUsage(began);
    best = Math.min(best, (user + system) / 1e6);
  }
  return `${best} ${task.hash()}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(await answer(process.argv[2] ?? '', line));
}
