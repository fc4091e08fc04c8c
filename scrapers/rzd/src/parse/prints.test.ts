/** Prints beyond the composed one: other rulers, pages, wrapped names, tables too wide for the paper. */
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseReport } from './parse-report.ts';

const print = (...lines: string[]) => parseReport(iconv.encode(lines.join('\r\n'), 'cp866'));
const HEAD = ['ГВЦ РЖД   ДИСЛОКАЦИЯ ВАГОНОВ   20.08.26  07-05  ЛИСТ 1'];
const RULER = '-'.repeat(70);
const COLUMNS = '| N ВАГОНА |СТ.ДИСЛ.     |КОД   |ОПЕР|ДАТА  ВРЕМЯ |ОСТ.КМ|';
const FIRST = '| 93123453 |РЫБНОЕ       |220006|ОТПР|20.08 06-12 |   368|';
const SECOND = '| 93456788 |РЯЖСК I      |223803|БРОС|16.08 22-40 |   214|';
const brief = (report: ReturnType<typeof parseReport>) =>
  report.rows.map((row) => [row.wagon, row.station.name, row.operation.event, row.remainingKm]);
const BOTH = [
  ['93123453', 'РЫБНОЕ', 'DEPARTED', 368],
  ['93456788', 'РЯЖСК I', 'TRAIN_ABANDONED', 214],
];

describe('a print', () => {
  it('pages after form feeds repeat the head', () => {
    const report = print(
      ...HEAD,
      RULER,
      COLUMNS,
      RULER,
      FIRST,
      RULER,
      `\f${HEAD[0]}`,
      RULER,
      COLUMNS,
      RULER,
      SECOND,
      RULER,
      'ИТОГО ВАГОНОВ 2',
      '*** КОНЕЦ СПРАВКИ ***',
    );
    expect(brief(report)).toEqual(BOTH);
    expect(report).toMatchObject({ total: 2, issues: [], reportedAtBasis: 'stated' });
  });

  it.each(['│', '!'])('columns parted by %s', (mark) => {
    expect(
      brief(print(...HEAD, RULER, ...[COLUMNS, RULER, FIRST, SECOND].map((line) => line.replaceAll('|', mark)), RULER)),
    ).toEqual(BOTH);
  });

  it('boxes drawn with lines', () => {
    const text = [
      ...HEAD,
      `┌${'─'.repeat(60)}┐`,
      COLUMNS.replaceAll('|', '│'),
      `├${'─'.repeat(60)}┤`,
      FIRST.replaceAll('|', '│'),
      SECOND.replaceAll('|', '│'),
      `└${'─'.repeat(60)}┘`,
    ];
    expect(brief(print(...text))).toEqual(BOTH);
  });

  it('columns parted by blanks alone, under a ruler with gaps', () => {
    const bare = [COLUMNS, FIRST, SECOND].map((line) => line.replaceAll('|', ' '));
    const gaps = COLUMNS.replace(/[^|]/g, '-').replaceAll('|', ' ');
    expect(brief(print(...HEAD, bare[0] ?? '', gaps, bare[1] ?? '', bare[2] ?? ''))).toEqual(BOTH);
  });

  it('a long name goes on in the next line', () => {
    const long = '| 93333334 |МИЧУРИНСК-ВОР|600102|РМНТ|18.08 11-00 |   309|';
    const rest = '|          |ОНЕЖСКИЙ     |      |    |            |      |';
    const report = print(...HEAD, RULER, COLUMNS, RULER, FIRST, long, rest, SECOND, RULER);
    expect(report.rows.map((row) => row.station.name)).toEqual(['РЫБНОЕ', 'МИЧУРИНСК-ВОРОНЕЖСКИЙ', 'РЯЖСК I']);
    expect(report).toMatchObject({ total: 3, issues: [] });
  });

  it('a table too wide for the paper goes on with the same wagons', () => {
    const wide = ['| N ВАГОНА |СТ.НАЗН.     |КОД НАЗН.|НАКЛАД- |ВЕС|', '|          |             |         |НАЯ     | Т |'];
    const more = ['| 93123453 |ВОСКРЕСЕНСК  |  233608 |ЭЯ101234| 69|', '| 93456788 |ВОСКРЕСЕНСК  |  233608 |ЭЯ101177| 69|'];
    const report = print(
      ...HEAD,
      RULER,
      COLUMNS,
      RULER,
      FIRST,
      SECOND,
      RULER,
      `\f${HEAD[0]}`,
      RULER,
      ...wide,
      RULER,
      ...more,
      RULER,
    );
    expect(brief(report)).toEqual(BOTH);
    expect(report.rows.map((row) => [row.destination?.esr, row.waybill, row.massKg])).toEqual([
      ['233608', 'ЭЯ101234', 69_000],
      ['233608', 'ЭЯ101177', 69_000],
    ]);
  });

  it('a row with a spoilt wagon is rejected, not lost', () => {
    const report = print(...HEAD, RULER, COLUMNS, RULER, FIRST, SECOND.replace('93456788', '9345678'), RULER);
    expect(report).toMatchObject({ total: 2, rejected: [6] });
  });

  it('printer codes mean nothing', () => {
    expect(brief(print(`\u001b@\u001bE${HEAD[0]}`, RULER, COLUMNS, RULER, FIRST, `${SECOND}\u000f`, RULER, '\u001a'))).toEqual(
      BOTH,
    );
  });
});
