import fc from 'fast-check';
import { expect, test } from 'vitest';
import { list, table } from '../../src/report/table.ts';

const COLUMNS = [{ name: 'what' }, { name: 'why' }, { name: 'how many', align: 'right' }] as const;

test('a word that is wider than its column is broken behind a mark', () => {
  const told = table(COLUMNS, [['Stack-PrivateSubnetA, Stack-PrivateSubnetB', 'w', '1']], {
    width: 30,
  });
  expect(told.split('\n').map((line) => line.split('  ')[0])).toEqual([
    'what',
    'Stack-',
    'PrivateSubnetA,',
    'Stack-',
    'PrivateSubnetB',
    '',
  ]);
});

test('a word without marks is broken before a capital letter', () => {
  const told = table(
    [{ name: 'why', widthMin: 4 }],
    [['SubnetOutOfIPAddresses eniLimitExceeded']],
    {
      width: 17,
    },
  );
  const lines = ['why', 'SubnetOutOf', 'IPAddresses', 'eniLimitExceeded', ''];
  expect(told.split('\n')).toEqual(lines);
  const narrow = table([{ name: 'why', widthMin: 4 }], [['Unbreakable']], { width: 5 });
  expect(narrow.split('\n')).toEqual(['why', 'Unbre', 'akabl', 'e', '']);
});

test('no table is wider than asked, and no sign of a cell is lost', () => {
  const word = fc.stringMatching(/^[a-zA-Z/+:_-]{1,40}$/);
  const cell = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 30, max: 120 }),
      (rows, width) => {
        const told = table(COLUMNS, rows, { width });
        for (const line of told.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
        const signs = (text: string) => [...text.replaceAll(/\s/g, '')].sort().join('');
        const names = COLUMNS.map(({ name }) => name).join('');
        expect(signs(told)).toBe(signs(names + rows.flat().join('')));
      },
    ),
  );
});

test('long cells are a list: a sentence each, with what belongs to it below', () => {
  const rows = [
    ['Stack-PrivateSubnetA', 'it is exported elsewhere', "--param 'import:x=value'"],
    ['Nets', 'it has no default', '--param Nets=value'],
    ['Zone', 'it has no default', '--param Zone=value'],
  ];
  expect(list(rows, { width: 40, rowsMax: 2 }).split('\n')).toEqual([
    'Stack-PrivateSubnetA: it is exported',
    '  elsewhere',
    "  --param 'import:x=value'",
    'Nets: it has no default',
    '  --param Nets=value',
    '… 1 more row, --format json has all',
    '',
  ]);
});
