/** Trading days: weekdays without the holidays that the exchanges keep every year. Like theirs, but not theirs to the day. */

/** Fixed holidays, month and day. */
const HOLIDAYS: ReadonlySet<string> = new Set(['01-01', '04-05', '05-01', '05-02', '05-03', '10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07']);

/** New Year's Day of the lunar calendar; the exchanges close from its eve for a week. */
const SPRING_FESTIVALS = [
  ...['2010-02-14', '2011-02-03', '2012-01-23', '2013-02-10', '2014-01-31', '2015-02-19', '2016-02-08', '2017-01-28', '2018-02-16', '2019-02-05'],
  ...['2020-01-25', '2021-02-12', '2022-02-01', '2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26', '2029-02-13', '2030-02-03'],
];

const DAY_MS = 86_400_000;
const CLOSED_DAYS: ReadonlySet<string> = new Set(SPRING_FESTIVALS.flatMap((date) => Array.from({ length: 7 }, (_, i) => isoDate(Date.parse(date) + (i - 1) * DAY_MS))));

/** The first `count` trading days from a date on, ISO. */
export function tradingDays(from: string, count: number): readonly string[] {
  const days: string[] = [];
  for (let time = Date.parse(from); days.length < count; time += DAY_MS) {
    const date = isoDate(time);
    const weekday = new Date(time).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !HOLIDAYS.has(date.slice(5)) && !CLOSED_DAYS.has(date)) days.push(date);
  }
  return days;
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
