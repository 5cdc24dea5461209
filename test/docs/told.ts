import { main } from '../../src/cli/program.ts';
import { silentIo } from '../cli/silent-io.ts';

/** What one command line says on a terminal, errors in their place, and its exit code. */
export async function told(argv: readonly string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  const code = await main(argv, silentIo(write, write));
  return { code, text };
}
