/** Writing prepared minute bars. */
import { crc32 } from 'node:zlib';
import { BARS, MINUTE_FIELDS, type MinuteData } from './minute-data.ts';
import { writePreparedFile } from './prepared-file.ts';
import { ColumnEncoder, MAGIC, type PreparedColumn, type PreparedIndex, type PreparedPart } from './prepared-format.ts';

/** Writes a day's parts, one after the other, as `writePreparedFile` does. */
export function writePrepared(path: string, date: string, parts: AsyncIterable<MinuteData>, holds: () => Promise<boolean>): Promise<number | null> {
  return writePreparedFile(
    path,
    MAGIC,
    async (put): Promise<PreparedIndex> => {
      const symbols: string[] = [];
      const written: PreparedPart[] = [];
      const encoder = new ColumnEncoder();
      for await (const { symbols: ofPart, columns } of parts) {
        const ofFields: PreparedColumn[] = [];
        for (const field of MINUTE_FIELDS) {
          const { form, bytes } = encoder.encode(columns[field].subarray(0, ofPart.length * BARS));
          const crc = crc32(bytes);
          ofFields.push({ form, offset: await put(bytes), crc });
        }
        symbols.push(...ofPart);
        written.push({ stocks: ofPart.length, columns: ofFields });
      }
      return { date, symbols, parts: written };
    },
    holds,
  );
}
