// Restores a backup in a process of its own, because jest's sandbox cannot load the migration engine.
import { connect, type DatabaseAddress } from '../../src/db/client.ts';
import { restoreBackup } from '../../src/db/backup/restore.ts';
import { AppError } from '../../src/errors.ts';

const [address = '', from = '', prismaFolder = ''] = process.argv.slice(2);
const connection = connect(JSON.parse(address) as DatabaseAddress);
try {
  await restoreBackup(connection, { from, keys: [], prismaFolder });
  process.send?.('restored');
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.send?.(error.message);
} finally {
  await connection.close();
  process.disconnect();
}
