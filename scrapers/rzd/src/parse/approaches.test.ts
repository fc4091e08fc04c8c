/** The feed of approaches: no heading at all, one train a file, the Windows code page. */
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseReport } from './parse-report.ts';

const line = (wagon: string, at = '20.08.2026 06:12') =>
  `${wagon};643;68,5;281014;6136-214-2200;2318;Отправление вагона со станции;${at};Рыбное;57;3876;1;М;20`;
const feed = (...lines: string[]) => parseReport(iconv.encode(lines.join('\r\n'), 'win1251'));

describe('a feed of approaches', () => {
  it('is read by the order of its fourteen fields, lines counted as they stand', () => {
    const report = feed(line('93123453'), '', line('93456788'), line('9345678'));
    expect(report).toMatchObject({ total: 3, rejected: [4] });
    expect(report.rows.map(({ row }) => row)).toEqual([1, 3]);
    expect(report.rows[0]).toMatchObject({
      wagon: '93123453',
      operation: { event: 'DEPARTED' },
      operationAt: '2026-08-20T03:12:00.000Z',
      station: { name: 'Рыбное' },
      trainIndex: '6136-214-2200',
      trainNumber: '2318',
      massKg: 68_500,
      cargo: { etsng: '281014' },
    });
  });

  it('is not seen where fields are missing, more, or no dates', () => {
    const short = '93123453;643;68;281014;6136-214-2200;2318;ОТПР;Рыбное';
    for (const lines of [[short], [`${line('93123453')};x;y;z`], [line('93123453', 'вчера')]])
      expect(() => feed(...lines)).toThrow(/no columns known/);
  });
});
