// A general ledger as QuickBooks reports it, read into a register: and what is not one is not taken for an empty one.
import { describe, expect, it } from 'vitest';
import { readRegister } from './register-wire.ts';

const keys = ['tx_date', 'txn_type', 'doc_num', 'name', 'memo', 'split_acc', 'subt_nat_amount', 'rbal_nat_amount'];
const columns = (names: readonly string[]) => ({
  Column: names.map((Value) => ({ ColTitle: Value, MetaData: [{ Name: 'ColKey', Value }] })),
});
const row = (...values: readonly string[]) => ({ ColData: values.map((value) => ({ value })) });
const line = (date: string, id: string, amount: string) => {
  const { ColData } = row(date, 'Journal Entry', 'TB-1', '', 'Sales of the day', '-Split-', amount, '0.00');
  return { ColData: ColData.map((cell, index) => (index === 1 ? { ...cell, id } : cell)) };
};
const opening = (balance: string) => row('Beginning Balance', '', '', '', '', '', '', balance);
const section = (id: string, ...rows: readonly object[]) => ({
  Header: { ColData: [{ value: 'Cash', id }] },
  Rows: { Row: rows },
  Summary: row('Total for Cash', '', '', '', '', '', '99.00', ''),
});
const report = (...rows: readonly object[]) => ({ Columns: columns(keys), Rows: { Row: rows } });

describe('a register', () => {
  it('opens with its first row and has the others as lines', () => {
    const read = readRegister(report(section('35', opening('5.00'), line('2026-11-03', '144', '-12.30'))), '35');
    expect(read).toEqual({
      openingHundredths: 500n,
      lines: [
        {
          ...{ date: '2026-11-03', amountHundredths: -1230n, documentNumber: 'TB-1', quickbooksId: '144' },
          ...{ kind: 'Journal Entry', text: 'Sales of the day' },
        },
      ],
    });
  });

  it('is empty where the report has no section', () => {
    expect(readRegister(report(), '35')).toEqual({ openingHundredths: 0n, lines: [] });
  });

  it('leaves out accounts below it', () => {
    const below = section('36', opening('1.00'), line('2026-11-03', '145', '1.00'));
    const read = readRegister(report(section('35', opening('5.00'), line('2026-11-03', '144', '2.00'), below)), '35');
    expect(read?.openingHundredths).toBe(500n);
    expect(read?.lines.map(({ quickbooksId }) => quickbooksId)).toEqual(['144']);
  });

  it('is in home currency where the report has such columns', () => {
    const both = [...keys, 'subt_nat_home_amount', 'rbal_nat_home_amount'];
    const foreign = [line('2026-11-03', '144', '10.00'), opening('5.00')].map(({ ColData }, index) => ({
      ColData: [...ColData, { value: index === 0 ? '11.00' : '' }, { value: index === 0 ? '' : '5.50' }],
    }));
    const read = readRegister({ Columns: columns(both), Rows: { Row: [section('35', ...foreign)] } }, '35');
    expect(read).toMatchObject({ openingHundredths: 550n, lines: [{ amountHundredths: 1100n }] });
  });

  it.each([
    ['has an amount that is none', report(section('35', line('2026-11-03', '144', 'many')))],
    ['is of another account', report(section('36', opening('5.00')))],
    ['lacks the amounts', { ...report(section('35')), Columns: columns(['tx_date']) }],
    [
      'was cut short',
      report(section('35', opening('5.00'), row('Unable to display more data. Please reduce the date range.'))),
    ],
  ])('that %s is not taken', (_, given) => {
    expect(readRegister(given, '35')).toBeNull();
  });
});
