import { expect, test } from 'vitest';
import { textBench } from '../../bench/text.ts';
import { table } from '../../src/report/table.ts';

test('the bench of texts reports the lengths of names and the effort for each', () => {
  const report = textBench([10, 300], () => 0);
  const line = (letters: number) =>
    `${letters} letters a name  counted 0 ms  told 0 ms  \\d+ letters\n`;
  expect(report).toMatch(new RegExp(`^${line(10)}${line(300)}$`));
});

// What takes the square of the length takes hours here.
test.each(['x', 'Ab', '日', 'e\u0301', 'a-b'])(
  'a hundred thousand letters %s end in a table',
  (sign) => {
    const name = sign.repeat(100_000 / sign.length);
    const told = table([{ name: 'a' }, { name: 'b' }], [[name, 'y']], { width: 80 });
    expect(told.replaceAll(/\s/g, '')).toContain(sign.repeat(10));
  },
  60_000,
);
