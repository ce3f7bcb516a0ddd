/** Which presets a vendor's file fits, by its columns. */
import { DataError } from './data-error.ts';
import { withDatabase } from './duckdb.ts';
import { presetsThatFit } from './preset.ts';
import { withScratch } from './scratch.ts';
import { openVendorFile } from './vendor-file.ts';

/** Names of the presets that a file fits; none if it is no table that can be read. */
export async function presetsOfFile(path: string): Promise<readonly string[]> {
  try {
    const columns = await withScratch((scratch) => withDatabase({ tempFolder: scratch }, (db) => db.use(async (connection) => (await openVendorFile(connection, path, undefined, scratch)).columns)));
    return await presetsThatFit(columns);
  } catch (error) {
    // What is wrong with a file is said when it is imported.
    if (error instanceof DataError) return [];
    throw error;
  }
}
